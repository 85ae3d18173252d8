import type { Value } from '../values/value.ts';

/** Reads the value of a row. */
export type Read = (row: number) => Value;

/**
 * The values of a column. A million rows of a log hold few different countries, codes and applications: `coded` keeps
 * each value once, so that a condition on them is worked out once for each value and not for each row.
 */
export type Vector =
  | { readonly kind: 'coded'; readonly codes: Int32Array; readonly values: readonly Value[] }
  /** Numbers, datetimes and timespans; NaN stands for null, since no permitted operation gives NaN. */
  | { readonly kind: 'numbers'; readonly numbers: Float64Array }
  | { readonly kind: 'constant'; readonly value: Value }
  | { readonly kind: 'values'; readonly values: readonly Value[] }
  /** Worked out when first read, and then kept: a column that nothing reads costs nothing. */
  | { readonly kind: 'lazy'; readonly read: Read };

/** A vector that works out each value when it is first read. */
export function lazy(length: number, compute: Read): Vector {
  let kept: Value[] | undefined;
  const read = (row: number): Value => {
    kept ??= new Array<Value>(length);
    const known = kept[row];
    if (known !== undefined) return known;
    const value = compute(row);
    kept[row] = value;
    return value;
  };
  return { kind: 'lazy', read };
}

/** How to read a vector. */
export function readerOf(vector: Vector): Read {
  switch (vector.kind) {
    case 'coded': {
      const { codes, values } = vector;
      return (row) => values[codes[row] ?? 0] ?? null;
    }
    case 'numbers': {
      const { numbers } = vector;
      return (row) => {
        const value = numbers[row];
        return value === undefined || Number.isNaN(value) ? null : value;
      };
    }
    case 'constant': {
      const { value } = vector;
      return () => value;
    }
    case 'values': {
      const { values } = vector;
      return (row) => values[row] ?? null;
    }
    case 'lazy':
      return vector.read;
  }
}
