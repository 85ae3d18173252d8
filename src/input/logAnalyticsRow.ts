import type { RowMapper } from './csvRow.ts';
import { uniqueNames } from './uniqueNames.ts';
import { fromUsTime } from './usTime.ts';

const UTC_SUFFIX = /\s*\[UTC\]$/i;
const TIMES: ReadonlySet<string> = new Set(['TimeGenerated', 'CreatedDateTime']);
// The bool columns of the sign-in tables (Azure Monitor's table reference).
const BOOLS: ReadonlySet<string> = new Set(['IsInteractive', 'IsRisky', 'FlaggedForReview']);

/**
 * Rows of a Log Analytics export as flat records under the table's column names: without the ` [UTC]` that the
 * portal appends to the names of time columns, times in ISO 8601, empty values absent, JSON in a value left as text.
 */
export function toLogAnalyticsRecord(names: readonly string[]): RowMapper {
  const unique = uniqueNames(names.map((name) => name.trim().replace(UTC_SUFFIX, '')));
  const columns = names.map((name, index) => {
    const column = unique[index] ?? name;
    return { column, read: readerFor(column, UTC_SUFFIX.test(name)) };
  });
  return (values) =>
    Object.fromEntries(
      // Along the values: a file of many columns and short rows must not cost a walk over all columns for each row.
      values.flatMap((value, index) => {
        const column = columns[index];
        return value === '' || column === undefined ? [] : [[column.column, column.read(value)]];
      }),
    );
}

function readerFor(column: string, isUtc: boolean): (value: string) => unknown {
  if (isUtc || TIMES.has(column)) return fromUsTime;
  if (BOOLS.has(column)) return toBoolean;
  return (value) => value;
}

function toBoolean(value: string): unknown {
  const lower = value.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : value;
}
