import type { ColumnType } from '../schema/types.ts';
import { type Column, codedOf, columnReader, type Table } from '../table/table.ts';
import type { Read } from '../table/vector.ts';
import type { Value } from '../values/value.ts';

/** One execution of a query: its clock, its tables, and what has been worked out so far. */
export interface Run {
  /** Ticks; what `now()` gives. */
  readonly now: number;
  /** The table of that name as this run sees it; undefined when the workspace has none. */
  readonly table: (name: string) => Table | undefined;
  readonly watchlist: (alias: string) => Table | undefined;
  /** The arguments of the stored function that is being worked out. */
  readonly parameters: ReadonlyMap<object, Value>;
  /** Results of let statements, which are worked out once for a run. */
  readonly memo: Map<object, unknown>;
  /** Results of stored functions with these arguments; runs over the same data at the same time may share it. */
  readonly shared: Map<string, Table>;
}

/** The rows that an expression is worked out for. */
export interface Frame {
  readonly run: Run;
  readonly columns: ReadonlyMap<string, Column>;
  readonly length: number;
}

/** A compiled scalar expression. */
export interface Expression {
  readonly type: ColumnType;
  /** The columns that it reads. */
  readonly uses: ReadonlySet<string>;
  /** Its value depends on the place of the row, as that of `row_number()`. */
  readonly perRow?: boolean;
  /** It is nothing but this column. */
  readonly column?: string;
  /** How to read its value for each row of a frame. Use `bind`, which is faster where it can be. */
  readonly bind: (frame: Frame) => Read;
}

const NOTHING: ReadonlySet<string> = new Set();

export function isConstant({ uses, perRow }: Expression): boolean {
  return uses.size === 0 && perRow !== true;
}

/** An expression of a value that is known. */
export function constant(type: ColumnType, value: Value): Expression {
  return { type, uses: NOTHING, bind: () => () => value };
}

/** An expression that is worked out once for a run, whatever the row. */
export function perRun(type: ColumnType, evaluate: (run: Run) => Value): Expression {
  return {
    type,
    uses: NOTHING,
    bind: ({ run }) => {
      const value = evaluate(run);
      return () => value;
    },
  };
}

/** A column of the rows. */
export function columnExpression(name: string, type: ColumnType): Expression {
  return {
    type,
    uses: new Set([name]),
    column: name,
    bind: ({ columns }) => {
      const column = columns.get(name);
      if (column === undefined) throw new Error(`the column ${name} is not among the rows`);
      return columnReader(column);
    },
  };
}

/** An expression made of others. */
export function composite(
  type: ColumnType,
  parts: readonly Expression[],
  build: (reads: readonly Read[], frame: Frame) => Read,
): Expression {
  return {
    type,
    uses: new Set(parts.flatMap(({ uses }) => [...uses])),
    perRow: parts.some(({ perRow }) => perRow === true),
    bind: (frame) =>
      build(
        parts.map((part) => bind(part, frame)),
        frame,
      ),
  };
}

/** A function of values; each row's is worked out from the parts' values. */
export function applied(
  type: ColumnType,
  parts: readonly Expression[],
  call: (...values: Value[]) => Value,
): Expression {
  return composite(type, parts, (reads) => toRead(reads, call));
}

function toRead(reads: readonly Read[], call: (...values: Value[]) => Value): Read {
  const [first, second, third] = reads;
  // Calls without a list of arguments are several times faster, and nearly all functions have few.
  if (first === undefined) return () => call();
  if (second === undefined) return (row) => call(first(row));
  if (third === undefined) return (row) => call(first(row), second(row));
  if (reads.length === 3) return (row) => call(first(row), second(row), third(row));
  return (row) => call(...reads.map((read) => read(row)));
}

/** For what needs no run, such as a literal. */
export const NO_RUN: Run = {
  now: Number.NaN,
  table: () => undefined,
  watchlist: () => undefined,
  parameters: new Map(),
  memo: new Map(),
  shared: new Map(),
};

/** The value of a constant expression. */
export function constantValue(expression: Expression, run: Run): Value {
  return expression.bind({ run, columns: new Map(), length: 1 })(0);
}

/**
 * How to read an expression for each row of a frame: a constant is worked out once, and what depends on one column that
 * keeps each value once is worked out once for each of its values.
 */
export function bind(expression: Expression, frame: Frame): Read {
  if (isConstant(expression)) {
    const value = constantValue(expression, frame.run);
    return () => value;
  }
  return bindByCode(expression, frame) ?? expression.bind(frame);
}

function bindByCode(expression: Expression, frame: Frame): Read | undefined {
  if (expression.uses.size !== 1 || expression.perRow === true || expression.column !== undefined)
    return undefined;
  const [name = ''] = expression.uses;
  const column = frame.columns.get(name);
  const coded = column && codedOf(column);
  // A column where nearly every row has a value of its own gains nothing.
  if (column === undefined || coded === undefined || coded.values.length > Math.max(1000, frame.length))
    return undefined;
  const { codeOf, values } = coded;
  const plain: Column = { name, type: column.type, vector: { kind: 'values', values } };
  const compute = expression.bind({ ...frame, columns: new Map([[name, plain]]), length: values.length });
  const known = new Array<Value>(values.length);
  return (row) => {
    const code = codeOf(row);
    const found = known[code];
    if (found !== undefined) return found;
    const value = compute(code);
    known[code] = value;
    return value;
  };
}
