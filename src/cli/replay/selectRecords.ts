import { Buffer } from 'node:buffer';
import { decodeBody } from '../../core/decode.ts';
import type { Decoded } from '../../core/decoded.ts';
import { isObject, parseJson } from '../../core/json/types.ts';
import { toSignIn } from '../../core/signIn/signIn.ts';
import type { Span } from '../hub/ranges.ts';

/** What of a body is to be sent. */
export interface Selection {
  /** The body with the chosen records: the same bytes when all are chosen, undefined when none is. */
  readonly bytes: Uint8Array | undefined;
  readonly records: number;
  /** Records outside the time. */
  readonly outside: number;
  /** Records of which no time can be told, because they are none of a sign-in or have none; only where a time is asked for. */
  readonly undated: number;
}

/** Chooses the records of a body by their own time. Without a time to choose by the body is sent as it is. */
export function selectRecords(body: Uint8Array, { since, until }: Span): Selection {
  const items = decodeBody(body);
  if (since === undefined && until === undefined)
    return { bytes: items.length === 0 ? undefined : body, records: items.length, outside: 0, undated: 0 };
  const chosen: Decoded[] = [];
  let outside = 0;
  let undated = 0;
  for (const item of items) {
    const time = timeOf(item);
    if (time === undefined) undated++;
    else if ((since !== undefined && time < since) || (until !== undefined && time >= until)) outside++;
    else chosen.push(item);
  }
  const bytes = chosen.length === items.length ? body : wrap(chosen);
  return { bytes: chosen.length === 0 ? undefined : bytes, records: chosen.length, outside, undated };
}

/** Stands where the hub's time would; no time of a record is empty. */
const NO_TIME = { partition: '', sequenceNumber: null, enqueuedTime: '' };

function timeOf(item: Decoded): number | undefined {
  if (!item.ok) return undefined;
  const result = toSignIn(item.record, NO_TIME);
  if (result.kind !== 'sign-in' || result.signIn.time === '') return undefined;
  return Date.parse(result.signIn.time);
}

/** Records in the form of Azure Monitor's bodies. */
function wrap(items: readonly Decoded[]): Buffer {
  const parts = items.flatMap((item, index) => [Buffer.from(index === 0 ? '{"records":[' : ','), own(item)]);
  return Buffer.concat([...parts, Buffer.from(']}')]);
}

/** A record's own bytes. A row of a query result has none that stand for themselves: it is written under its columns. */
function own(item: Decoded): Uint8Array {
  const bytes = item.bytes();
  const parsed = parseJson(Buffer.from(bytes).toString('utf8'));
  const isRecord = parsed.ok && isObject(parsed.value) && !Object.hasOwn(parsed.value, 'tables');
  return isRecord || !item.ok ? bytes : Buffer.from(JSON.stringify(item.record), 'utf8');
}
