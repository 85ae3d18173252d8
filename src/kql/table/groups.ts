import type { Value } from '../values/value.ts';
import { type Column, codedOf, columnReader } from './table.ts';
import type { Read } from './vector.ts';

/** Rows told apart by their keys. Groups are numbered in the order of their first rows. */
export interface Groups {
  readonly count: number;
  /** The group of each row. */
  readonly of: Int32Array;
  /** The first row of each group. */
  readonly first: Int32Array;
}

/** A key: numbers that are the same for the same values. */
export interface Key {
  readonly codeOf: (row: number) => number;
  /** More than any code that `codeOf` has given so far or will give. */
  readonly size: () => number;
}

/** The key of a column that keeps each value once is its code; other values are numbered as they come. */
export function keyOfColumn(column: Column): Key {
  const coded = codedOf(column);
  return coded === undefined
    ? keyOfValues(columnReader(column))
    : { codeOf: coded.codeOf, size: () => coded.values.length };
}

/** A key of values that are text, numbers, booleans or null. */
export function keyOfValues(read: Read): Key {
  const codes = new Map<Value, number>();
  return {
    codeOf: (row) => {
      const value = read(row);
      const known = codes.get(value);
      if (known !== undefined) return known;
      codes.set(value, codes.size);
      return codes.size - 1;
    },
    size: () => codes.size,
  };
}

/** Groups rows by keys; without a key all rows are one group, even where there are none. */
export function groupBy(length: number, keys: readonly Key[]): Groups {
  if (keys.length === 0)
    return { count: 1, of: new Int32Array(length), first: Int32Array.of(length > 0 ? 0 : -1) };
  let groups: Groups | undefined;
  for (const key of keys) groups = split(length, groups, key);
  return groups ?? { count: 0, of: new Int32Array(0), first: new Int32Array(0) };
}

/** Groups that are told apart by one more key. */
function split(length: number, coarse: Groups | undefined, { codeOf, size }: Key): Groups {
  // Codes first: a key that numbers values as they come knows its size only behind the last row.
  const codes = new Int32Array(length);
  for (let row = 0; row < length; row++) codes[row] = codeOf(row);
  const width = size();
  const of = new Int32Array(length);
  const first: number[] = [];
  const known = numbering((coarse?.count ?? 1) * width, length);
  for (let row = 0; row < length; row++) {
    const pair = (coarse?.of[row] ?? 0) * width + (codes[row] ?? 0);
    let group = known.get(pair);
    if (group === undefined) {
      group = first.length;
      first.push(row);
      known.set(pair, group);
    }
    of[row] = group;
  }
  return { count: first.length, of, first: Int32Array.from(first) };
}

interface Numbering {
  get(key: number): number | undefined;
  set(key: number, value: number): void;
}

/** A map from numbers below `size` to numbers; an array where that is not much larger than what it will hold. */
export function numbering(size: number, entries: number): Numbering {
  if (size > Math.max(1024, entries * 8)) return new Map<number, number>();
  const values = new Int32Array(size).fill(-1);
  return {
    get: (key) => {
      const value = values[key] ?? -1;
      return value < 0 ? undefined : value;
    },
    set: (key, value) => {
      values[key] = value;
    },
  };
}
