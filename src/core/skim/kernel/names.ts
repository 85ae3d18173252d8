import { isSame } from './bytes';

// Levels: the names of an object's members that are wanted, found by their bytes. In memory a level is
//   +0 number of buckets, a power of two, minus one;  +4 by bucket: the address of an entry, 0 for none
// and an entry
//   +0 where the name stands;  +4 its length;  +8 the slot of its value;  +12 the level inside of the value, 0 for none;
//   +16 which items of its list say nothing, 0 for none

/** Puts an entry into its level, of which at least one bucket is left. */
export function enter(level: usize, entry: usize): void {
  const name = load<u32>(entry) as usize;
  const mask = load<u32>(level);
  let at = hashOf(name, name + load<u32>(entry, 4)) & mask;
  while (load<u32>(level + (at << 2), 4) !== 0) at = (at + 1) & mask;
  store<u32>(level + (at << 2), entry as u32, 4);
}

/** The entry of the name that stands there, 0 for none. */
export function find(level: usize, start: usize, end: usize): usize {
  const length = (end - start) as u32;
  if (length === 0) return 0;
  const mask = load<u32>(level);
  let at = hashOf(start, end) & mask;
  while (true) {
    const entry = load<u32>(level + (at << 2), 4) as usize;
    if (entry === 0) return 0;
    if (load<u32>(entry, 4) === length && isSame(start, load<u32>(entry), length)) return entry;
    at = (at + 1) & mask;
  }
}

/** Of length, first, middle and last byte: enough to tell most names apart. */
function hashOf(start: usize, end: usize): u32 {
  const first: u32 = load<u8>(start);
  const middle: u32 = load<u8>((start + end) >> 1);
  const last: u32 = load<u8>(end - 1);
  return ((end - start) as u32) * 31 + first * 7 + middle * 131 + last * 17;
}
