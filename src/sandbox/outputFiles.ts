import { Buffer } from 'node:buffer';
import { type FileHandle, mkdir, open, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../input/inputError.ts';
import { UsageError } from './options.ts';

/** A file of lines that counts them. */
export interface LineFile {
  readonly path: string;
  /** Lines that are in the file. */
  readonly lines: number;
  /**
   * @returns where in the file the first of the lines begins, in bytes
   * @throws Error that names the file, also for every later write once one has failed
   */
  write(lines: readonly string[]): Promise<number>;
  /** @throws Error that names the file, when the last of it could not be written */
  close(): Promise<void>;
}

export interface OutputFiles {
  readonly rows: LineFile;
  readonly alerts: LineFile;
  readonly deadLetters: LineFile;
  readonly summaryPath: string;
  /** @throws Error that names the file */
  writeSummary(summary: object): Promise<void>;
}

/** The folder for the output cannot be used; the message says why, and the command ends with exit code 2. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

/**
 * Makes sure that no input is one of the files that a run replaces, also by way of a link.
 * @throws UsageError that names the file and says what to do
 */
export async function assertKeepsInput(files: readonly string[], folder: string): Promise<void> {
  const replaced = new Set<string>();
  for (const path of Object.values(pathsIn(folder))) {
    const id = await identityOf(path);
    if (id !== undefined) replaced.add(id);
  }
  if (replaced.size === 0) return;
  for (const file of files) {
    const id = await identityOf(file);
    if (id === undefined || !replaced.has(id)) continue;
    throw new UsageError(
      `${file} is an input, but a run with --out ${folder} replaces it. ` +
        'Name another folder with --out, or move the file out of this one.',
    );
  }
}

/**
 * Opens the files of a run in a folder, which is made if need be; files of an earlier run are replaced, and its
 * summary is deleted, so that a run that fails leaves none.
 * @throws OutputError when the folder, or a file in it, cannot be used
 */
export async function openOutputFiles(folder: string): Promise<OutputFiles> {
  const paths = pathsIn(folder);
  const handles: FileHandle[] = [];
  const openLines = async (path: string): Promise<LineFile> => {
    const handle = await open(path, 'w');
    handles.push(handle);
    return toLineFile(path, handle);
  };
  try {
    await mkdir(folder, { recursive: true });
    await rm(paths.summary, { force: true });
    return {
      rows: await openLines(paths.rows),
      alerts: await openLines(paths.alerts),
      deadLetters: await openLines(paths.deadLetters),
      summaryPath: paths.summary,
      async writeSummary(summary) {
        await writeFile(paths.summary, `${JSON.stringify(summary, null, 2)}\n`).catch((cause: unknown) => {
          throw unwritable(paths.summary, cause);
        });
      },
    };
  } catch (cause) {
    await Promise.allSettled(handles.map((handle) => handle.close()));
    throw new OutputError(
      `--out ${folder}: cannot be used (${reasonOf(cause)}). Name a folder in which files can be written.`,
      { cause },
    );
  }
}

function pathsIn(folder: string) {
  return {
    rows: join(folder, 'rows.jsonl'),
    alerts: join(folder, 'alerts.jsonl'),
    deadLetters: join(folder, 'dead-letters.jsonl'),
    summary: join(folder, 'summary.json'),
  };
}

/** Device and number of the file behind a path: the same for every link to it; undefined where there is none. */
async function identityOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

function toLineFile(path: string, handle: FileHandle): LineFile {
  let lines = 0;
  let bytes = 0;
  // Requests come at the same time, but a file takes one write after the other. Once one failed, the rest do too.
  let written = Promise.resolve();
  return {
    path,
    get lines() {
      return lines;
    },
    // A request is answered only when its rows are in the file: memory stays flat.
    async write(more) {
      const text = more.map((line) => `${line}\n`).join('');
      let position = 0;
      written = written.then(async () => {
        await handle.appendFile(text);
        position = bytes;
        bytes += Buffer.byteLength(text);
        lines += more.length;
      });
      await written.catch((cause: unknown) => {
        throw unwritable(path, cause);
      });
      return position;
    },
    async close() {
      try {
        await written;
      } catch (cause) {
        throw unwritable(path, cause);
      } finally {
        await handle.close();
      }
    },
  };
}

function unwritable(path: string, cause: unknown): Error {
  const advice = 'Make room there, or name another folder with --out.';
  return new Error(`${path}: cannot be written (${reasonOf(cause)}). ${advice}`, { cause });
}
