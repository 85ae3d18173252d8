import { formatDatetime } from '../values/datetime.ts';
import { formatTimespan } from '../values/timespan.ts';
import type { Value } from '../values/value.ts';
import { columnReader, type Table } from './table.ts';

/** A row of a result: JSON values by column name; datetimes and timespans as text, as the query API gives them. */
export type OutputRow = Record<string, unknown>;

/** The rows of a table, in order; at most `limit`. */
export function toRows(table: Table, limit = table.length): OutputRow[] {
  const readers = table.columns.map((column) => ({
    name: column.name,
    type: column.type,
    read: columnReader(column),
  }));
  return Array.from({ length: Math.min(limit, table.length) }, (_, row) =>
    Object.fromEntries(readers.map(({ name, type, read }) => [name, toOutput(read(row), type)])),
  );
}

function toOutput(value: Value, type: string): unknown {
  if (typeof value === 'number' && type === 'datetime') return formatDatetime(value);
  if (typeof value === 'number' && type === 'timespan') return formatTimespan(value);
  // The same values as JSON has them, without the classes that stand for times inside dynamic values.
  return type === 'dynamic' && typeof value === 'object' ? JSON.parse(JSON.stringify(value)) : value;
}
