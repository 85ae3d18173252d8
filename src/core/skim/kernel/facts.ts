import { copy, indexOf } from './bytes';
import { readTime } from './caller';
import { isDigit, NOWHERE } from './grammar';
import { ABSENT, ESCAPED, INTEGER, NULL, OBJECT, TEXT } from './kinds';
import { TIMES } from './layout';
import { isLastDoubtful } from './record';
import {
  CATEGORY,
  CREATED,
  ERROR_CODE,
  endOf,
  ID,
  kindAt,
  PROPERTIES,
  RESULT_TYPE,
  STATUS,
  startOf,
  TIME,
} from './slots';
import { endOfTime } from './times';

// Reads from slots what `toSignIn` reads from objects, where that is as plain as in nearly all records.

const NO_CODE: i32 = -1;
const NOT_PLAIN: i32 = -2;
const MOST_CODE_DIGITS: usize = 7;
const MOST_ID_LENGTH: usize = 128;

// A time of the record, `properties.createdDateTime` or `envelope.time`: +0 where it stands, +4 its length without what marks
// UTC, 0 for none; +16 room for it where it had to be written in another way.
const OWN: usize = TIMES;
const WRITTEN: usize = TIMES + 128;
const OTHER: usize = 16;

/** A code has seven digits: above it stand the index of its category (four bits), and two notes. */
export const CATEGORY_SHIFT: i32 = 24;
export const CODE_CONFLICT: i32 = 1 << 28;
export const TIME_FROM_ENQUEUED: i32 = 1 << 29;

/**
 * What is known of the record that was read last, in one number (see CATEGORY_SHIFT).
 * Negative when `toSignIn` itself must tell: the record is not in wire form, its category none of the known ones, its
 * code, times or id not as plain as nearly always.
 */
export function factsOf(categories: usize): i32 {
  if (isLastDoubtful()) return NOT_PLAIN;
  if (kindAt(PROPERTIES) !== OBJECT || kindAt(CATEGORY) !== TEXT || !hasPlainId()) return NOT_PLAIN;
  const category = indexOf(categories, startOf(CATEGORY), endOf(CATEGORY));
  const code = codeAt(RESULT_TYPE);
  const status = statusCode();
  if (category < 0 || code < 0 || status === NOT_PLAIN) return NOT_PLAIN;
  if (!readInto(OWN, CREATED) || !readInto(WRITTEN, TIME)) return NOT_PLAIN;
  const conflict = status !== NO_CODE && status !== code ? CODE_CONFLICT : 0;
  const timeless = lengthOf(OWN) === 0 && lengthOf(WRITTEN) === 0 ? TIME_FROM_ENQUEUED : 0;
  return code | (category << CATEGORY_SHIFT) | conflict | timeless;
}

/** A code of 1 to 7 digits without leading zeros; NO_CODE for anything else. */
function codeAt(slot: usize): i32 {
  const kind = kindAt(slot);
  const start = startOf(slot);
  const end = endOf(slot);
  if ((kind !== TEXT && kind !== INTEGER) || end === start || end - start > MOST_CODE_DIGITS) return NO_CODE;
  if (load<u8>(start) === 0x30 && end > start + 1) return NO_CODE;
  let code: i32 = 0;
  for (let i = start; i < end; i++) {
    const byte = load<u8>(i);
    if (!isDigit(byte)) return NO_CODE;
    code = code * 10 + (byte as i32) - 0x30;
  }
  return code;
}

/** The code of the status; NO_CODE when it holds none, NOT_PLAIN when it holds something else. */
function statusCode(): i32 {
  if (isNothing(kindAt(STATUS))) return NO_CODE;
  if (kindAt(STATUS) !== OBJECT) return NOT_PLAIN;
  if (isNothing(kindAt(ERROR_CODE))) return NO_CODE;
  const code = codeAt(ERROR_CODE);
  return code === NO_CODE ? NOT_PLAIN : code;
}

function isNothing(kind: u32): bool {
  return kind === ABSENT || kind === NULL;
}

/** Whether there is an id that needs neither trimming nor another one in its place. */
function hasPlainId(): bool {
  const start = startOf(ID);
  const end = endOf(ID);
  if (kindAt(ID) !== TEXT || end === start || end - start > MOST_ID_LENGTH) return false;
  for (let i = start; i < end; i++) {
    const byte = load<u8>(i);
    if (byte <= 0x20 || byte >= 0x7f) return false;
  }
  return true;
}

/** Reads a time, or that there is none. False when escapes hide it. */
function readInto(time: usize, slot: usize): bool {
  store<u32>(time, 0, 4);
  if (kindAt(slot) !== TEXT) return kindAt(slot) !== ESCAPED;
  const start = startOf(slot);
  const end = endOfTime(start, endOf(slot));
  if (end !== NOWHERE) {
    store<u32>(time, start as u32);
    store<u32>(time, (end - start) as u32, 4);
    return true;
  }
  const length = readTime(start, endOf(slot), time + OTHER);
  store<u32>(time, (time + OTHER) as u32);
  // Without the Z, which is appended to all of them.
  store<u32>(time, length === 0 ? 0 : (length as u32) - 1, 4);
  return true;
}

function lengthOf(time: usize): usize {
  return load<u32>(time, 4);
}

/** Appends the record's own time, else that of its envelope. @returns behind it; the same place when there is none */
export function appendCreated(to: usize): usize {
  return appendTime(to, lengthOf(OWN) > 0 ? OWN : WRITTEN);
}

/** Appends the time of the envelope, else the record's own. */
export function appendWritten(to: usize): usize {
  return appendTime(to, lengthOf(WRITTEN) > 0 ? WRITTEN : OWN);
}

/** Appends the record's own time, if it has one. */
export function appendOwn(to: usize): usize {
  return appendTime(to, OWN);
}

function appendTime(to: usize, time: usize): usize {
  const length = lengthOf(time);
  if (length === 0) return to;
  copy(to, load<u32>(time), length);
  store<u8>(to + length, 0x5a);
  return to + length + 1;
}
