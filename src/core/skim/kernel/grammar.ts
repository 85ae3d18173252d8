import { ESCAPED, FALSE, INTEGER, NULL, NUMBER, TEXT, TRUE } from './kinds';

// The grammar of JSON (RFC 8259) over the bytes of a text that is valid UTF-8, without building anything. Takes what
// `JSON.parse` takes and nothing else, but for values nested deeper than records may be, which it refuses.
// Functions take the place where something begins and give the place behind it, or NOWHERE.

/** The place of nothing: what was asked for does not stand there. */
export const NOWHERE: usize = 0;

const SPACE: u8 = 0x20;
export const QUOTE: u8 = 0x22;
export const COMMA: u8 = 0x2c;
const COLON: u8 = 0x3a;
export const OPEN_LIST: u8 = 0x5b;
export const CLOSE_LIST: u8 = 0x5d;
export const OPEN_OBJECT: u8 = 0x7b;
export const CLOSE_OBJECT: u8 = 0x7d;
const BACKSLASH: u8 = 0x5c;
const MINUS: u8 = 0x2d;
const PLUS: u8 = 0x2b;
const POINT: u8 = 0x2e;
const ZERO: u8 = 0x30;
const NINE: u8 = 0x39;

/** Literals as four bytes; of `false` the last four. */
const LITERAL_TRUE: u32 = 0x65757274;
const LITERAL_NULL: u32 = 0x6c6c756e;
const LITERAL_ALSE: u32 = 0x65736c61;

/** With more digits `String` may write the number in another way. */
const MOST_DIGITS: usize = 15;

/** `MAX_DEPTH` of the long way. */
const MAX_DEPTH: u32 = 100;

/** The kind of what was passed last. Strings set it only when they have escapes: set it to TEXT before. */
let kind: u32 = TEXT;

export function kindOfLast(): u32 {
  return kind;
}

export function expectText(): void {
  kind = TEXT;
}

/** The first place from `at` on without white space. */
export function space(at: usize): usize {
  while (true) {
    const byte = load<u8>(at);
    // Nearly always there is none: one comparison tells.
    if (byte > SPACE || (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return at;
    at++;
  }
}

/** A string, from behind its opening quote. */
export function string(at: usize): usize {
  while (true) {
    const bytes = v128.load(at);
    const found = i8x16.bitmask(
      v128.or(
        v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
        i8x16.lt_u(bytes, i8x16.splat(0x20)),
      ),
    );
    if (found === 0) {
      at += 16;
      continue;
    }
    at += ctz(found) as usize;
    const byte = load<u8>(at);
    if (byte === QUOTE) return at + 1;
    if (byte !== BACKSLASH) return NOWHERE;
    kind = ESCAPED;
    at = escapeEnd(at + 1);
    if (at === NOWHERE) return NOWHERE;
  }
}

/** What stands behind a backslash. */
function escapeEnd(at: usize): usize {
  switch (load<u8>(at)) {
    case 0x22:
    case 0x5c:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return at + 1;
    case 0x75:
      for (let i = at + 1; i <= at + 4; i++) if (!isHex(load<u8>(i))) return NOWHERE;
      return at + 5;
    default:
      return NOWHERE;
  }
}

function isHex(byte: u8): bool {
  return isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);
}

export function isDigit(byte: u8): bool {
  return byte >= ZERO && byte <= NINE;
}

/** A number or literal. */
export function scalar(at: usize): usize {
  const byte = load<u8>(at);
  if (byte === MINUS || isDigit(byte)) return number(at);
  const four = load<u32>(at);
  if (four === LITERAL_TRUE) {
    kind = TRUE;
    return at + 4;
  }
  if (four === LITERAL_NULL) {
    kind = NULL;
    return at + 4;
  }
  if (byte === 0x66 && load<u32>(at + 1) === LITERAL_ALSE) {
    kind = FALSE;
    return at + 5;
  }
  return NOWHERE;
}

function number(at: usize): usize {
  const first = load<u8>(at) === MINUS ? at + 1 : at;
  let i = digits(first);
  if (i === NOWHERE || (load<u8>(first) === ZERO && i > first + 1)) return NOWHERE;
  kind = first === at && i - first <= MOST_DIGITS ? INTEGER : NUMBER;
  if (load<u8>(i) === POINT) {
    kind = NUMBER;
    i = digits(i + 1);
    if (i === NOWHERE) return NOWHERE;
  }
  if ((load<u8>(i) | 0x20) === 0x65) {
    kind = NUMBER;
    const sign = load<u8>(i + 1);
    i = digits(sign === PLUS || sign === MINUS ? i + 2 : i + 1);
  }
  return i;
}

/** At least one digit. */
function digits(at: usize): usize {
  let i = at;
  while (isDigit(load<u8>(i))) i++;
  return i === at ? NOWHERE : i;
}

/** @param depth how many objects and lists are around the value */
export function value(at: usize, depth: u32): usize {
  const byte = load<u8>(at);
  if (byte === QUOTE) return string(at + 1);
  if (byte === OPEN_OBJECT) return object(at + 1, depth + 1);
  if (byte === OPEN_LIST) return list(at + 1, depth + 1);
  return scalar(at);
}

function object(at: usize, depth: u32): usize {
  if (depth > MAX_DEPTH) return NOWHERE;
  let i = space(at);
  if (load<u8>(i) === CLOSE_OBJECT) return i + 1;
  while (true) {
    if (load<u8>(i) !== QUOTE) return NOWHERE;
    i = string(i + 1);
    if (i === NOWHERE) return NOWHERE;
    i = colon(i);
    if (i === NOWHERE) return NOWHERE;
    i = value(i, depth);
    if (i === NOWHERE) return NOWHERE;
    i = space(i);
    if (load<u8>(i) === CLOSE_OBJECT) return i + 1;
    if (load<u8>(i) !== COMMA) return NOWHERE;
    i = space(i + 1);
  }
}

/** A colon with white space around it: gives the place of the value. */
export function colon(at: usize): usize {
  const i = space(at);
  return load<u8>(i) === COLON ? space(i + 1) : NOWHERE;
}

function list(at: usize, depth: u32): usize {
  if (depth > MAX_DEPTH) return NOWHERE;
  let i = space(at);
  if (load<u8>(i) === CLOSE_LIST) return i + 1;
  while (true) {
    i = value(i, depth);
    if (i === NOWHERE) return NOWHERE;
    i = space(i);
    if (load<u8>(i) === CLOSE_LIST) return i + 1;
    if (load<u8>(i) !== COMMA) return NOWHERE;
    i = space(i + 1);
  }
}
