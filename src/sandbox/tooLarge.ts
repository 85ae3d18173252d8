import type { DeadLetter } from '../core/outcome.ts';
import { toDeadLetterBlob } from '../delivery/deadLetters.ts';
import type { BlobStore } from '../delivery/ports.ts';
import { type BatchReport, emptyReport } from '../delivery/report.ts';
import { type InputBody, InputError } from '../input/read.ts';
import { MAX_EVENT_BYTES } from './endpoints.ts';

/** As Base64 in a dead letter it would be near the longest string that V8 can make (about 512 Mi characters). */
const MAX_LETTER_BYTES = 256 * 1024 * 1024;

/** Hundreds of megabytes to a store on this machine. */
const WRITE_MS = 60_000;

/**
 * Makes a dead letter of a body that no hub would take: it cannot travel, but it must not vanish either.
 * @returns what the run's report gains by it
 * @throws InputError when it is too large even for that; Error when the dead letter cannot be written
 */
export async function writeTooLarge(
  store: BlobStore,
  { file, position, bytes }: InputBody,
): Promise<BatchReport> {
  if (bytes.length > MAX_LETTER_BYTES) {
    throw new InputError(
      `${file}, ${position}: ${bytes.length} bytes in one piece, at most ${MAX_LETTER_BYTES} can be kept. ` +
        'Check that the file is a log, and split it or leave it out.',
    );
  }
  const letter: DeadLetter = {
    reason: 'body-too-large',
    detail: `${file}, ${position}: ${bytes.length} bytes, an event holds at most ${MAX_EVENT_BYTES}`,
    source: { partition: 'input', sequenceNumber: null, enqueuedTime: new Date().toISOString(), index: 0 },
    bytes,
  };
  const { name, content } = toDeadLetterBlob([letter]);
  const result = await store.put(name, content, WRITE_MS);
  if (!result.ok)
    throw new Error(`the dead letter of ${letter.detail} could not be written: ${result.detail}`);
  return { ...emptyReport(), events: 1, records: 1, deadLetters: 1, deadLettersBy: { 'body-too-large': 1 } };
}
