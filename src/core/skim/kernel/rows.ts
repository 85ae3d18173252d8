import { copy, indexOf, isSame } from './bytes';
import { writeExactly } from './caller';
import { appendCreated, appendOwn, appendWritten } from './facts';
import { CLOSE_OBJECT, OPEN_OBJECT, QUOTE } from './grammar';
import { ABSENT, FALSE, INTEGER, LIST, NULL, OBJECT, SILENT_LIST, TEXT, TRUE } from './kinds';
import { ROWS, ROWS_END, SLACK } from './layout';
import { recall } from './memo';
import { endOf, ID, isText, jsonEnd, jsonStart, kindAt, NO, startOf, UNKNOWN, YES } from './slots';

// Writes rows from slots, column by column, byte for byte those of the row mapper. In memory a column is COLUMN_BYTES:
//   +0 how it is written;  +4 its key (with comma and colon, of texts with a quote);  +8 the length of that;  then
//   text:    +12 bits of which the verdict must have one, 0 for always;  +16 the slot that must not hold text;
//            +20 the slot that must not hold the same text;  +24 texts that say nothing;  +28 the number of its slots;
//            +32 these
//   dynamic: +12 its slot;  +16 its memo;  +20 whether empty lists, +24 whether empty objects say nothing
//   picked:  +12 its slot;  +16 the slot of the text beside it;  +20 its members (see `picked`)
//   flag:    +12 its slot
//   piece:   +12 which of those of the verdict
// and a verdict +0 its bits;  +4 by piece: where it stands, and its length.

export const COLUMN_BYTES: usize = 48;
/** No slot. */
const NONE: u32 = 0xffff_ffff;

const WRITTEN_TIME: u32 = 0;
const CREATED_TIME: u32 = 1;
const POSITION: u32 = 2;
const RECORD_ID: u32 = 3;
const PIECE: u32 = 4;
const TEXT_COLUMN: u32 = 5;
const DYNAMIC: u32 = 6;
const FLAG: u32 = 7;
const PICKED: u32 = 8;

/** Longer JSON goes the other way, which counts its bytes and cuts it. */
const MOST_BYTES: usize = 21_000;

/** Longer members of a picked object go the other way. */
const MOST_MEMBER_BYTES: usize = 4_096;

/** What a column may take, however it is written: one that is left to the caller has at most three bytes for a character. */
const ROOM: usize = 3 * MOST_BYTES + SLACK;

let row: usize = ROWS;
let end: usize = ROWS;
/** Where the part begins that is the same in every repeat of the record. */
let repeated: usize = ROWS;

/** The rows of another event. */
export function beginRows(): void {
  end = ROWS;
}

export function rowStart(): usize {
  return row;
}

export function rowEnd(): usize {
  return end;
}

export function rowRepeated(): usize {
  return repeated;
}

/** What the caller wrote behind the row belongs to it. */
export function extendRow(by: usize): void {
  end += by;
}

/**
 * Writes a row.
 * @param event see `placed`
 * @param index of the record
 * @returns false when it is not whole: a value is so long that it may have to be cut, or there is no more room
 */
export function writeRow(columns: usize, count: u32, verdict: usize, event: usize, index: u32): bool {
  row = end;
  for (let i: u32 = 0; i < count; i++) {
    if (end + ROOM > ROWS_END) return false;
    const column = columns + (i as usize) * COLUMN_BYTES;
    if (!writePlainly(column, verdict, event, index) && !writeExactly(i)) return false;
  }
  store<u8>(end, CLOSE_OBJECT);
  end++;
  return true;
}

/** @returns false when the value is not plain, or too long; then nothing of it is written */
function writePlainly(column: usize, verdict: usize, event: usize, index: u32): bool {
  switch (load<u32>(column)) {
    case TEXT_COLUMN:
      return text(column, verdict);
    case DYNAMIC:
      return dynamic(column);
    case PICKED:
      return picked(column);
    case FLAG:
      return flag(column);
    case PIECE: {
      const piece = verdict + ((load<u32>(column, 12) as usize) << 3);
      append(load<u32>(piece, 4), load<u32>(piece, 8));
      return true;
    }
    default:
      placed(load<u32>(column), column, event, index);
      return true;
  }
}

/** Writes behind a row, over what comes next, what belongs to its fingerprint but stands before `repeated`. @returns where that ends */
export function appendFingerprinted(): usize {
  return appendOwn(end);
}

function append(from: usize, length: usize): void {
  copy(end, from, length);
  end += length;
}

function key(column: usize): void {
  append(load<u32>(column, 4), load<u32>(column, 8));
}

function quote(): void {
  store<u8>(end, QUOTE);
  end++;
}

