import type { Slice } from './json/slices.ts';
import { isDeeperThan, isObject, type JsonObject, MAX_DEPTH, parseJson } from './json/types.ts';

/** Why a piece of a body is no record. */
export type DecodeFault = 'not-json' | 'not-a-record' | 'too-deep';

/**
 * One record of a body, or the fault that stands in its place.
 * `bytes` gives the original bytes. They are looked for only when somebody asks, since only dead letters need them.
 */
export type Decoded =
  | { readonly ok: true; readonly record: JsonObject; readonly bytes: () => Uint8Array }
  | {
      readonly ok: false;
      readonly reason: DecodeFault;
      readonly detail: string;
      readonly bytes: () => Uint8Array;
    };

/** A list of more items without a single record among them is one dead letter: a body of `[1,1,…]` would be 500,000. */
const MANY = 100;

/** An item of a list, or a body that is none: a record, also as JSON text in a string, or the fault that it is. */
export function toRecord(item: unknown, bytes: () => Uint8Array): Decoded {
  const value = typeof item === 'string' ? unwrapText(item) : item;
  if (!isObject(value))
    return fault('not-a-record', `${describe(value)} stands where a sign-in record should`, bytes);
  if (isDeeperThan(value, MAX_DEPTH))
    return fault('too-deep', `nested deeper than ${MAX_DEPTH} levels`, bytes);
  return { ok: true, record: value, bytes };
}

function unwrapText(text: string): unknown {
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : text;
}

/** The fault that stands in the place of a record; `detail` is for people. */
export function fault(reason: DecodeFault, detail: string, bytes: () => Uint8Array): Decoded {
  return { ok: false, reason, detail: printable(detail), bytes };
}

/** V8 quotes the input in its messages: shortened and without control characters, it may stand in logs. */
function printable(text: string): string {
  return text
    .slice(0, 200)
    .replace(/\p{Cc}/gu, ' ')
    .toWellFormed();
}

/** What stands in a record's place. An object never does: it is a record. */
function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

/** The items of a list, or one fault for all of them when they are many and none is a record. */
export function unlessNone(items: Decoded[], bytes: () => Uint8Array): Decoded[] {
  if (items.length <= MANY || items.some((item) => item.ok)) return items;
  return [fault('not-a-record', `none of the ${items.length} items of a list is a record`, bytes)];
}

/** The bytes of a slice; all of them where it was not found. */
export function cut(bytes: Uint8Array, slice: Slice | undefined): Uint8Array {
  return slice === undefined ? bytes : bytes.subarray(slice.start, slice.end);
}

/** A value that is made when first asked for: a body of bad records is searched once, not once for each of them. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
