import { decodeBody } from '../../core/decode.ts';
import type { Enricher } from '../../core/enrich.ts';
import type { Outcome } from '../../core/outcome.ts';
import type { InputBody } from '../../input/read.ts';

/** One record of a log, and what the function would make of it. */
export interface FoundRecord {
  /** From 1, counted through all of the log. */
  readonly number: number;
  readonly file: string;
  /** Where in the file its body comes from. */
  readonly position: string;
  readonly outcome: Outcome;
}

/**
 * The record of that number. What is no record counts too, as it does in the function's account; only the body that
 * holds the record is worked on.
 * @param now ISO 8601, UTC: stands for the time at which the hub got the event
 * @returns the number of records when there are fewer
 */
export async function findRecord(
  bodies: AsyncIterable<InputBody>,
  number: number,
  enrich: Enricher,
  now: string,
): Promise<FoundRecord | number> {
  let before = 0;
  for await (const { file, position, bytes } of bodies) {
    // A body without records counts as one skipped.
    const records = Math.max(1, decodeBody(bytes).length);
    if (before + records >= number) {
      const event = { partition: '', sequenceNumber: null, enqueuedTime: now };
      const outcome = enrich({ body: bytes, position: event })[number - before - 1];
      if (outcome !== undefined) return { number, file, position, outcome };
    }
    before += records;
  }
  return before;
}
