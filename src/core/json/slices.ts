/**
 * Finds where values stand inside the bytes of a JSON text, without building anything.
 * The text must have passed `JSON.parse` before; here nothing is checked again. All structural characters
 * of JSON are ASCII, and no byte of a multi-byte (or broken) UTF-8 sequence is below 0x80, so bytes suffice.
 */

/** A half-open range of byte positions. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** The first position at or after `at` that holds no JSON white space. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let i = at;
  while (isSpace(bytes[i])) i++;
  return i;
}

function skipString(bytes: Uint8Array, at: number): number {
  let i = at + 1;
  while (i < bytes.length && bytes[i] !== QUOTE) i += bytes[i] === BACKSLASH ? 2 : 1;
  return i + 1;
}

/** The position just behind the value that begins at `at`. */
export function skipValue(bytes: Uint8Array, at: number): number {
  let i = at;
  let depth = 0;
  while (i < bytes.length) {
    const byte = bytes[i];
    if (byte === QUOTE) {
      i = skipString(bytes, i);
      if (depth === 0) return i;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth++;
      i++;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      if (depth === 0) return i;
      depth--;
      i++;
      if (depth === 0) return i;
    } else if (depth === 0 && (byte === COMMA || isSpace(byte))) {
      return i;
    } else {
      i++;
    }
  }
  return i;
}

/** The slices of an array's elements, in order; `at` is the position of its `[`. */
export function elementSlices(bytes: Uint8Array, at: number): Slice[] {
  const slices: Slice[] = [];
  let i = skipSpace(bytes, at + 1);
  while (i < bytes.length && bytes[i] !== CLOSE_ARRAY) {
    const end = skipValue(bytes, i);
    slices.push({ start: i, end });
    i = skipSpace(bytes, end);
    if (bytes[i] === COMMA) i = skipSpace(bytes, i + 1);
  }
  return slices;
}

/**
 * The slice of an object's member; `at` is the position of its `{`.
 * Of several members with the same name the last one counts, as in `JSON.parse`.
 */
export function memberSlice(bytes: Uint8Array, at: number, name: string): Slice | undefined {
  let found: Slice | undefined;
  let i = skipSpace(bytes, at + 1);
  while (i < bytes.length && bytes[i] !== CLOSE_OBJECT) {
    const keyEnd = skipString(bytes, i);
    const key: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(i, keyEnd)));
    const start = skipSpace(bytes, skipSpace(bytes, keyEnd) + 1);
    const end = skipValue(bytes, start);
    if (key === name) found = { start, end };
    i = skipSpace(bytes, end);
    if (bytes[i] === COMMA) i = skipSpace(bytes, i + 1);
  }
  return found;
}
