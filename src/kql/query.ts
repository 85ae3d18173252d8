import { createRun, type Dataset, type View } from './dataset.ts';
import { prepare } from './evaluate.ts';
import { KqlError } from './kqlError.ts';
import type { Database } from './language/database.ts';
import { type OutputRow, toRows } from './table/toRows.ts';
import { parseDatetime } from './values/datetime.ts';

/** A dataset without rows. */
export const NO_DATA: Dataset = { tables: new Map(), watchlists: new Map() };

/** Ticks of a time in ISO 8601. @throws KqlError for any other text */
export function toTicks(time: string): number {
  const ticks = parseDatetime(time);
  if (ticks === undefined) throw new KqlError(`${JSON.stringify(time)} is no time in ISO 8601`);
  return ticks;
}

/**
 * Runs a query once.
 * @param now what `now()` gives, ISO 8601
 * @throws KqlError for what is not supported, never a guess
 */
export function runQuery(
  query: string,
  database: Database,
  now: string,
  dataset: Dataset = NO_DATA,
  view: Omit<View, 'now'> = {},
): OutputRow[] {
  return toRows(prepare(query, database).run(createRun(dataset, { now: toTicks(now), ...view })));
}
