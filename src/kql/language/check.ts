import type { Database } from './database.ts';
import { type KustoDiagnostic, kusto, toArray } from './kusto.ts';
import { calledBody, child, childrenOf, columnsOf, kindOf, type SyntaxNode, textOf } from './syntax.ts';

/** Something that Microsoft's language service finds wrong with a query. */
export interface Diagnostic {
  readonly severity: 'Error' | 'Warning' | 'Information';
  /** Microsoft's code for it, such as `KS142`. */
  readonly code: string;
  readonly message: string;
  /** The stored function whose body is at fault; undefined for the query itself. */
  readonly inFunction?: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** The text at fault. */
  readonly text: string;
}

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
  return {
    diagnostics: [
      ...toArray(code.GetDiagnostics()).map((found) => toDiagnostic(found, query)),
      ...inCalledFunctions(code.Syntax, database, new Set()),
    ],
    columns: columns && Object.fromEntries(columns.map(({ name, type }) => [name, type])),
    syntax: code.Syntax,
  };
}

function toDiagnostic(found: KustoDiagnostic, source: string, inFunction?: string): Diagnostic {
  const before = source.slice(0, found.Start);
  return {
    severity: toSeverity(found.Severity),
    code: found.Code,
    message: found.Message,
    ...(inFunction !== undefined && { inFunction }),
    line: before.split('\n').length,
    column: found.Start - before.lastIndexOf('\n'),
    text: source.slice(found.Start, found.Start + found.Length),
  };
}

function toSeverity(text: string): Diagnostic['severity'] {
  return text === 'Error' || text === 'Warning' ? text : 'Information';
}

/** What is found in the bodies of stored functions, once for each function. */
function inCalledFunctions(node: SyntaxNode, database: Database, seen: Set<string>): Diagnostic[] {
  const below = childrenOf(node).flatMap((part) => inCalledFunctions(part, database, seen));
  if (kindOf(node) !== 'FunctionCallExpression') return below;
  const name = textOf(child(node, 'Name'), 'SimpleName');
  const stored = database.workspace.functions.find((candidate) => candidate.name === name);
  const body = stored === undefined || seen.has(name) ? undefined : calledBody(node);
  if (stored === undefined || body === undefined) return below;
  seen.add(name);
  const source = `{${stored.body}\n}`;
  const found = calledDiagnostics(node).map((item) => toDiagnostic(item, source, name));
  return [...below, ...found, ...inCalledFunctions(body, database, seen)];
}

function calledDiagnostics(call: SyntaxNode): KustoDiagnostic[] {
  const get: unknown = Reflect.get(call, 'GetCalledFunctionDiagnostics');
  return typeof get === 'function' ? toArray(get.call(call)) : [];
}
