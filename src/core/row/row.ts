import { Buffer } from 'node:buffer';
import type { Column, RowInput } from './column.ts';
import { COLUMNS, TRUNCATED_FIELDS } from './columns.ts';
import { toJson } from './json.ts';
import { cutToBytes } from './truncate.ts';

/** A row as the Logs Ingestion API takes it: column name -> value. */
export type Row = Readonly<Record<string, unknown>>;

/** `compact`: the columns alone. `full`: the record's properties besides. */
export type RowDetail = 'compact' | 'full';

/** Log Analytics cuts longer fields silently; we cut them ourselves and say so in TruncatedFields. */
export const MAX_FIELD_BYTES = 64 * 1024;

/** @returns the JSON of the row */
export type RowMapper = (input: RowInput) => string;

/**
 * The mapper from a sign-in to its row. Columns without a value are left out. The JSON is written column by column: an
 * object with forty members that come and go, printed at the end, takes three times as long.
 */
export function createRowMapper(detail: RowDetail): RowMapper {
  const columns = COLUMNS.filter((column) => detail === 'full' || column.fullOnly === undefined).map(
    (column) => ({ column, key: `${JSON.stringify(column.name)}:` }),
  );
  return (input) => {
    let json = '{';
    let truncated: string[] | undefined;
    for (const { column, key } of columns) {
      const value = column.read(input);
      if (value === undefined) continue;
      const text = toJson(value);
      if (json.length > 1) json += ',';
      json += key;
      if (text.length * 3 <= MAX_FIELD_BYTES) {
        json += text;
        continue;
      }
      const fitting = withinLimit(column, value, text);
      if (fitting !== text) {
        truncated ??= [];
        truncated.push(column.name);
      }
      json += fitting;
    }
    if (truncated !== undefined) json += `,"${TRUNCATED_FIELDS.name}":${JSON.stringify(truncated)}`;
    return `${json}}`;
  };
}

/** The row that a mapper wrote, to be read by its columns. */
export function fromRowJson(json: string): Row {
  return JSON.parse(json);
}

/**
 * The JSON itself when the value is short enough; else that of its text, cut. Of a dynamic that is its JSON text, which
 * inside a string needs up to twice the bytes, since its quotes and backslashes are escaped once more.
 */
function withinLimit(column: Column, value: unknown, json: string): string {
  if (column.type !== 'dynamic') {
    if (typeof value !== 'string') return json;
    const cut = cutToBytes(value, MAX_FIELD_BYTES);
    return cut === value ? json : JSON.stringify(cut);
  }
  if (Buffer.byteLength(json) <= MAX_FIELD_BYTES) return json;
  return JSON.stringify(cutToBytes(json, MAX_FIELD_BYTES / 2 - 1));
}
