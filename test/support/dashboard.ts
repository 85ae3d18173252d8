import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveState } from '../../src/sandbox/dashboard/api.ts';
import { type Dashboard, startDashboard } from '../../src/sandbox/dashboard/dashboard.ts';
import type { LogFile } from '../../src/sandbox/sendFiles.ts';

export interface TestDashboard extends Dashboard {
  /** Everything that arrived. */
  readonly out: string;
  /** Removes the folder as well. */
  end(): Promise<void>;
}

/** A dashboard on a free port, with a temporary folder for what arrives. */
export async function openDashboard(uploadLimit?: number): Promise<TestDashboard> {
  const out = mkdtempSync(join(tmpdir(), 'dashboard-test-'));
  const options = { out, port: 0, anyPort: false, ...(uploadLimit !== undefined && { uploadLimit }) };
  const dashboard = await startDashboard(options);
  return {
    ...dashboard,
    out,
    async end() {
      await dashboard.close();
      rmSync(out, { recursive: true });
    },
  };
}

/** Sends log files through the system, and waits until they are through. */
export async function sendLogs({ runs }: Dashboard, ...paths: string[]): Promise<void> {
  const files: LogFile[] = paths.map((path) => ({ path, name: path }));
  await runs.add(files, { samples: false }).end;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request with whatever headers and path, as no browser and no fetch would send them. */
export function raw(
  address: string,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(address);
  const { method = 'GET', headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const sending = request({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    sending.once('error', reject);
    sending.end(body);
  });
}

/**
 * The states that the server pushes, until one satisfies.
 * @returns all of them
 */
export async function statesUntil(
  address: string,
  isEnough: (state: LiveState) => boolean,
): Promise<LiveState[]> {
  const ending = new AbortController();
  const response = await fetch(`${address}/api/live`, { signal: ending.signal });
  const states: LiveState[] = [];
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const [, json] = /^data: (.*)$/m.exec(part) ?? [];
      if (json === undefined) continue;
      const state: LiveState = JSON.parse(json);
      states.push(state);
      if (isEnough(state)) {
        ending.abort();
        return states;
      }
    }
  }
  return states;
}
