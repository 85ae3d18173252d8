import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { ROOT } from './sources.ts';

const folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The sandbox as the README starts it, in a process of its own, with a temporary folder as its current one. */
export function run(...args: string[]): Promise<Run> {
  return runWith({}, ...args);
}

/** The same with settings in the environment. */
export function runWith(settings: Readonly<Record<string, string>>, ...args: string[]): Promise<Run> {
  const main = join(ROOT, 'src/sandbox/main.ts');
  const env = { ...process.env, ...settings };
  return new Promise((resolve) => {
    execFile(process.execPath, [main, '--once', ...args], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/** The path of a name in the folder of the runs. */
export function inFolder(...names: string[]): string {
  return join(folder, ...names);
}

/** Writes a file into the folder of the runs. @returns its path */
export function file(name: string, content: string | Buffer): string {
  const path = inFolder(name);
  writeFileSync(path, content);
  return path;
}

/** The values in the lines of a file of the output. */
export function lines(out: string, name: string) {
  const text = readFileSync(inFolder(out, name), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

export function summary(out: string) {
  return JSON.parse(readFileSync(inFolder(out, 'summary.json'), 'utf8'));
}

/** A failed sign-in of a user as a line of a log, with other or more fields. */
export function record(id: string, more: object = {}, properties: object = {}): string {
  return JSON.stringify({
    time: '2026-11-16T08:00:00.1234567Z',
    category: 'SignInLogs',
    tenantId: '00000000-0000-4000-8000-00000000aaaa',
    resultType: '50126',
    properties: { id, userPrincipalName: 'user@example.com', status: { errorCode: 50126 }, ...properties },
    ...more,
  });
}
