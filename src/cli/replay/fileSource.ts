import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as z from 'zod';
import { listInputFiles, readBodies } from '../../input/read.ts';
import type { Span } from '../hub/ranges.ts';
import { type Selection, selectRecords } from './selectRecords.ts';
import type { Plan, Source, Step } from './source.ts';

/** The bodies of the files before it are done, and so many of the file itself. */
const cursorSchema = z.object({ file: z.number().int(), body: z.number().int() });

/**
 * The logs in files, as Azure Monitor would have put them into events.
 * @param span by the records' own time
 * @throws InputError for a path that cannot be read
 */
export async function openFileSource(
  paths: readonly string[],
  span: Span,
  note: (text: string) => void,
): Promise<Source> {
  const { files, ignored } = await listInputFiles(paths);
  if (ignored.length > 0) note(`Not read, because of their endings: ${ignored.join(', ')}`);

  const plan = async (): Promise<Plan> => {
    const sum = { events: 0, records: 0, outside: 0, undated: 0 };
    for (const file of files) {
      for await (const { bytes } of readBodies(file)) {
        const selection = selectRecords(bytes, span);
        if (selection.bytes !== undefined) sum.events++;
        sum.records += selection.records;
        sum.outside += selection.outside;
        sum.undated += selection.undated;
      }
    }
    return { events: sum.events, records: sum.records, notes: notesOf(sum), fixed: null };
  };

  async function* read(_: unknown, at: unknown): AsyncGenerator<Step> {
    const cursor = cursorSchema.optional().parse(at) ?? { file: 0, body: 0 };
    for (const [index, file] of files.entries()) {
      if (index < cursor.file) continue;
      let body = 0;
      for await (const { bytes, position } of readBodies(file)) {
        body++;
        if (index === cursor.file && body <= cursor.body) continue;
        const chosen = selectRecords(bytes, span);
        if (chosen.bytes === undefined) continue;
        yield {
          item: {
            event: { body: chosen.bytes, position: positionOf(file) },
            records: chosen.records,
            place: `${file}, ${position}`,
          },
          cursor: { file: index, body },
        };
      }
    }
  }

  return {
    name: files.length === 1 ? (files[0] ?? '') : `${files.length} files`,
    identity: { files: await Promise.all(files.map(stampOf)), ...span },
    plan,
    read,
    close: async () => undefined,
  };
}

/** A file that has changed is another: a replay of the one before does not go on in it. */
async function stampOf(path: string): Promise<readonly [string, number, number]> {
  const { size, mtimeMs } = await stat(path);
  return [resolve(path), size, mtimeMs];
}

/** Rows tell by it where they come from. The name of a file may be hostile, or say more than it should: a hash of it. */
function positionOf(file: string) {
  const hash = createHash('sha256').update(resolve(file)).digest('hex').slice(0, 8);
  return { partition: `file-${hash}`, sequenceNumber: null, enqueuedTime: new Date().toISOString() };
}

function notesOf({ outside, undated }: Pick<Selection, 'outside' | 'undated'>): string[] {
  return [
    ...(outside > 0 ? [`${outside} records are outside the time`] : []),
    ...(undated > 0 ? [`${undated} records are left out: no time of a sign-in can be read in them`] : []),
  ];
}
