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

/** Of `properties.createdDateTime` and `envelope.time`: where it stands, and its length without what marks UTC; 0 for none. */
let created: usize = 0;
let createdLength: usize = 0;
let written: usize = 0;
let writtenLength: usize = 0;

/** Room for times that had to be written in another way. */
const TIME_BYTES: usize = 64;
const OTHER_CREATED: usize = TIMES;
const OTHER_WRITTEN: usize = TIMES + TIME_BYTES;

/**
 * What is known of the record that was read last, in one number: the code, from bit 24 on the index of its category,
 * from bit 28 on that its status has another code, from bit 29 on that it has no time.
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
  if (!readCreated() || !readWritten()) return NOT_PLAIN;
  const conflict = status !== NO_CODE && status !== code ? 1 : 0;
  const timeless = createdLength === 0 && writtenLength === 0 ? 1 : 0;
  return code | (category << 24) | (conflict << 28) | (timeless << 29);
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
function readCreated(): bool {
  createdLength = 0;
  if (kindAt(CREATED) !== TEXT) return kindAt(CREATED) !== ESCAPED;
  created = startOf(CREATED);
  const end = endOfTime(created, endOf(CREATED));
  if (end !== NOWHERE) createdLength = end - created;
  else {
    const length = readTime(created, endOf(CREATED), OTHER_CREATED);
    created = OTHER_CREATED;
    createdLength = withoutZ(length);
  }
  return true;
}

function readWritten(): bool {
  writtenLength = 0;
  if (kindAt(TIME) !== TEXT) return kindAt(TIME) !== ESCAPED;
  written = startOf(TIME);
  const end = endOfTime(written, endOf(TIME));
  if (end !== NOWHERE) writtenLength = end - written;
  else {
    const length = readTime(written, endOf(TIME), OTHER_WRITTEN);
    written = OTHER_WRITTEN;
    writtenLength = withoutZ(length);
  }
  return true;
}

function withoutZ(length: usize): usize {
  return length === 0 ? 0 : length - 1;
}

/** Appends the record's own time, else that of its envelope. @returns behind it; the same place when there is none */
export function appendCreated(to: usize): usize {
  return createdLength > 0 ? appendTime(to, created, createdLength) : appendTime(to, written, writtenLength);
}

/** Appends the time of the envelope, else the record's own. */
export function appendWritten(to: usize): usize {
  return writtenLength > 0 ? appendTime(to, written, writtenLength) : appendTime(to, created, createdLength);
}

/** Appends the record's own time, if it has one. */
export function appendOwn(to: usize): usize {
  return appendTime(to, created, createdLength);
}

function appendTime(to: usize, start: usize, length: usize): usize {
  if (length === 0) return to;
  copy(to, start, length);
  store<u8>(to + length, 0x5a);
  return to + length + 1;
}
