import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of lines that counts them. */
export interface LineFile {
  readonly path: string;
  readonly lines: number;
  write(lines: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

export interface OutputFiles {
  readonly rows: LineFile;
  readonly alerts: LineFile;
  readonly deadLetters: LineFile;
  readonly summaryPath: string;
  writeSummary(summary: object): Promise<void>;
}

/** Opens the files of a run in a folder, which is made if need be; files of an earlier run are replaced. */
export async function openOutputFiles(folder: string): Promise<OutputFiles> {
  await mkdir(folder, { recursive: true });
  const summaryPath = join(folder, 'summary.json');
  return {
    rows: await openLines(join(folder, 'rows.jsonl')),
    alerts: await openLines(join(folder, 'alerts.jsonl')),
    deadLetters: await openLines(join(folder, 'dead-letters.jsonl')),
    summaryPath,
    writeSummary: (summary) => writeFile(summaryPath, `${JSON.stringify(summary, null, 2)}\n`),
  };
}

async function openLines(path: string): Promise<LineFile> {
  const stream: WriteStream = createWriteStream(path);
  await once(stream, 'open');
  let lines = 0;
  return {
    path,
    get lines() {
      return lines;
    },
    async write(more) {
      lines += more.length;
      const full = !stream.write(more.map((line) => `${line}\n`).join(''));
      // The next request is answered only when this one's rows are on their way: memory stays flat.
      if (full) await once(stream, 'drain');
    },
    async close() {
      stream.end();
      await once(stream, 'close');
    },
  };
}
