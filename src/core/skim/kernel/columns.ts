import { indexOf, isSame } from './bytes';
import { writeExactly } from './caller';
import { appendCreated, appendWritten } from './facts';
import { CLOSE_OBJECT } from './grammar';
import { ABSENT, FALSE, INTEGER, LIST, NULL, OBJECT, SILENT_LIST, TEXT, TRUE } from './kinds';
import { MOST_VALUE_BYTES, ROW_END, SLACK } from './layout';
import { recall } from './memo';
import { picked } from './picked';
import { append, beginRepeated, beginRow, digits, key, put, quote, rowEnd, setRowEnd } from './row';
import { endOf, ID, isText, jsonEnd, jsonStart, kindAt, NO, NONE, startOf, UNKNOWN, YES } from './slots';

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

export const WRITTEN_TIME: u32 = 0;
export const CREATED_TIME: u32 = 1;
export const POSITION: u32 = 2;
export const RECORD_ID: u32 = 3;
export const PIECE_COLUMN: u32 = 4;
export const TEXT_COLUMN: u32 = 5;
export const DYNAMIC_COLUMN: u32 = 6;
export const PICKED_COLUMN: u32 = 7;
export const FLAG_COLUMN: u32 = 8;

/** What a column may take, however it is written: what is left to the caller has at most three bytes for a character. */
export const COLUMN_ROOM: usize = 3 * MOST_VALUE_BYTES + SLACK;

/**
 * Writes the row of the record that was read last.
 * @param event see `placed`
 * @param index of the record
 * @returns false when it is not whole: a value is so long that it may have to be cut, or there is no more room
 */
export function writeRow(columns: usize, count: u32, verdict: usize, event: usize, index: u32): bool {
  beginRow();
  for (let i: u32 = 0; i < count; i++) {
    if (rowEnd() + COLUMN_ROOM > ROW_END) return false;
    const column = columns + (i as usize) * COLUMN_BYTES;
    if (!writePlainly(column, verdict, event, index) && !writeExactly(i)) return false;
  }
  put(CLOSE_OBJECT);
  return true;
}

/** @returns false when the value is not plain, or too long; then nothing of it is written */
function writePlainly(column: usize, verdict: usize, event: usize, index: u32): bool {
  switch (load<u32>(column)) {
    case TEXT_COLUMN:
      return text(column, verdict);
    case DYNAMIC_COLUMN:
      return dynamic(column);
    case PICKED_COLUMN:
      return picked(column);
    case FLAG_COLUMN:
      return flag(column);
    case PIECE_COLUMN: {
      const piece = verdict + ((load<u32>(column, 12) as usize) << 3);
      append(load<u32>(piece, 4), load<u32>(piece, 8));
      return true;
    }
    default:
      placed(load<u32>(column), column, event, index);
      return true;
  }
}

/** @param event +0 where its enqueued time stands, +4 its length, +8 where its position up to the index stands, +12 its length */
function placed(op: u32, column: usize, event: usize, index: u32): void {
  if (op === RECORD_ID) beginRepeated();
  key(column);
  if (op === RECORD_ID) append(startOf(ID), endOf(ID) - startOf(ID));
  else if (op === POSITION) {
    append(load<u32>(event, 8), load<u32>(event, 12));
    digits(index);
  } else {
    const before = rowEnd();
    if (op === WRITTEN_TIME) setRowEnd(appendWritten(before));
    if (op === CREATED_TIME) setRowEnd(appendCreated(before));
    if (rowEnd() === before) append(load<u32>(event), load<u32>(event, 4));
  }
  quote();
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
  if (length > MOST_VALUE_BYTES) return false;
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
  const after = recall(load<u32>(column, 16), start, stop, rowEnd());
  if (after === 0) return false;
  setRowEnd(after);
  return true;
}

function flag(column: usize): bool {
  const kind = kindAt(load<u32>(column, 12));
  if (kind === ABSENT || kind === FALSE) return true;
  if (kind !== TRUE) return false;
  key(column);
  return true;
}
