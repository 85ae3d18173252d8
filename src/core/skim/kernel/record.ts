import { indexOf, isSame } from './bytes';
import {
  CLOSE_LIST,
  CLOSE_OBJECT,
  COMMA,
  colon,
  expectText,
  kindOfLast,
  NOWHERE,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
  scalar,
  space,
  string,
  value,
} from './grammar';
import { ABSENT, ESCAPED, LIST, OBJECT, SILENT_LIST } from './kinds';
import { MOST_SLOTS, SLOT_ENDS, SLOT_KINDS, SLOT_STARTS } from './layout';
import { find } from './names';

// Finds where the wanted members of a record stand, and checks the whole record on the way.

/** The record is JSON, but slots do not tell what its members are: names with escapes, or the same name twice. */
let isDoubtful = false;
/** Of the list that was passed last: whether all of its items say nothing. */
let isSilent = false;

export function isLastDoubtful(): bool {
  return isDoubtful;
}

/** A record, from its `{`; its members are in the slots until the next one. @param level of its members */
export function record(at: usize, level: usize): usize {
  isDoubtful = false;
  memory.fill(SLOT_KINDS, ABSENT as u8, MOST_SLOTS);
  return load<u8>(at) === OPEN_OBJECT ? members(at + 1, level, 1) : NOWHERE;
}

function members(at: usize, level: usize, depth: u32): usize {
  let i = space(at);
  if (load<u8>(i) === CLOSE_OBJECT) return i + 1;
  while (true) {
    if (load<u8>(i) !== QUOTE) return NOWHERE;
    expectText();
    const start = i + 1;
    const end = string(start);
    if (end === NOWHERE) return NOWHERE;
    // Escapes can spell any name.
    if (kindOfLast() === ESCAPED) isDoubtful = true;
    i = colon(end);
    if (i === NOWHERE) return NOWHERE;
    const entry = find(level, start, end - 1);
    i = entry === 0 ? value(i, depth) : wanted(i, entry, depth);
    if (i === NOWHERE) return NOWHERE;
    i = space(i);
    const byte = load<u8>(i);
    if (byte === CLOSE_OBJECT) return i + 1;
    if (byte !== COMMA) return NOWHERE;
    i = space(i + 1);
  }
}

function wanted(at: usize, entry: usize, depth: u32): usize {
  const slot = load<u32>(entry, 8) as usize;
  // Of two members of one name the last counts, with all that is in it.
  if (load<u8>(SLOT_KINDS + slot) !== (ABSENT as u8)) isDoubtful = true;
  const inner = load<u32>(entry, 12) as usize;
  const byte = load<u8>(at);
  let kind: u32 = 0;
  let quotes: usize = 0;
  let end: usize = 0;
  if (byte === QUOTE) {
    quotes = 1;
    expectText();
    end = string(at + 1);
    kind = kindOfLast();
    // It may hold JSON text of an object, whose members would count.
    if (inner !== 0) isDoubtful = true;
  } else if (byte === OPEN_OBJECT) {
    end = inner === 0 ? value(at, depth) : members(at + 1, inner, depth + 1);
    kind = OBJECT;
  } else if (byte === OPEN_LIST) {
    const silent = load<u32>(entry, 16) as usize;
    end = silent === 0 ? value(at, depth) : items(at + 1, silent, depth + 1);
    kind = silent !== 0 && isSilent ? SILENT_LIST : LIST;
  } else {
    end = scalar(at);
    kind = kindOfLast();
  }
  if (end === NOWHERE) return NOWHERE;
  store<u8>(SLOT_KINDS + slot, kind as u8);
  store<u32>(SLOT_STARTS + (slot << 2), (at + quotes) as u32);
  store<u32>(SLOT_ENDS + (slot << 2), (end - quotes) as u32);
  return end;
}

/**
 * The items of a list; leaves in `isSilent` whether all of them say nothing.
 * @param silent +0 where the name of the member stands that tells, +4 its length, +8 the texts with which it says nothing
 */
function items(at: usize, silent: usize, depth: u32): usize {
  isSilent = true;
  let i = space(at);
  if (load<u8>(i) === CLOSE_LIST) return i + 1;
  while (true) {
    i = load<u8>(i) === OPEN_OBJECT ? item(i + 1, silent, depth + 1) : value(i, depth);
    if (i === NOWHERE) return NOWHERE;
    i = space(i);
    if (load<u8>(i) === CLOSE_LIST) return i + 1;
    if (load<u8>(i) !== COMMA) return NOWHERE;
    i = space(i + 1);
  }
}

function item(at: usize, silent: usize, depth: u32): usize {
  let i = space(at);
  if (load<u8>(i) === CLOSE_OBJECT) return i + 1;
  while (true) {
    if (load<u8>(i) !== QUOTE) return NOWHERE;
    expectText();
    const start = i + 1;
    const nameEnd = string(start);
    if (nameEnd === NOWHERE) return NOWHERE;
    let tells = false;
    if (kindOfLast() === ESCAPED) isSilent = false;
    else {
      const length = nameEnd - 1 - start;
      tells = length === load<u32>(silent, 4) && isSame(start, load<u32>(silent), length);
    }
    i = colon(nameEnd);
    if (i === NOWHERE) return NOWHERE;
    const end = value(i, depth);
    if (end === NOWHERE) return NOWHERE;
    if (tells && !isOneOf(silent + 8, i, end)) isSilent = false;
    i = space(end);
    if (load<u8>(i) === CLOSE_OBJECT) return i + 1;
    if (load<u8>(i) !== COMMA) return NOWHERE;
    i = space(i + 1);
  }
}

/** Whether the value there is one of the texts, written without escapes. */
function isOneOf(texts: usize, start: usize, end: usize): bool {
  return load<u8>(start) === QUOTE && indexOf(load<u32>(texts), start + 1, end - 1) >= 0;
}
