import { MAX_DEPTH } from '../json/types.ts';
import { ESCAPED, FALSE, INTEGER, NULL, NUMBER, TEXT, TRUE } from './kinds.ts';
import type { Source } from './source.ts';

/** The place of nothing: what was asked for does not stand there. */
export const NOWHERE = -1;

const SPACE = 0x20;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_LIST = 0x5b;
export const CLOSE_LIST = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;

/** Literals as a view reads four bytes; of `false` the last four. */
const LITERAL_TRUE = 0x65757274;
const LITERAL_NULL = 0x6c6c756e;
const LITERAL_ALSE = 0x65736c61;

/** With more digits `String` may write the number in another way. */
const MOST_DIGITS = 15;

/** What may follow a backslash: 1 alone, 2 with four hexadecimal digits behind it. */
const ESCAPES = new Uint8Array(256);
for (const char of '"\\/bfnrt') ESCAPES[char.charCodeAt(0)] = 1;
ESCAPES['u'.charCodeAt(0)] = 2;

const HEX = new Uint8Array(256);
for (const char of '0123456789abcdefABCDEF') HEX[char.charCodeAt(0)] = 1;

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/**
 * The grammar of JSON (RFC 8259) over the bytes of a text that is valid UTF-8, without building anything. Takes what
 * `JSON.parse` takes and nothing else, but for values nested deeper than records may be, which it refuses.
 * Methods take the place where something begins and give the place behind it, or NOWHERE.
 */
export class Grammar {
  protected readonly source: Source;
  /** The kind of what was passed last. Strings set it only when they have escapes: set it to TEXT before. */
  kind = TEXT;

  constructor(source: Source) {
    this.source = source;
  }

  /** The first place from `at` on without white space. */
  space(at: number): number {
    const { bytes } = this.source;
    // Nearly always there is none: one comparison tells.
    if ((bytes[at] as number) > SPACE) return at;
    let i = at;
    while (isSpace(bytes[i] as number)) i++;
    return i;
  }

  /** A string, from behind its opening quote. */
  string(at: number): number {
    const { bytes, view } = this.source;
    let i = at;
    for (;;) {
      // Four bytes at a time, until one of them is below 0x20, a quote, a backslash or not ASCII.
      let found = 0;
      for (;;) {
        const four = view.getInt32(i, true);
        found =
          (four |
            (four - 0x20202020) |
            ((four ^ 0x22222222) - 0x01010101) |
            ((four ^ 0x5c5c5c5c) - 0x01010101)) &
          0x80808080;
        if (found !== 0) break;
        i += 4;
      }
      // The lowest mark is exact; what a subtraction borrowed can only be seen above it.
      i += (31 - Math.clz32(found & -found)) >> 3;
      const byte = bytes[i] as number;
      if (byte === QUOTE) return i + 1;
      if (byte >= 0x80) {
        i++;
        while ((bytes[i] as number) >= 0x80) i++;
      } else if (byte === BACKSLASH) {
        this.kind = ESCAPED;
        i = this.#escape(i + 1);
        if (i === NOWHERE) return NOWHERE;
      } else return NOWHERE;
    }
  }

  #escape(at: number): number {
    const { bytes } = this.source;
    const form = ESCAPES[bytes[at] as number];
    if (form === 1) return at + 1;
    if (form !== 2) return NOWHERE;
    for (let i = at + 1; i <= at + 4; i++) if (HEX[bytes[i] as number] !== 1) return NOWHERE;
    return at + 5;
  }

  /** A number or literal. */
  scalar(at: number): number {
    const { bytes, view } = this.source;
    const byte = bytes[at] as number;
    if (byte === MINUS || (byte >= ZERO && byte <= NINE)) return this.#number(at);
    const four = view.getInt32(at, true);
    if (four === LITERAL_TRUE) {
      this.kind = TRUE;
      return at + 4;
    }
    if (four === LITERAL_NULL) {
      this.kind = NULL;
      return at + 4;
    }
    if (byte === 0x66 && view.getInt32(at + 1, true) === LITERAL_ALSE) {
      this.kind = FALSE;
      return at + 5;
    }
    return NOWHERE;
  }

  #number(at: number): number {
    const { bytes } = this.source;
    const first = bytes[at] === MINUS ? at + 1 : at;
    let i = this.#digits(first);
    if (i === NOWHERE || (bytes[first] === ZERO && i > first + 1)) return NOWHERE;
    this.kind = first === at && i - first <= MOST_DIGITS ? INTEGER : NUMBER;
    if (bytes[i] === POINT) {
      this.kind = NUMBER;
      i = this.#digits(i + 1);
      if (i === NOWHERE) return NOWHERE;
    }
    if (((bytes[i] as number) | 0x20) === 0x65) {
      this.kind = NUMBER;
      const sign = bytes[i + 1];
      i = this.#digits(sign === PLUS || sign === MINUS ? i + 2 : i + 1);
    }
    return i;
  }

  /** At least one digit. */
  #digits(at: number): number {
    const { bytes } = this.source;
    let i = at;
    while ((bytes[i] as number) >= ZERO && (bytes[i] as number) <= NINE) i++;
    return i === at ? NOWHERE : i;
  }

  /** @param depth how many objects and lists are around the value */
  value(at: number, depth: number): number {
    const byte = this.source.bytes[at];
    if (byte === QUOTE) return this.string(at + 1);
    if (byte === OPEN_OBJECT) return this.#object(at + 1, depth + 1);
    if (byte === OPEN_LIST) return this.#list(at + 1, depth + 1);
    return this.scalar(at);
  }

  #object(at: number, depth: number): number {
    if (depth > MAX_DEPTH) return NOWHERE;
    const { bytes } = this.source;
    let i = this.space(at);
    if (bytes[i] === CLOSE_OBJECT) return i + 1;
    for (;;) {
      if (bytes[i] !== QUOTE) return NOWHERE;
      i = this.string(i + 1);
      if (i === NOWHERE) return NOWHERE;
      i = this.colon(i);
      if (i === NOWHERE) return NOWHERE;
      i = this.value(i, depth);
      if (i === NOWHERE) return NOWHERE;
      i = this.space(i);
      if (bytes[i] === CLOSE_OBJECT) return i + 1;
      if (bytes[i] !== COMMA) return NOWHERE;
      i = this.space(i + 1);
    }
  }

  /** A colon with white space around it: gives the place of the value. */
  colon(at: number): number {
    const { bytes } = this.source;
    const i = this.space(at);
    return bytes[i] === COLON ? this.space(i + 1) : NOWHERE;
  }

  #list(at: number, depth: number): number {
    if (depth > MAX_DEPTH) return NOWHERE;
    const { bytes } = this.source;
    let i = this.space(at);
    if (bytes[i] === CLOSE_LIST) return i + 1;
    for (;;) {
      i = this.value(i, depth);
      if (i === NOWHERE) return NOWHERE;
      i = this.space(i);
      if (bytes[i] === CLOSE_LIST) return i + 1;
      if (bytes[i] !== COMMA) return NOWHERE;
      i = this.space(i + 1);
    }
  }
}
