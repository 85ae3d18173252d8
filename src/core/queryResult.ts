import { Buffer } from 'node:buffer';
import { cut, type Decoded, fault, once, toRecord, unlessNone } from './decoded.ts';
import { elementSlices, memberSlice } from './json/slices.ts';
import { isObject, type JsonObject, own } from './json/types.ts';

/** Kusto's limit of identifiers, in characters. Every row is read under the names: longer ones would cost their length for each. */
const MAX_COLUMN_NAME = 1024;

/** Bytes of columns for one byte of a row. Complete rows are below 20: `{"name":…,"type":…}` against a cell of `"",`. */
const MAX_COLUMNS_PER_ROW = 32;

/**
 * The records of a Log Analytics query result: each row becomes a record under the table's column names. Its bytes are
 * a result with that row alone.
 * @param at the position of the object's `{` that holds the member `tables`
 */
export function fromTables(tables: readonly unknown[], bytes: Uint8Array, at: number): Decoded[] {
  const slices = once(() => elementSlices(bytes, memberSlice(bytes, at, 'tables')?.start ?? at));
  const items = tables.flatMap((table, index) => {
    const tableBytes = () => cut(bytes, slices()[index]);
    const names = isObject(table) ? columnNames(own(table, 'columns')) : undefined;
    const rows = isObject(table) ? own(table, 'rows') : undefined;
    if (names === undefined || !Array.isArray(rows)) {
      const detail = 'a table of a query result without named columns and rows';
      return [fault('not-a-record', detail, tableBytes)];
    }
    const rowBytes = once(() => rowResults(bytes, slices()[index]?.start ?? at));
    const found = rows.map((row: unknown, rowIndex) => {
      return toRecord(Array.isArray(row) ? underNames(names, row) : row, () => rowBytes()(rowIndex));
    });
    return unlessNone(found, tableBytes);
  });
  return unlessNone(items, () => bytes);
}

/** A row's cells under their names. Names without a cell are left: a short row must not cost a walk over all columns. */
function underNames(names: readonly string[], row: readonly unknown[]): JsonObject {
  return Object.fromEntries(row.slice(0, names.length).map((cell, index) => [names[index] ?? '', cell]));
}

/**
 * For the table that begins at `at`: a query result that holds one of its rows alone, under the same columns.
 * A row that is far too short to fill the columns stands for itself, without them: a body of such rows would become
 * dead letters of many times its size.
 */
function rowResults(bytes: Uint8Array, at: number): (rowIndex: number) => Uint8Array {
  const columns = cut(bytes, memberSlice(bytes, at, 'columns'));
  const rows = elementSlices(bytes, memberSlice(bytes, at, 'rows')?.start ?? at);
  return (rowIndex) => {
    const row = cut(bytes, rows[rowIndex]);
    if (columns.length > MAX_COLUMNS_PER_ROW * row.length) return row;
    return Buffer.concat([
      Buffer.from('{"tables":[{"columns":'),
      columns,
      Buffer.from(',"rows":['),
      row,
      Buffer.from(']}]}'),
    ]);
  };
}

/** The names of a table's columns, given as `{"name":…}` or as text; undefined when one of them has no name that can be one. */
function columnNames(columns: unknown): string[] | undefined {
  if (!Array.isArray(columns)) return undefined;
  const names = columns.map((column: unknown) => (isObject(column) ? own(column, 'name') : column));
  if (!names.every((name) => typeof name === 'string')) return undefined;
  return names.every(({ length }) => length <= MAX_COLUMN_NAME) ? names : undefined;
}
