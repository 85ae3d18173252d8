import type { StoredFunction } from '../schema/types.ts';
import { type Diagnostic, toDiagnostic } from './diagnostics.ts';
import { type GlobalState, kusto, toArray } from './kusto.ts';
import { child, columnsOf, elements, type SyntaxNode } from './syntax.ts';

/** A stored function, bound to the workspace once. */
export interface BoundFunction {
  readonly name: string;
  /** Its parameters and its body. */
  readonly declaration: SyntaxNode;
  /** The text that positions in the declaration refer to, and where the function's own begins in it. */
  readonly text: string;
  readonly start: number;
  /** The columns that it gives; undefined when it gives no table. */
  readonly columns: readonly { readonly name: string; readonly type: string }[] | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Binds a stored function by itself. Otherwise the language service would bind its body again for every call, and that
 * of each function that it calls: seconds for a rule that reads the view a few times.
 */
export function bindFunction(
  { name, parameters, body }: StoredFunction,
  globals: GlobalState,
): BoundFunction {
  const head = `let ${name} = ${parameters} {`;
  // A comment at the end of the body must not swallow the bracket.
  const text = `${head}${body}\n};\nprint 0`;
  const code = kusto().KustoCode.ParseAndAnalyze(text, globals);
  const [statement] = elements(code.Syntax, 'Statements');
  if (statement === undefined) throw new Error(`the stored function ${name} has no declaration`);
  const declaration = child(statement, 'Expression');
  return {
    name,
    declaration,
    text,
    start: head.length,
    columns: columnsOf(child(child(declaration, 'Body'), 'Expression').ResultType),
    diagnostics: toArray(code.GetDiagnostics()).map((found) => toDiagnostic(found, body, head.length, name)),
  };
}

/** The functions, each behind those that it names. */
export function inOrderOfUse(functions: readonly StoredFunction[]): StoredFunction[] {
  const ordered = new Set<StoredFunction>();
  const visit = (stored: StoredFunction, above: readonly StoredFunction[]) => {
    if (ordered.has(stored) || above.includes(stored)) return;
    for (const other of calledIn(stored.body, functions)) visit(other, [...above, stored]);
    ordered.add(stored);
  };
  for (const stored of functions) visit(stored, []);
  return [...ordered];
}

/**
 * The functions that queries need: those that they call, and those that these call in turn. Binding the others would
 * be seconds for nothing.
 */
export function neededBy(queries: readonly string[], functions: readonly StoredFunction[]): StoredFunction[] {
  const needed = new Set<StoredFunction>();
  const visit = (text: string) => {
    for (const stored of calledIn(text, functions)) {
      if (needed.has(stored)) continue;
      needed.add(stored);
      visit(stored.body);
    }
  };
  for (const query of queries) visit(query);
  return [...needed];
}

function calledIn(text: string, functions: readonly StoredFunction[]): StoredFunction[] {
  return functions.filter(({ name }) => new RegExp(`\\b${name}\\s*\\(`).test(text));
}
