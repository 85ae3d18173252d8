import { CLOSE_OBJECT, OPEN_OBJECT } from './grammar';
import { ABSENT, FALSE, INTEGER, NULL, OBJECT, TEXT, TRUE } from './kinds';
import { MOST_VALUE_BYTES } from './layout';
import { append, key, put, rowEnd, setRowEnd } from './row';
import { isText, jsonEnd, jsonStart, kindAt, NO, NONE, UNKNOWN, YES } from './slots';

/** Longer members go the other way: with one of them a column is still within its room. */
const MOST_MEMBER_BYTES: usize = 4_096;

/**
 * An object of the members that say something, if any does. Its members: their count, then of each +0 its key with comma
 * and colon, +4 the length of that, +8 its slot, +12 whether it is left out where text stands beside.
 */
export function picked(column: usize): bool {
  const kind = kindAt(load<u32>(column, 12));
  if (kind === ABSENT || kind === NULL) return true;
  if (kind !== OBJECT) return false;
  const beside = load<u32>(column, 16);
  const hasText = beside === NONE ? NO : isText(beside);
  if (hasText === UNKNOWN) return false;
  const before = rowEnd();
  key(column);
  const open = rowEnd();
  let member = load<u32>(column, 20) as usize;
  const stop = member + 4 + ((load<u32>(member) as usize) << 4);
  for (member += 4; member < stop; member += 16) {
    if (hasText === YES && load<u32>(member, 12) !== 0) continue;
    if (!pickedMember(member) || rowEnd() - before > MOST_VALUE_BYTES) {
      setRowEnd(before);
      return false;
    }
  }
  if (rowEnd() === open) {
    setRowEnd(before);
    return true;
  }
  // In the place of the first comma.
  store<u8>(open, OPEN_OBJECT);
  put(CLOSE_OBJECT);
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
