import type { DeadLetter } from '../core/outcome.ts';
import { toChunks } from './chunks.ts';
import type { Clock } from './clock.ts';
import { toDeadLetterBlob } from './deadLetters.ts';
import type { BlobStore } from './ports.ts';
import type { Persist } from './retry.ts';
import type { Undelivered } from './undelivered.ts';

export interface DeadLetterWriting {
  readonly store: BlobStore;
  readonly persist: Persist;
}

export interface DeadLetterParts {
  readonly deadLetters: DeadLetterWriting;
  readonly clock: Clock;
  /** How long the writing of a blob may take, in milliseconds. */
  readonly budgetMs: number;
}

/**
 * A blob ends before this many bytes of what the letters hold: a batch of a hundred unreadable megabytes in one piece
 * would never get through within an attempt, and would stop its partition for good.
 */
export const MAX_BLOB_BYTES = 6_000_000;

/** Writes dead letters to blobs. @returns those that could not be written; empty when all are */
export async function writeDeadLetters(
  { deadLetters, clock, budgetMs }: DeadLetterParts,
  letters: readonly DeadLetter[],
): Promise<Undelivered[]> {
  const sized = letters.map((letter) => ({ letter, rowBytes: letter.bytes.length }));
  const undelivered: Undelivered[] = [];
  for (const chunk of toChunks(sized, MAX_BLOB_BYTES)) {
    const [first, ...rest] = chunk.map(({ letter }) => letter);
    if (first === undefined) continue;
    const { name, content } = toDeadLetterBlob([first, ...rest]);
    const result = await deadLetters.persist(
      (withinMs) => deadLetters.store.put(name, content, withinMs),
      clock.monotonic() + budgetMs,
    );
    if (!result.ok) undelivered.push({ count: chunk.length, answer: result.detail });
  }
  return undelivered;
}
