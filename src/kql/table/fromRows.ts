import { KqlError } from '../kqlError.ts';
import type { Columns, ColumnType } from '../schema/types.ts';
import { parseDatetime } from '../values/datetime.ts';
import { parseTimespan } from '../values/timespan.ts';
import { type Dynamic, missing, type Value } from '../values/value.ts';
import type { Column, Table } from './table.ts';
import type { Vector } from './vector.ts';

/** A row as it is ingested: JSON values by column name. What a row does not have is null, or empty text. */
export type InputRow = Readonly<Record<string, unknown>>;

interface Builder {
  readonly name: string;
  readonly type: ColumnType;
  readonly values: ColumnBuilder;
}

/** Collects rows column by column; far smaller than the rows themselves. */
export class TableBuilder {
  readonly #builders: ReadonlyMap<string, Builder>;
  #length = 0;

  constructor(columns: Columns) {
    this.#builders = new Map(
      Object.entries(columns).map(([name, type]) => [
        name,
        { name, type, values: isNumeric(type) ? new NumbersBuilder() : new CodedBuilder() },
      ]),
    );
  }

  get length(): number {
    return this.#length;
  }

  /** Adds a row; members that are no columns are ignored, as at ingestion. @throws KqlError for a value of another type */
  add(row: InputRow): void {
    this.#length++;
    for (const name in row) this.set(name, row[name]);
  }

  /** A value of the row that was added last. */
  set(name: string, value: unknown): void {
    const builder = this.#builders.get(name);
    if (builder === undefined || value === undefined || value === null) return;
    builder.values.set(this.#length - 1, value, name, builder.type);
  }

  build(): Table {
    const length = this.#length;
    const columns = [...this.#builders.values()].map(
      ({ name, type, values }): Column => ({ name, type, vector: values.build(length, type) }),
    );
    return { length, columns };
  }
}

/** A table of rows. */
export function fromRows(columns: Columns, rows: Iterable<InputRow>): Table {
  const builder = new TableBuilder(columns);
  for (const row of rows) builder.add(row);
  return builder.build();
}

interface ColumnBuilder {
  set(row: number, value: unknown, name: string, type: ColumnType): void;
  build(length: number, type: ColumnType): Vector;
}

const isNumeric = (type: ColumnType) => type !== 'string' && type !== 'dynamic' && type !== 'bool';

class CodedBuilder implements ColumnBuilder {
  #codes = new Int32Array(0);
  readonly #known = new Map<string | boolean, number>();
  // Code 0 is the value that is missing.
  readonly #values: Value[] = [null];

  set(row: number, value: unknown, name: string, type: ColumnType): void {
    // A missing text is an empty one: both are code 0, and one group.
    if (value === '' && type === 'string') return;
    if (row >= this.#codes.length) this.#codes = grown(this.#codes, row, Int32Array);
    this.#codes[row] = this.#codeOf(value, name, type);
  }

  #codeOf(value: unknown, name: string, type: ColumnType): number {
    // Equal dynamic values share one code and one object: they are found by their JSON.
    const key = type === 'dynamic' ? JSON.stringify(value) : value;
    if (typeof key !== 'string' && typeof key !== 'boolean') throw wrongType(name, type, value);
    if (typeof key !== (type === 'bool' ? 'boolean' : 'string')) throw wrongType(name, type, value);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const code = this.#values.length;
    this.#known.set(key, code);
    this.#values.push(type === 'dynamic' ? (JSON.parse(String(key)) as Dynamic) : key);
    return code;
  }

  build(length: number, type: ColumnType): Vector {
    const nothing = missing(type);
    if (this.#values.length === 1) return { kind: 'constant', value: nothing };
    this.#values[0] = nothing;
    return { kind: 'coded', codes: cut(this.#codes, length, Int32Array, 0), values: this.#values };
  }
}

class NumbersBuilder implements ColumnBuilder {
  #numbers = new Float64Array(0);
  #filled = 0;

  set(row: number, value: unknown, name: string, type: ColumnType): void {
    if (row >= this.#numbers.length) this.#numbers = grown(this.#numbers, row, Float64Array);
    this.#numbers.fill(Number.NaN, this.#filled, row);
    this.#numbers[row] = toNumber(value, name, type);
    this.#filled = row + 1;
  }

  build(length: number): Vector {
    if (this.#filled === 0) return { kind: 'constant', value: null };
    const numbers = cut(this.#numbers, length, Float64Array, Number.NaN);
    numbers.fill(Number.NaN, this.#filled);
    return { kind: 'numbers', numbers };
  }
}

function toNumber(value: unknown, name: string, type: ColumnType): number {
  const number =
    typeof value === 'string' && type === 'datetime'
      ? parseDatetime(value)
      : typeof value === 'string' && type === 'timespan'
        ? parseTimespan(value)
        : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw wrongType(name, type, value);
  if ((type === 'long' || type === 'int') && !Number.isSafeInteger(number))
    throw wrongType(name, type, value);
  return number;
}

function wrongType(name: string, type: ColumnType, value: unknown): KqlError {
  return new KqlError(`column ${name} is ${type}, but a row has ${JSON.stringify(value)?.slice(0, 60)}`);
}

type Numbers<T> = new (length: number) => T;

function grown<T extends Int32Array | Float64Array>(array: T, row: number, make: Numbers<T>): T {
  const bigger = new make(Math.max(1024, row + 1, array.length * 2));
  bigger.set(array);
  return bigger;
}

function cut<T extends Int32Array | Float64Array>(
  array: T,
  length: number,
  make: Numbers<T>,
  rest: number,
): T {
  const exact = new make(length);
  exact.set(array.subarray(0, length) as T);
  if (array.length < length) exact.fill(rest, array.length);
  return exact;
}
