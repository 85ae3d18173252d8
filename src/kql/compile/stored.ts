import { KqlError } from '../kqlError.ts';
import type { BoundFunction } from '../language/boundFunction.ts';
import type { Database } from '../language/database.ts';
import { child, elements, type SyntaxNode, textOf } from '../language/syntax.ts';
import type { Value } from '../values/value.ts';
import type { Called } from './call.ts';
import { constantValue, type Expression, isConstant, perRun } from './expression.ts';
import { type ColumnInfo, Scope, type TableExpression, toColumnType } from './scope.ts';
import { compileLet } from './statements.ts';
import { compileTable } from './tabular.ts';

/** A stored function, compiled once for a workspace; its parameters are looked up in the run. */
interface Compiled {
  readonly table: TableExpression;
  readonly parameters: ReadonlyMap<string, object>;
}

const COMPILED = new WeakMap<BoundFunction, Compiled>();

/** A call of a stored function: its body, with these arguments. */
export function compileStored(
  stored: BoundFunction,
  database: Database,
  bindings: ReadonlyMap<string, Called>,
): TableExpression {
  const { table, parameters } = COMPILED.get(stored) ?? compile(stored, database);
  const args = [...parameters].map(([name, key]) => ({
    key,
    expression: argument(stored.name, name, bindings),
  }));
  return {
    ...table,
    evaluate: (run) => {
      const values = args.map(({ key, expression }): [object, Value] => [
        key,
        constantValue(expression, run),
      ]);
      // Its table depends on nothing but its arguments, the clock and the workspace's tables.
      const id = `${stored.name}(${JSON.stringify(values.map(([, value]) => value))})`;
      const known = run.shared.get(id);
      if (known !== undefined) return known;
      const found = table.evaluate({ ...run, parameters: new Map(values), memo: new Map() });
      run.shared.set(id, found);
      return found;
    },
  };
}

function argument(stored: string, name: string, bindings: ReadonlyMap<string, Called>): Expression {
  const binding = bindings.get(name);
  if (binding?.kind !== 'scalar' || !isConstant(binding.expression))
    throw new KqlError(`the argument ${name} of ${stored}() must be the same for all rows`);
  return binding.expression;
}

function compile(stored: BoundFunction, database: Database): Compiled {
  const { name, text, start, declaration } = stored;
  const source = { text, start, inFunction: name, database };
  const scope = new Scope(source);
  const parameters = new Map<string, object>();
  for (const { name: parameter, type } of parametersOf(declaration, source)) {
    const key = {};
    parameters.set(parameter, key);
    scope.declare(parameter, {
      kind: 'scalar',
      expression: perRun(type, (run) => run.parameters.get(key) ?? null),
    });
  }
  const body = child(declaration, 'Body');
  for (const statement of elements(body, 'Statements')) compileLet(statement, scope);
  const compiled = { table: compileTable(child(body, 'Expression'), scope), parameters };
  COMPILED.set(stored, compiled);
  return compiled;
}

function parametersOf(declaration: SyntaxNode, source: Scope['source']): ColumnInfo[] {
  return elements(child(declaration, 'Parameters'), 'Parameters').map((parameter) => {
    const named = child(parameter, 'NameAndType');
    const type = child(named, 'Name').ResultType?.Name ?? '';
    return { name: textOf(child(named, 'Name'), 'SimpleName'), type: toColumnType(type, parameter, source) };
  });
}
