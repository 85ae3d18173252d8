import { z } from 'zod';
import nativeTables from '../../../data/log-analytics-tables.json' with { type: 'json' };
import { ALL_COLUMNS, TABLE_NAME } from '../../core/row/columns.ts';
import { type Columns, columnsSchema, type StoredFunction, type Workspace } from './types.ts';

/** Columns that Log Analytics adds to every table. */
const ADDED: Columns = {
  TenantId: 'string',
  SourceSystem: 'string',
  Type: 'string',
  _ResourceId: 'string',
  _ItemId: 'string',
  _BilledSize: 'real',
  _IsBillable: 'string',
};

/** Columns that every watchlist has, whatever was uploaded. */
export const WATCHLIST_COLUMNS: Columns = {
  _DTItemId: 'string',
  LastUpdatedTimeUTC: 'datetime',
  SearchKey: 'string',
};

/** The sign-in tables that Microsoft fills, and the table of this project. */
export const SIGN_IN_TABLES: Readonly<Record<string, Columns>> = {
  ...z.record(z.string(), columnsSchema).parse(nativeTables),
  [TABLE_NAME]: {
    ...Object.fromEntries(
      ALL_COLUMNS.map(({ name, type }) => [name, type === 'boolean' ? ('bool' as const) : type]),
    ),
    ...ADDED,
  },
};

/** A workspace with the sign-in tables, and with whatever else is given. */
export function createWorkspace(more: Partial<Workspace> = {}): Workspace {
  return {
    tables: { ...SIGN_IN_TABLES, ...more.tables },
    functions: more.functions ?? [],
    watchlists: more.watchlists ?? {},
  };
}

/**
 * A stored function from its file: comments, one of which may be `// parameters: (name:type = default, ...)`, and then
 * the function's body.
 * @param name the file's name without `.kql`
 */
export function fromFunctionFile(name: string, text: string): StoredFunction {
  const parameters = /^\/\/ *parameters: *(\(.*\)) *$/m.exec(text)?.[1] ?? '()';
  return { name, parameters, body: text };
}
