import type { Database } from './database.ts';
import { type Diagnostic, toDiagnostic } from './diagnostics.ts';
import { kusto, toArray } from './kusto.ts';
import { child, childrenOf, columnsOf, kindOf, type SyntaxNode, textOf } from './syntax.ts';

export interface Checked {
  readonly diagnostics: readonly Diagnostic[];
  /** Name and type of each column of the result, in order; undefined when the query gives no table. */
  readonly columns: Readonly<Record<string, string>> | undefined;
  readonly syntax: SyntaxNode;
}

/**
 * Parses a query and binds it to a workspace, as Log Analytics would.
 * Everything that is found is returned, also in the bodies of the stored functions that the query calls; what the
 * evaluator cannot run is not among it.
 */
export function check(query: string, database: Database): Checked {
  const code = kusto().KustoCode.ParseAndAnalyze(query, database.globals);
  const columns = columnsOf(code.ResultType);
  const called = new Set<string>();
  addCalled(code.Syntax, database, called);
  return {
    diagnostics: [
      ...toArray(code.GetDiagnostics()).map((found) => toDiagnostic(found, query)),
      ...[...called].flatMap((name) => database.functions.get(name)?.diagnostics ?? []),
    ],
    columns: columns && Object.fromEntries(columns.map(({ name, type }) => [name, type])),
    syntax: code.Syntax,
  };
}

/** The stored functions that are called, directly or by one another. */
function addCalled(node: SyntaxNode, database: Database, called: Set<string>): void {
  for (const part of childrenOf(node)) addCalled(part, database, called);
  if (kindOf(node) !== 'FunctionCallExpression') return;
  const name = textOf(child(node, 'Name'), 'SimpleName');
  const stored = database.functions.get(name);
  if (stored === undefined || called.has(name)) return;
  called.add(name);
  addCalled(stored.declaration, database, called);
}
