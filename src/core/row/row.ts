import { Buffer } from 'node:buffer';
import type { Column, RowInput } from './column.ts';
import { COLUMNS, TRUNCATED_FIELDS } from './columns.ts';
import { cutToBytes } from './truncate.ts';

/** A row as the Logs Ingestion API takes it: column name -> value. */
export type Row = Readonly<Record<string, unknown>>;

/** `compact`: the columns alone. `full`: the record's properties besides. */
export type RowDetail = 'compact' | 'full';

/** Log Analytics cuts longer fields silently; we cut them ourselves and say so in TruncatedFields. */
export const MAX_FIELD_BYTES = 64 * 1024;

export type RowMapper = (input: RowInput) => Row;

/** The mapper from a sign-in to its row. Columns without a value are left out. */
export function createRowMapper(detail: RowDetail): RowMapper {
  const columns = COLUMNS.filter((column) => detail === 'full' || column.fullOnly === undefined);
  return (input) => {
    const row: Record<string, unknown> = {};
    const truncated: string[] = [];
    for (const column of columns) {
      const value = column.read(input);
      if (value === undefined) continue;
      const fitting = withinLimit(column, value);
      if (fitting !== value) truncated.push(column.name);
      row[column.name] = fitting;
    }
    if (truncated.length > 0) row[TRUNCATED_FIELDS.name] = truncated;
    return row;
  };
}

/**
 * The value itself when it is short enough; else its text, cut. Of a dynamic that is its JSON text, which inside a
 * string needs up to twice the bytes, since its quotes and backslashes are escaped once more.
 */
function withinLimit(column: Column, value: unknown): unknown {
  if (column.type !== 'dynamic')
    return typeof value === 'string' ? cutToBytes(value, MAX_FIELD_BYTES) : value;
  const json = JSON.stringify(value);
  return Buffer.byteLength(json) <= MAX_FIELD_BYTES ? value : cutToBytes(json, MAX_FIELD_BYTES / 2 - 1);
}
