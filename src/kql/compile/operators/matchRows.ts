import { KqlError } from '../../kqlError.ts';
import type { JoinKind } from '../../permitted.ts';
import { groupBy, keyOfColumn } from '../../table/groups.ts';
import { byName, type Column, codedOf, columnReader, selectColumns, type Table } from '../../table/table.ts';
import type { Read } from '../../table/vector.ts';
import type { Value } from '../../values/value.ts';

/** The columns that must be equal. */
export interface On {
  readonly left: string;
  readonly right: string;
}

export type Tables = readonly [left: Table, right: Table];

/** The rows that match, with the columns of both tables one behind the other, or of the left alone. */
export function joinRows(kind: JoinKind, tables: Tables, on: readonly On[]): Table {
  const [left, right] = kind === 'innerunique' ? [firstOfEachKey(tables[0], on), tables[1]] : tables;
  const matchesOf = matcher(left, right, on);
  const leftRows: number[] = [];
  const rightRows: number[] = [];
  const met = kind === 'rightouter' ? new Uint8Array(right.length) : undefined;
  for (let row = 0; row < left.length; row++) {
    const matches = matchesOf(row);
    if (kind === 'leftanti' || kind === 'leftsemi') {
      if (matches.length > 0 === (kind === 'leftsemi')) leftRows.push(row);
      continue;
    }
    for (const match of matches) {
      leftRows.push(row);
      rightRows.push(match);
      if (met !== undefined) met[match] = 1;
    }
    if (kind === 'leftouter' && matches.length === 0) {
      leftRows.push(row);
      rightRows.push(-1);
    }
  }
  met?.forEach((found, row) => {
    if (found === 1) return;
    leftRows.push(-1);
    rightRows.push(row);
  });
  const fromLeft = selectColumns(left.columns, {
    index: Int32Array.from(leftRows),
    gaps: kind === 'rightouter',
  });
  if (kind === 'leftanti' || kind === 'leftsemi') return { length: leftRows.length, columns: fromLeft };
  const fromRight = selectColumns(right.columns, {
    index: Int32Array.from(rightRows),
    gaps: kind === 'leftouter',
  });
  return { length: leftRows.length, columns: [...fromLeft, ...fromRight] };
}

/** `innerunique` takes any one row of the left for each key: here, the first. */
function firstOfEachKey(table: Table, on: readonly On[]): Table {
  const columns = byName(table);
  const keys = on.map(({ left }) => keyOfColumn(need(columns, left)));
  const { first } = groupBy(table.length, keys);
  return { length: first.length, columns: selectColumns(table.columns, { index: first, gaps: false }) };
}

const NO_ROWS: readonly number[] = [];

/** The rows of the right that match a row of the left. */
function matcher(left: Table, right: Table, on: readonly On[]): (row: number) => readonly number[] {
  if (right.length === 0 || left.length === 0) return () => NO_ROWS;
  const [lefts, rights] = [byName(left), byName(right)];
  const pairs = on.map((pair) => keyPair(need(lefts, pair.left), need(rights, pair.right)));
  const codes = rightCodes(right.length, pairs);
  const byCode = new Map<number, number[]>();
  for (let row = 0; row < right.length; row++) {
    const code = codes.of[row] ?? 0;
    const rows = byCode.get(code);
    if (rows === undefined) byCode.set(code, [row]);
    else rows.push(row);
  }
  return (row) => {
    const code = codes.find(row);
    return code === undefined ? NO_ROWS : (byCode.get(code) ?? NO_ROWS);
  };
}

interface KeyPair {
  readonly right: (row: number) => number;
  /** The code that the right side gives this value; undefined when it does not have it. */
  readonly left: (row: number) => number | undefined;
}

/** Numbers the values of the right; columns that share their values share their codes, too. */
function keyPair(left: Column, right: Column): KeyPair {
  const [a, b] = [codedOf(left), codedOf(right)];
  if (a !== undefined && b !== undefined && a.values === b.values) return { right: b.codeOf, left: a.codeOf };
  const known = new Map<Value, number>();
  const readRight = notNull(right);
  const readLeft = notNull(left);
  return {
    right: (row) => {
      const value = readRight(row);
      const code = known.get(value);
      if (code !== undefined) return code;
      known.set(value, known.size);
      return known.size - 1;
    },
    left: (row) => known.get(readLeft(row)),
  };
}

/** Whether two nulls join is not documented. */
function notNull(column: Column): Read {
  const read = columnReader(column);
  return (row) => {
    const value = read(row);
    if (value === null)
      throw new KqlError(`the join key ${column.name} is null: leave such rows out first with isnotnull()`);
    return value;
  };
}

/** One number for the whole key of each row of the right, and how to find that of a row of the left. */
function rightCodes(length: number, pairs: readonly KeyPair[]) {
  const [only, ...more] = pairs;
  if (only === undefined) throw new Error('a join has a condition');
  let of = Int32Array.from({ length }, (_, row) => only.right(row));
  let find = only.left;
  for (const pair of more) {
    const codes = Int32Array.from({ length }, (_, row) => pair.right(row));
    const width = codes.reduce((most, code) => Math.max(most, code), 0) + 1;
    const numbers = new Map<number, number>();
    const coarse = of;
    of = Int32Array.from({ length }, (_, row) => {
      const key = (coarse[row] ?? 0) * width + (codes[row] ?? 0);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, numbers.size);
      return numbers.size - 1;
    });
    const findCoarse = find;
    find = (row) => {
      const [first, second] = [findCoarse(row), pair.left(row)];
      if (first === undefined || second === undefined || second >= width) return undefined;
      return numbers.get(first * width + second);
    };
  }
  return { of, find };
}

function need(columns: ReadonlyMap<string, Column>, name: string): Column {
  const found = columns.get(name);
  if (found === undefined) throw new Error(`the join column ${name} is missing`);
  return found;
}
