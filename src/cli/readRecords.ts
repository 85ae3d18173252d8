import { decodeBody } from '../core/decode.ts';
import type { EventPosition } from '../core/event.ts';
import type { JsonObject } from '../core/json/types.ts';
import type { DeadLetterReason, SkipReason } from '../core/outcome.ts';
import { type SignIn, toSignIn } from '../core/signIn/signIn.ts';

/** A record as far as its sign-in: a sign-in, or why it is none. */
export type RecordResult =
  | { readonly kind: 'sign-in'; readonly signIn: SignIn }
  | { readonly kind: 'skipped'; readonly reason: SkipReason }
  | { readonly kind: 'dead-letter'; readonly reason: DeadLetterReason };

/**
 * The records of a body, told apart as the pipeline does, without the rows and alerts that it makes of them.
 * @param now ISO 8601, UTC: the time of a record that has none of its own
 */
export function* readRecords(body: Uint8Array, now: string): Generator<RecordResult> {
  const items = decodeBody(body);
  if (items.length === 0) yield { kind: 'skipped', reason: 'empty-body' };
  const position = { partition: '', sequenceNumber: null, enqueuedTime: now };
  for (const item of items) {
    if (!item.ok) {
      yield { kind: 'dead-letter', reason: item.reason };
      continue;
    }
    yield fromRecord(item.record, position);
  }
}

function fromRecord(record: JsonObject, position: EventPosition): RecordResult {
  try {
    const result = toSignIn(record, position);
    if (result.kind === 'sign-in') return result;
    if (result.kind === 'fault') return { kind: 'dead-letter', reason: result.reason };
    return { kind: 'skipped', reason: 'other-category' };
  } catch {
    return { kind: 'dead-letter', reason: 'internal-error' };
  }
}
