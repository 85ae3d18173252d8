import { Buffer } from 'node:buffer';
import * as z from 'zod';
import type { LetterView } from './api.ts';

const DETAIL_CHARACTERS = 500;

const letterSchema = z.object({
  reason: z.string(),
  detail: z.string().transform((value) => value.slice(0, DETAIL_CHARACTERS).toWellFormed()),
  source: z.object({
    partition: z.string(),
    sequenceNumber: z.number().nullable(),
    enqueuedTime: z.string(),
    index: z.number(),
  }),
  bytesBase64: z.string(),
});

/** What is kept in memory of a dead letter; its bytes stay in the file. */
export interface Letter extends LetterView {
  readonly run: number;
  /** Where its base64 stands in the file, and how long that is, in bytes. */
  readonly position: number;
  readonly bytes: number;
}

/**
 * The dead letters in lines that stand in the file from a position on.
 * @param first the number of the first one
 */
export function toLetters(run: number, first: number, lines: readonly string[], position: number): Letter[] {
  let at = position;
  return lines.map((line, index) => {
    const { reason, detail, source, bytesBase64 } = letterSchema.parse(JSON.parse(line));
    const end = at + Buffer.byteLength(line);
    at = end + 1;
    return {
      n: first + index,
      run,
      reason,
      detail,
      ...source,
      size: Buffer.byteLength(bytesBase64, 'base64'),
      // The bytes are the last member: `…","bytesBase64":"…"}`.
      position: end - '"}'.length - bytesBase64.length,
      bytes: bytesBase64.length,
    };
  });
}