/** @param event +0 where its enqueued time stands, +4 its length, +8 where its position up to the index stands, +12 its length */
function placed(op: u32, column: usize, event: usize, index: u32): void {
  if (op === RECORD_ID) repeated = end;
  key(column);
  if (op === RECORD_ID) append(startOf(ID), endOf(ID) - startOf(ID));
  else if (op === POSITION) {
    append(load<u32>(event, 8), load<u32>(event, 12));
    digits(index);
  } else {
    const before = end;
    if (op === WRITTEN_TIME) end = appendWritten(end);
    if (op === CREATED_TIME) end = appendCreated(end);
    if (end === before) append(load<u32>(event), load<u32>(event, 4));
  }
  quote();
}

/** Appends a whole number. */
function digits(value: u32): void {
  if (value >= 10) digits(value / 10);
  store<u8>(end, (0x30 + (value % 10)) as u8);
  end++;
}

function text(column: usize, verdict: usize): bool {
  const bits = load<u32>(column, 12);
  if (bits !== 0 && (bits & load<u32>(verdict)) === 0) return true;
  const unless = load<u32>(column, 16);
  if (unless !== NONE) {
    const isThere = isText(unless);
    if (isThere !== NO) return isThere === YES;
  }
  const count = load<u32>(column, 28);
  for (let i: u32 = 0; i < count; i++) {
    const slot = load<u32>(column + ((i as usize) << 2), 32) as usize;
    const isThere = isText(slot);
    if (isThere === NO) continue;
    return isThere === YES && isPlain(slot) && plainText(column, startOf(slot), endOf(slot));
  }
  return true;
}

function isPlain(slot: usize): bool {
  return kindAt(slot) === TEXT || kindAt(slot) === INTEGER;
}

/** Text without escapes: valid UTF-8 that JSON took as text is the JSON of that text. */
function plainText(column: usize, start: usize, stop: usize): bool {
  const defaults = load<u32>(column, 24) as usize;
  if (defaults !== 0 && indexOf(defaults, start, stop) >= 0) return true;
  const sameAs = load<u32>(column, 20);
  const length = stop - start;
  if (sameAs !== NONE) {
    const isThere = isText(sameAs);
    if (isThere === UNKNOWN || (isThere === YES && !isPlain(sameAs))) return false;
    const isAsLong = isThere === YES && endOf(sameAs) - startOf(sameAs) === length;
    if (isAsLong && isSame(startOf(sameAs), start, length)) return true;
  }
  if (length > MOST_BYTES) return false;
  key(column);
  append(start, length);
  quote();
  return true;
}

function dynamic(column: usize): bool {
  const slot = load<u32>(column, 12) as usize;
  const kind = kindAt(slot);
  if (kind === ABSENT || kind === NULL || kind === SILENT_LIST) return true;
  const start = jsonStart(slot);
  const stop = jsonEnd(slot);
  if (stop - start === 2) {
    if (kind === LIST && load<u32>(column, 20) !== 0) return true;
    if (kind === OBJECT && load<u32>(column, 24) !== 0) return true;
  }
  const after = recall(load<u32>(column, 16), start, stop, end);
  if (after === 0) return false;
  end = after;
  return true;
}

/**
 * An object of the members that say something, if any does. Its members: their count, then of each +0 its key with comma
 * and colon, +4 the length of that, +8 its slot, +12 whether it is left out where text stands beside.
 */
function picked(column: usize): bool {
  const kind = kindAt(load<u32>(column, 12));
  if (kind === ABSENT || kind === NULL) return true;
  if (kind !== OBJECT) return false;
  const beside = load<u32>(column, 16);
  const hasText = beside === NONE ? NO : isText(beside);
  if (hasText === UNKNOWN) return false;
  const before = end;
  key(column);
  const open = end;
  let member = load<u32>(column, 20) as usize;
  const stop = member + 4 + ((load<u32>(member) as usize) << 4);
  for (member += 4; member < stop; member += 16) {
    if (hasText === YES && load<u32>(member, 12) !== 0) continue;
    if (!pickedMember(member) || end - before > MOST_BYTES) {
      end = before;
      return false;
    }
  }
  if (end === open) {
    end = before;
    return true;
  }
  // In the place of the first comma.
  store<u8>(open, OPEN_OBJECT);
  store<u8>(end, CLOSE_OBJECT);
  end++;
  return true;
}

/** Appends a member as `compact` has it, or nothing. @returns false when that takes more than its bytes */
function pickedMember(member: usize): bool {
  const slot = load<u32>(member, 8) as usize;
  const kind = kindAt(slot);
  const start = jsonStart(slot);
  const length = jsonEnd(slot) - start;
  if (kind === ABSENT || kind === NULL || (kind === TEXT && length === 2)) return true;
  if ((kind !== TEXT && kind !== INTEGER && kind !== TRUE && kind !== FALSE) || length > MOST_MEMBER_BYTES)
    return false;
  append(load<u32>(member), load<u32>(member, 4));
  append(start, length);
  return true;
}

function flag(column: usize): bool {
  const kind = kindAt(load<u32>(column, 12));
  if (kind === ABSENT || kind === FALSE) return true;
  if (kind !== TRUE) return false;
  key(column);
  return true;
}
