import { createHash } from 'node:crypto';
import type { LeasingStore } from '../../delivery/ports.ts';
import { fromDeadLetterContent, type StoredDeadLetter } from '../../delivery/readDeadLetters.ts';
import { FileError } from '../jsonFile.ts';

/** A dead letter in its blob. */
export interface Found {
  /**
   * The beginning of the hash in the blob's name, and of the hash of the letter's bytes: short enough to type, and the
   * same when others of the blob are gone. Two letters of a blob with the same bytes have the same id.
   */
  readonly id: string;
  readonly blob: string;
  readonly letter: StoredDeadLetter;
}

/** Which dead letters are meant; all that is given must hold. */
export interface Choice {
  /** Ids, or beginnings of them up to the hyphen. Empty: any. */
  readonly ids: readonly string[];
  readonly reason: string | undefined;
  /** Of the enqueued time, in milliseconds since 1970: not before, and before. */
  readonly since: number | undefined;
  readonly until: number | undefined;
}

const BLOB_NAME = /-([0-9a-f]{64})\.jsonl$/;
const HASH_SHOWN = 12;
const BYTES_HASH_SHOWN = 6;

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
    for (const letter of lettersIn(name, content)) {
      const id = idOf(hash, letter);
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

/** The id of a dead letter in a blob of that name; undefined when the blob is none of dead letters. */
export function idIn(blob: string, letter: StoredDeadLetter): string | undefined {
  const [, hash] = BLOB_NAME.exec(blob) ?? [];
  return hash === undefined ? undefined : idOf(hash, letter);
}

function idOf(hash: string, { bytesBase64 }: StoredDeadLetter): string {
  const ofBytes = createHash('sha256').update(bytesBase64).digest('hex');
  return `${hash.slice(0, HASH_SHOWN)}-${ofBytes.slice(0, BYTES_HASH_SHOWN)}`;
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
