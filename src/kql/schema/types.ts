import { z } from 'zod';

/** Column types that queries of this project deal with; `guid` and `decimal` do not occur in sign-in tables. */
export const columnTypeSchema = z.enum([
  'string',
  'long',
  'int',
  'real',
  'bool',
  'datetime',
  'timespan',
  'dynamic',
]);
export type ColumnType = z.infer<typeof columnTypeSchema>;

/** The columns of a table, in order. */
export const columnsSchema = z.record(z.string(), columnTypeSchema);
export type Columns = z.infer<typeof columnsSchema>;

/** A function stored in the workspace. */
export interface StoredFunction {
  readonly name: string;
  /** As declared: `(source:string = "custom")`. */
  readonly parameters: string;
  readonly body: string;
}

/** What a workspace holds, as far as queries can see it. */
export interface Workspace {
  readonly tables: Readonly<Record<string, Columns>>;
  readonly functions: readonly StoredFunction[];
  /** The columns of each watchlist besides those that every watchlist has, by alias. */
  readonly watchlists: Readonly<Record<string, Columns>>;
}
