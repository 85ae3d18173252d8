import { createHash } from 'node:crypto';
import type { DeadLetter } from '../core/outcome.ts';
import { cutToBytes } from '../core/row/truncate.ts';
import { VERSION } from '../version.ts';

/** One line of a dead-letter blob. */
export interface DeadLetterLine {
  readonly reason: string;
  readonly detail: string;
  readonly source: DeadLetter['source'];
  readonly toolVersion: string;
  /** The record's bytes as they came, base64. */
  readonly bytesBase64: string;
}

/** A dead letter as it is written: with the version of this software, and its bytes in base64. */
export function toDeadLetterLine(letter: DeadLetter): DeadLetterLine {
  const { bytes } = letter;
  return {
    reason: letter.reason,
    detail: cutToBytes(letter.detail, 2048).toWellFormed(),
    source: letter.source,
    toolVersion: VERSION,
    bytesBase64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  };
}

/**
 * Dead letters as one blob of JSON lines. The name says when and where they came from, and ends with the hash of the
 * content: a repeat of the batch writes the same blob, not a second one.
 */
export function toDeadLetterBlob(letters: readonly [DeadLetter, ...DeadLetter[]]): {
  name: string;
  content: Buffer;
} {
  const content = Buffer.concat(
    letters.map((letter) => Buffer.from(`${JSON.stringify(toDeadLetterLine(letter))}\n`)),
  );
  const { partition, sequenceNumber, enqueuedTime } = letters[0].source;
  const hour = enqueuedTime.slice(0, 13).replace('T', '-');
  const hash = createHash('sha256').update(content).digest('hex');
  return { name: `${hour}/${partition}-${sequenceNumber ?? 'unknown'}-${hash}.jsonl`, content };
}
