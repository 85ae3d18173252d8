import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as z from 'zod';
import { decodeBody } from '../../core/decode.ts';
import type { LeasingStore } from '../../delivery/ports.ts';
import { fromDeadLetterContent, type StoredDeadLetter } from '../../delivery/readDeadLetters.ts';
import { listInputFiles } from '../../input/read.ts';
import type { Span } from '../hub/ranges.ts';
import { FileError } from '../jsonFile.ts';
import type { Plan, Source, Step } from './source.ts';

/** The last letter that was sent: the unit that holds it (a blob or a file), and its place there. */
const cursorSchema = z.object({ unit: z.string(), letter: z.number().int() });

/** A blob or a file of dead letters. Units are read in the order of their names. */
interface Unit {
  readonly name: string;
  readonly load: () => Promise<Uint8Array | undefined>;
}

export interface LetterChoice {
  readonly reason: string | undefined;
  /** By the time at which the hub got the event. */
  readonly span: Span;
}

/** The dead letters of a container below a prefix: the name of an hour, such as 2026-11-16-08, or all where it is empty. */
export function openContainerLetters(
  store: LeasingStore,
  name: string,
  prefix: string,
  choice: LetterChoice,
): Source {
  async function* units(): AsyncGenerator<Unit> {
    for await (const { name: blob } of store.list(prefix))
      if (blob.endsWith('.jsonl')) yield { name: blob, load: () => store.read(blob) };
  }
  return openLetters(units, `dead letters of ${name}${prefix && `, ${prefix}`}`, { name, prefix }, choice);
}

/**
 * The dead letters in files, such as those of a downloaded folder of the container.
 * @throws InputError for a path that cannot be read
 */
export async function openFileLetters(paths: readonly string[], choice: LetterChoice): Promise<Source> {
  const { files } = await listInputFiles(paths);
  const names = files.map((file) => resolve(file)).sort();
  async function* units(): AsyncGenerator<Unit> {
    for (const name of names) yield { name, load: () => readFile(name) };
  }
  return openLetters(units, `dead letters of ${names.length} files`, { names }, choice);
}

function openLetters(
  units: () => AsyncGenerator<Unit>,
  name: string,
  identity: object,
  { reason, span }: LetterChoice,
): Source {
  async function* read(_: unknown, at: unknown): AsyncGenerator<Step> {
    const cursor = cursorSchema.optional().parse(at);
    for await (const unit of units()) {
      if (cursor !== undefined && unit.name < cursor.unit) continue;
      // Gone since it was listed: somebody sent it again.
      const content = await unit.load();
      if (content === undefined) continue;
      for (const [index, letter] of lettersOf(unit.name, content).entries()) {
        const isDone = unit.name === cursor?.unit && index <= cursor.letter;
        if (!isDone && isMeant(letter, reason, span)) yield toStep(unit.name, index, letter);
      }
    }
  }
  return {
    name,
    identity: { ...identity, reason: reason ?? null, ...span },
    async plan(): Promise<Plan> {
      let events = 0;
      let records = 0;
      for await (const { item } of read(null, undefined)) {
        events++;
        records += item.records;
      }
      return { events, records, notes: [], fixed: null };
    },
    read,
    close: async () => undefined,
  };
}

function lettersOf(name: string, content: Uint8Array): StoredDeadLetter[] {
  try {
    return fromDeadLetterContent(content);
  } catch (error) {
    throw new FileError(`${name}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function isMeant(letter: StoredDeadLetter, reason: string | undefined, { since, until }: Span): boolean {
  const time = Date.parse(letter.source.enqueuedTime);
  return (
    (reason === undefined || letter.reason === reason) &&
    (since === undefined || time >= since) &&
    (until === undefined || time < until)
  );
}

function toStep(unit: string, index: number, { bytesBase64, source }: StoredDeadLetter): Step {
  const body = Buffer.from(bytesBase64, 'base64');
  const { index: _, ...position } = source;
  return {
    item: {
      event: { body, position },
      // What cannot be read counts as one, as in the function's own report.
      records: Math.max(1, decodeBody(body).length),
      place: `${unit}, line ${index + 1}`,
    },
    cursor: { unit, letter: index },
  };
}
