import type { Run } from './compile/expression.ts';
import { compileQuery } from './compile/statements.ts';
import { KqlError } from './kqlError.ts';
import { check } from './language/check.ts';
import type { Database } from './language/database.ts';
import type { Table } from './table/table.ts';

/** A query that is ready to run, any number of times. */
export interface Prepared {
  /** @throws KqlError for a value that it does not go on with */
  readonly run: (run: Run) => Table;
}

/**
 * Binds a query to a workspace and compiles it.
 * @throws KqlError when it does not bind, or uses what is not permitted; the message says where
 */
export function prepare(query: string, database: Database): Prepared {
  const { diagnostics, syntax } = check(query, database);
  const errors = diagnostics.filter(({ severity }) => severity === 'Error');
  if (errors.length > 0) {
    const lines = errors.map(
      ({ line, column, inFunction, message }) =>
        `line ${line}, column ${column}${inFunction === undefined ? '' : ` of ${inFunction}`}: ${message}`,
    );
    throw new KqlError(lines.join('\n'));
  }
  const table = compileQuery(syntax, { text: query, database });
  return {
    run: (run) => {
      const { length, columns } = table.evaluate(run);
      const names = new Map(columns.map((column) => [column.name, column]));
      return { length, columns: table.columns.flatMap(({ name }) => names.get(name) ?? []) };
    },
  };
}
