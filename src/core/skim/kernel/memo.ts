import { copy, isSame } from './bytes';

// Remembers what pieces of texts led to, in a limited number of bytes. Keys are the pieces themselves: no two can be
// taken for one another, whatever their hashes are. Two with one place drive each other out, and when the memory is
// full, everything is forgotten: both cost time and nothing else.
//
// In memory: +0 the bytes in use;  +4 by place: where a key begins, where its value begins, and where that ends, all 0 for
// none;  then keys and values, one behind the other.

/** How many pieces can be remembered: several times as many as there is room for, so that few share a place. */
const PLACES: usize = 4096;
const PLACE_BYTES: usize = 12;
const CONTENT: usize = 4 + PLACES * PLACE_BYTES;

/** Of keys and values: some 700 devices, as records and as rows have them. A tenant in which more take turns gains less. */
export const MEMO_CONTENT_BYTES: usize = 256 * 1024;

export const MEMO_BYTES: usize = CONTENT + MEMO_CONTENT_BYTES + 16;

/** Longer pieces seldom come again, and comparing them takes time. */
const MOST_KEY_BYTES: usize = 256;

const MULTIPLIER: u64 = ((0x9e37_79b9 as u64) << 32) | 0x7f4a_7c15;

/** Appends what a piece led to. @returns behind it, 0 when that is not known */
export function recall(memo: usize, start: usize, end: usize, to: usize): usize {
  const length = end - start;
  if (length > MOST_KEY_BYTES) return 0;
  const place = placeOf(memo, start, end);
  const key = load<u32>(place) as usize;
  const value = load<u32>(place, 4) as usize;
  if (value - key !== length || !isSame(start, key, length)) return 0;
  const valueLength = (load<u32>(place, 8) as usize) - value;
  copy(to, value, valueLength);
  return to + valueLength;
}

/** Remembers that a piece led to a value. */
export function keep(memo: usize, start: usize, end: usize, value: usize, valueLength: usize): void {
  const keyLength = end - start;
  const length = keyLength + valueLength;
  if (keyLength > MOST_KEY_BYTES || length > MEMO_CONTENT_BYTES) return;
  if ((load<u32>(memo) as usize) + length > MEMO_CONTENT_BYTES) {
    memory.fill(memo, 0, CONTENT);
  }
  const at = memo + CONTENT + (load<u32>(memo) as usize);
  memory.copy(at, start, keyLength);
  memory.copy(at + keyLength, value, valueLength);
  const place = placeOf(memo, start, end);
  store<u32>(place, at as u32);
  store<u32>(place, (at + keyLength) as u32, 4);
  store<u32>(place, (at + length) as u32, 8);
  store<u32>(memo, load<u32>(memo) + (length as u32));
}

/** Where a piece has its place. The last bytes are taken across those before them, or before the piece when it is short. */
function placeOf(memo: usize, start: usize, end: usize): usize {
  let hash: u64 = (end - start) as u64;
  for (let i = start; i + 8 < end; i += 8) hash = mixed(hash ^ load<u64>(i));
  hash = mixed(hash ^ load<u64>(end - 8));
  return memo + 4 + (((hash >> 33) as usize) % PLACES) * PLACE_BYTES;
}

function mixed(hash: u64): u64 {
  const product = hash * MULTIPLIER;
  return product ^ (product >> 32);
}
