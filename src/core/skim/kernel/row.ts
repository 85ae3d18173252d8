import { copy } from './bytes';
import { appendOwn } from './facts';
import { QUOTE } from './grammar';
import { ROW } from './layout';

// The row that is being written. There is room for one: it is copied before the next one begins.

let end: usize = ROW;
/** Where the part begins that is the same in every repeat of the record. */
let repeated: usize = ROW;

export function beginRow(): void {
  end = ROW;
}

export function rowEnd(): usize {
  return end;
}

/** Moves the end: what was written behind it belongs to the row, what stands behind it no longer does. */
export function setRowEnd(to: usize): void {
  end = to;
}

export function beginRepeated(): void {
  repeated = end;
}

export function rowRepeated(): usize {
  return repeated;
}

/** Writes behind the row what belongs to its fingerprint but stands before `repeated`. @returns where that ends */
export function appendFingerprinted(): usize {
  return appendOwn(end);
}

export function append(from: usize, length: usize): void {
  copy(end, from, length);
  end += length;
}

export function put(byte: u8): void {
  store<u8>(end, byte);
  end++;
}

export function quote(): void {
  put(QUOTE);
}

/** Appends a whole number. */
export function digits(value: u32): void {
  if (value >= 10) digits(value / 10);
  put((0x30 + (value % 10)) as u8);
}

/** Appends the key of a column, or of whatever else has +4 the place and +8 the length of it. */
export function key(column: usize): void {
  append(load<u32>(column, 4), load<u32>(column, 8));
}
