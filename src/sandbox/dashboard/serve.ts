import { setTimeout as delay } from 'node:timers/promises';
import { assertKeepsInput } from '../outputFiles.ts';
import type { RunResult } from '../run.ts';
import { startDashboard } from './dashboard.ts';

/** Where the page is unless another port is asked for: the browser keeps language and colours by address. */
const USUAL_PORT = 7300;

/** The endpoints end at once; whatever holds one of them must not hold whoever pressed Ctrl-C. */
const MOST_CLOSING_MS = 3_000;

export interface ServeOptions {
  readonly files: readonly string[];
  readonly samples: boolean;
  readonly out: string;
  readonly port: number | undefined;
  readonly onProgress: (records: number) => void;
  /** Called with the page's address, when it can be opened. */
  readonly onReady: (address: string) => void;
  /** Called with the first run, when its logs are through. @returns the exit code */
  readonly onRun: (run: RunResult) => Promise<number>;
  /** Aborted when it is time to end. */
  readonly signal: AbortSignal;
}

/**
 * Sends logs through the system while a page shows what happens, and serves the page until the signal.
 * @returns the exit code of the first run; 130 when it was not through
 * @throws as runSandbox does, and UsageError when the port is taken
 */
export async function serveDashboard(options: ServeOptions): Promise<number> {
  const { files, samples, out, port, onProgress, signal } = options;
  await assertKeepsInput(files, out);
  const dashboard = await startDashboard({ out, port: port ?? USUAL_PORT, anyPort: port === undefined });
  const ended = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  try {
    options.onReady(dashboard.address);
    const logs = files.map((path) => ({ path, name: samples ? path.replace(/^.*[/\\]/, '') : path }));
    const run = await Promise.race([dashboard.runs.add(logs, { samples, onProgress }).end, ended]);
    if (run === undefined) return 130;
    const code = await options.onRun(run);
    await ended;
    return code;
  } finally {
    await Promise.race([dashboard.close(), delay(MOST_CLOSING_MS)]);
  }
}
