/** Whether the same bytes stand at two places. Up to 15 bytes behind them are read, too. */
export function isSame(one: usize, other: usize, length: usize): bool {
  while (length >= 16) {
    if (v128.any_true(v128.xor(v128.load(one), v128.load(other)))) return false;
    one += 16;
    other += 16;
    length -= 16;
  }
  const wanted: i32 = (1 << (length as i32)) - 1;
  return (i8x16.bitmask(i8x16.eq(v128.load(one), v128.load(other))) & wanted) === wanted;
}

/** Copies 16 bytes at a time: up to 15 more than asked for, which nobody reads. */
export function copy(to: usize, from: usize, length: usize): void {
  const end = from + length;
  while (from < end) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
}

/**
 * Whether one of a list of texts stands there and goes no further.
 * @param list its count, then of each text where it stands and its length
 * @returns its index, or -1
 */
export function indexOf(list: usize, start: usize, end: usize): i32 {
  const length = (end - start) as u32;
  const count = load<u32>(list);
  let item = list + 4;
  for (let i: u32 = 0; i < count; i++, item += 8) {
    if (load<u32>(item, 4) === length && isSame(start, load<u32>(item), length)) return i as i32;
  }
  return -1;
}
