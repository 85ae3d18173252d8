import { type Columns, columnsSchema, type StoredFunction, type Workspace } from '../schema/types.ts';
import { WATCHLIST_COLUMNS } from '../schema/workspace.ts';
import { type BoundFunction, bindFunction, inOrderOfUse } from './boundFunction.ts';
import { type CallContext, type GlobalState, kusto } from './kusto.ts';
import type { SyntaxNode } from './syntax.ts';

/** A workspace that queries can be bound to; make it once, since binding its functions takes about a second. */
export interface Database {
  readonly workspace: Workspace;
  readonly globals: GlobalState;
  /** The stored functions by name. */
  readonly functions: ReadonlyMap<string, BoundFunction>;
}

/** @throws ZodError for a column of a type that is not supported */
export function createDatabase(workspace: Workspace): Database {
  const { GlobalState, Symbols } = kusto();
  const members = [
    ...Object.entries(workspace.tables).map(([name, columns]) => toTableSymbol(name, columns)),
    toWatchlistFunction(workspace),
  ];
  const toGlobals = () =>
    GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.$ctor1('workspace', [...members], false));
  const functions = new Map<string, BoundFunction>();
  for (const stored of inOrderOfUse(workspace.functions)) {
    const bound = bindFunction(stored, toGlobals());
    functions.set(stored.name, bound);
    members.push(toFunctionSymbol(stored, bound));
  }
  return { workspace, globals: toGlobals(), functions };
}

/** What callers see of a stored function: its parameters, and a table without rows that has its columns. */
function toFunctionSymbol({ name, parameters, body }: StoredFunction, { columns }: BoundFunction): object {
  const shown =
    columns === undefined
      ? body
      : `datatable(${columns.map((column) => `['${column.name}']:${column.type}`).join(', ')})[]`;
  return new (kusto().Symbols.FunctionSymbol.$ctor16)(name, parameters, `{${shown}\n}`, null);
}

function toTableSymbol(name: string, columns: Columns): object {
  const schema = Object.entries(columnsSchema.parse(columns)).map(
    ([column, type]) => `['${column}']: ${type}`,
  );
  return new (kusto().Symbols.TableSymbol.$ctor7)(name, `(${schema.join(', ')})`, null);
}

/**
 * Sentinel's `_GetWatchlist('alias')`. Its columns depend on the watchlist; where there is none, or the alias is no
 * literal, they are those that every watchlist has.
 */
function toWatchlistFunction({ watchlists }: Workspace): object {
  const { FunctionSymbol, Parameter, ScalarTypes, ArgumentKind, Tabularity } = kusto().Symbols;
  const alias = new Parameter.$ctor3('watchlistAlias', ScalarTypes.String, ArgumentKind.Literal);
  const typeOf = ({ Arguments }: CallContext) =>
    toTableSymbol('', watchlistColumns(watchlists, Arguments.Count > 0 ? aliasOf(Arguments.getItem(0)) : ''));
  return new FunctionSymbol.$ctor1('_GetWatchlist', typeOf, Tabularity.Tabular, [alias]);
}

/** The alias that a call names; empty when it is no literal. */
export function aliasOf(argument: SyntaxNode): string {
  const value: unknown = Reflect.get(argument, 'ConstantValue');
  return typeof value === 'string' ? value : '';
}

/** Every column of a watchlist, also of one that is not there. */
export function watchlistColumns(watchlists: Workspace['watchlists'], alias: string): Columns {
  const own = Object.hasOwn(watchlists, alias) ? watchlists[alias] : undefined;
  return { ...WATCHLIST_COLUMNS, ...own };
}
