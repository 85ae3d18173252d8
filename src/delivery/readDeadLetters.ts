import { Buffer } from 'node:buffer';
import * as z from 'zod';
import type { DeadLetterLine } from './deadLetters.ts';

const lineSchema = z.object({
  reason: z.string(),
  detail: z.string(),
  source: z.object({
    partition: z.string(),
    sequenceNumber: z.number().int().nullable(),
    enqueuedTime: z.string(),
    index: z.number().int(),
  }),
  toolVersion: z.string(),
  bytesBase64: z.base64(),
});

/** A dead letter as it was written. */
export type StoredDeadLetter = DeadLetterLine;

/**
 * The dead letters of a blob, or of a file of such lines.
 * @throws Error that names the line which is no dead letter
 */
export function fromDeadLetterContent(content: Uint8Array): StoredDeadLetter[] {
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8');
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, index) => {
    try {
      return lineSchema.parse(JSON.parse(line));
    } catch (error) {
      throw new Error(`line ${index + 1} is no dead letter`, { cause: error });
    }
  });
}

export function toDeadLetterContent(lines: readonly StoredDeadLetter[]): Buffer {
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
