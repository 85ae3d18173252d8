import { isObject } from '../core/json/types.ts';
import type { Row } from '../core/row/row.ts';
import { clip, toSafeText } from './text.ts';

/** A field of a log may hold 64 KB; nobody reads more of it on a screen. */
const LONGEST = 300;

/** A value of a row as one line for a terminal: objects as `member value` after `member value`, lists by semicolons. */
export function toValueText(value: unknown): string {
  return clip(toSafeText(flat(value)), LONGEST);
}

function flat(value: unknown): string {
  if (Array.isArray(value)) return value.map(flat).join('; ');
  if (!isObject(value)) return String(value);
  return Object.entries(value)
    .map(([name, member]) => `${name} ${flat(member)}`)
    .join(', ');
}

/** The first of the columns that the row has, as text. */
export function firstOf(row: Row, columns: readonly string[]): string | undefined {
  const found = columns.find((column) => row[column] !== undefined);
  return found === undefined ? undefined : toValueText(row[found]);
}

export const USER_COLUMNS = ['UserPrincipalName', 'UserDisplayName', 'UserId'];
export const WORKLOAD_COLUMNS = ['ServicePrincipalName', 'ServicePrincipalId'];
