import type { ColumnType } from '../schema/types.ts';
import { missing, type Value } from '../values/value.ts';
import { type Read, readerOf, type Vector } from './vector.ts';

/** Which rows of a vector a column shows, in order; -1 is a row that an outer join did not find. */
export interface Selection {
  readonly index: Int32Array;
  /** Whether -1 occurs. */
  readonly gaps: boolean;
}

/** A column of a table: a vector, or a selection of its rows. Filters and joins copy no values. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly vector: Vector;
  readonly selection?: Selection | undefined;
}

export interface Table {
  readonly length: number;
  readonly columns: readonly Column[];
}

/** How to read a column. */
export function columnReader({ vector, selection, type }: Column): Read {
  const read = readerOf(vector);
  if (selection === undefined) return read;
  const { index, gaps } = selection;
  if (!gaps) {
    if (vector.kind === 'coded') {
      const { codes, values } = vector;
      return (row) => values[codes[index[row] ?? 0] ?? 0] ?? null;
    }
    return (row) => read(index[row] ?? 0);
  }
  const nothing = missing(type);
  return (row) => {
    const at = index[row] ?? -1;
    return at < 0 ? nothing : read(at);
  };
}

/** The codes of a column, if it keeps each value once. */
export function codedOf(
  column: Column,
): { readonly codeOf: (row: number) => number; readonly values: readonly Value[] } | undefined {
  const { vector, selection } = column;
  if (vector.kind !== 'coded' || selection?.gaps === true) return undefined;
  const { codes, values } = vector;
  if (selection === undefined) return { codeOf: (row) => codes[row] ?? 0, values };
  const { index } = selection;
  return { codeOf: (row) => codes[index[row] ?? 0] ?? 0, values };
}

/** The rows of a table that `index` names, in that order; an index of -1 gives a row without values. */
export function selectRows(table: Table, index: Int32Array, gaps = false): Table {
  return { length: index.length, columns: selectColumns(table.columns, { index, gaps }) };
}

/** Columns with another selection on top of their own; columns that share one go on sharing. */
export function selectColumns(columns: readonly Column[], selection: Selection): Column[] {
  const composed = new Map<Selection | undefined, Selection>([[undefined, selection]]);
  return columns.map((column) => {
    if (column.vector.kind === 'constant' && !selection.gaps && column.selection === undefined) return column;
    let found = composed.get(column.selection);
    if (found === undefined) {
      found = compose(column.selection, selection);
      composed.set(column.selection, found);
    }
    return { ...column, selection: found };
  });
}

function compose(inner: Selection | undefined, outer: Selection): Selection {
  if (inner === undefined) return outer;
  const index = new Int32Array(outer.index.length);
  for (let row = 0; row < index.length; row++) {
    const at = outer.index[row] ?? -1;
    index[row] = at < 0 ? -1 : (inner.index[at] ?? -1);
  }
  return { index, gaps: inner.gaps || outer.gaps };
}

/** A table without rows. */
export function emptyTable(columns: readonly { readonly name: string; readonly type: ColumnType }[]): Table {
  return {
    length: 0,
    columns: columns.map(({ name, type }) => ({
      name,
      type,
      vector: { kind: 'constant', value: missing(type) },
    })),
  };
}

const NAMES = new WeakMap<Table, ReadonlyMap<string, Column>>();

/** The columns by name. */
export function byName(table: Table): ReadonlyMap<string, Column> {
  const known = NAMES.get(table);
  if (known !== undefined) return known;
  const columns = new Map(table.columns.map((column) => [column.name, column]));
  NAMES.set(table, columns);
  return columns;
}
