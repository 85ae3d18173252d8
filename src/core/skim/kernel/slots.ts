import { ABSENT, ESCAPED, NULL } from './kinds';
import { SLOT_ENDS, SLOT_KINDS, SLOT_STARTS } from './layout';

// Where the wanted members of a record stand: of text what is between its quotes, of all else the whole value.

/** The slots of what is read of every record: the first ones (FACTS in members.ts). */
export const TIME: usize = 0;
export const CATEGORY: usize = 1;
export const RESULT_TYPE: usize = 2;
export const PROPERTIES: usize = 3;
export const CREATED: usize = 4;
export const ID: usize = 5;
export const STATUS: usize = 6;
export const ERROR_CODE: usize = 7;

export function kindAt(slot: usize): u32 {
  return load<u8>(SLOT_KINDS + slot);
}

export function startOf(slot: usize): usize {
  return load<u32>(SLOT_STARTS + (slot << 2));
}

export function endOf(slot: usize): usize {
  return load<u32>(SLOT_ENDS + (slot << 2));
}

/** Where the JSON of a value begins. */
export function jsonStart(slot: usize): usize {
  return startOf(slot) - quotesOf(slot);
}

export function jsonEnd(slot: usize): usize {
  return endOf(slot) + quotesOf(slot);
}

function quotesOf(slot: usize): usize {
  return kindAt(slot) <= ESCAPED ? 1 : 0;
}

/** No slot. */
export const NONE: u32 = 0xffff_ffff;

export const NO: u32 = 0;
export const YES: u32 = 1;
export const UNKNOWN: u32 = 2;

/** Whether a value is text to `toText`; UNKNOWN where the first byte does not tell. */
export function isText(slot: usize): u32 {
  const kind = kindAt(slot);
  if (kind === ABSENT || kind >= NULL) return NO;
  const start = startOf(slot);
  if (start === endOf(slot)) return NO;
  const first = load<u8>(start);
  return kind !== ESCAPED && first > 0x20 && first < 0x7f ? YES : UNKNOWN;
}
