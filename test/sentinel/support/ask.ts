import type { Watchlists } from '../../../scripts/sentinel/scenarios/scenario.ts';
import type { Stage, TableRow } from '../../../scripts/sentinel/scenarios/stage.ts';
import { createDataset } from '../../../src/kql/dataset.ts';
import { runQuery } from '../../../src/kql/query.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import { database } from './database.ts';
import { rowsOf } from './rows.ts';

/** When queries are asked. */
export const NOW = '2026-11-17T00:00:00Z';

export interface Asked {
  readonly native?: Readonly<Record<string, readonly object[]>>;
  readonly watchlists?: Watchlists;
}

/** The answer to a query over rows of the custom table and, where given, of native ones. */
export function ask(
  query: string,
  custom: readonly TableRow[],
  { native = {}, watchlists = {} }: Asked = {},
) {
  const tables = { EntraSigninRisk_CL: custom, ...(native as Record<string, TableRow[]>) };
  return runQuery(query, database(), NOW, createDataset(database(), tables, watchlists));
}

/** One sign-in of a user, with a code. */
export function one(code: number, person: Partial<Parameters<Stage['signIn']>[1]> = {}): TableRow[] {
  return rowsOf((stage) => stage.signIn(clock('12:00'), { user: stage.user(50), ...person }, code));
}
