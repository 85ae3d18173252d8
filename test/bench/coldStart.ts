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

/** CPU milliseconds of a process that loads these modules of the app, one after the other, and ends. */
export function cpuOfStart(settings: Readonly<Record<string, string>>, files: readonly string[]): number {
  const modules = files.map((file) => pathToFileURL(file).href);
  const printed = execFileSync(process.execPath, [PROGRAM, ...modules], { env: settings, encoding: 'utf8' });
  return Number(printed) / 1000;
}

/** Starts processes, an empty one and one that loads the app in turn. */
export function measureColdStart(
  folder: string,
  settings: Readonly<Record<string, string>>,
  rounds: number,
): ColdStartResult {
  const start = (...files: string[]) => cpuOfStart(settings, files);
  const main = join(folder, 'main.mjs');
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
