import type { LeasingStore } from '../../delivery/ports.ts';
import { fromDeadLetterContent, type StoredDeadLetter } from '../../delivery/readDeadLetters.ts';
import { FileError } from '../jsonFile.ts';

/** A dead letter in its blob. */
export interface Found {
  /** The beginning of the hash in the blob's name, and the number of the line: short enough to type. */
  readonly id: string;
  readonly blob: string;
  readonly letter: StoredDeadLetter;
}

/** Which dead letters are meant; all that is given must hold. */
export interface Choice {
  /** Ids, or beginnings of them up to the line number. Empty: any. */
  readonly ids: readonly string[];
  readonly reason: string | undefined;
  /** Of the enqueued time, in milliseconds since 1970: not before, and before. */
  readonly since: number | undefined;
  readonly until: number | undefined;
}

const BLOB_NAME = /-([0-9a-f]{64})\.jsonl$/;
const HASH_SHOWN = 12;

/**
 * The dead letters of a container that are meant, oldest hour first.
 * @throws StoreUnavailableError; FileError for a blob that holds anything else
 */
export async function* findDeadLetters(store: LeasingStore, choice: Choice): AsyncGenerator<Found> {
  for await (const { name } of store.list('')) {
    const [, hash] = BLOB_NAME.exec(name) ?? [];
    if (hash === undefined || !mayMean(choice, hash)) continue;
    const content = await store.read(name);
    // Deleted since it was listed: somebody sent it again.
    if (content === undefined) continue;
    for (const [index, letter] of lettersIn(name, content).entries()) {
      const id = idOf(hash, index);
      if (isMeant(choice, id, letter)) yield { id, blob: name, letter };
    }
  }
}

function lettersIn(blob: string, content: Uint8Array): StoredDeadLetter[] {
  try {
    return fromDeadLetterContent(content);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new FileError(`${blob}: ${what}; take this blob out of the container, and the others can be read`, {
      cause: error,
    });
  }
}

/** The id of a dead letter by its blob's name and its place in it; undefined when the blob is none of dead letters. */
export function idIn(blob: string, index: number): string | undefined {
  const [, hash] = BLOB_NAME.exec(blob) ?? [];
  return hash === undefined ? undefined : idOf(hash, index);
}

function idOf(hash: string, index: number): string {
  return `${hash.slice(0, HASH_SHOWN)}-${index + 1}`;
}

function mayMean({ ids }: Choice, hash: string): boolean {
  return ids.length === 0 || ids.some((id) => hash.startsWith(id.split('-', 1)[0] ?? ''));
}

export function isMeant(
  { ids, reason, since, until }: Choice,
  id: string,
  letter: StoredDeadLetter,
): boolean {
  const time = Date.parse(letter.source.enqueuedTime);
  return (
    (ids.length === 0 ||
      ids.some((wanted) => id === wanted || (!wanted.includes('-') && id.startsWith(wanted)))) &&
    (reason === undefined || letter.reason === reason) &&
    (since === undefined || time >= since) &&
    (until === undefined || time < until)
  );
}
