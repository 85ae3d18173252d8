import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { medianOf } from './measure.ts';

export interface ColdStartResult {
  /** CPU of a process that does nothing, and of one that loads the app, in milliseconds. */
  readonly empty: number;
  readonly app: number;
  /** Median of the rounds' own ratios. */
  readonly ratio: number;
  /** Bytes of all files of the app, gzipped one by one, as a zip file holds them. */
  readonly packageBytes: number;
}

const PROGRAM = fileURLToPath(new URL('coldLoad.mjs', import.meta.url));

/** Starts processes, an empty one and one that loads the app in turn. */
export function measureColdStart(
  folder: string,
  settings: Readonly<Record<string, string>>,
  rounds: number,
): ColdStartResult {
  const start = (...args: string[]) => {
    const printed = execFileSync(process.execPath, [PROGRAM, ...args], { env: settings, encoding: 'utf8' });
    return Number(printed) / 1000;
  };
  const main = pathToFileURL(join(folder, 'main.mjs')).href;
  const pairs = Array.from({ length: rounds }, () => ({ empty: start(), app: start(main) }));
  return {
    empty: medianOf(pairs.map(({ empty }) => empty)),
    app: medianOf(pairs.map(({ app }) => app)),
    ratio: medianOf(pairs.map(({ empty, app }) => app / empty)),
    packageBytes: readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .reduce((sum, { parentPath, name }) => sum + gzipSync(readFileSync(join(parentPath, name))).length, 0),
  };
}
