import type { List } from '../language/kusto.ts';
import { toArray } from '../language/kusto.ts';
import {
  calledBody,
  child,
  elements,
  kindOf,
  optionalChild,
  type SyntaxNode,
  sourceOf,
  textOf,
} from '../language/syntax.ts';
import { constantValue, isConstant } from './expression.ts';
import { compileScalar } from './scalar.ts';
import { type Binding, type Place, refusal, Scope, type TableExpression } from './scope.ts';
import { compileLet } from './statements.ts';
import { compileTable, isTabular, remembered } from './tabular.ts';

/** A parameter as the language service declares it. */
interface Parameter {
  readonly Name: string;
  readonly IsTabular: boolean;
  readonly DefaultValue: SyntaxNode | null;
}

type Called = Exclude<Binding, { kind: 'function' }>;

/**
 * A call of a function of the query or of the workspace: its body, bound to the call's arguments, stands in place of
 * the call. Undefined for a function that is built in.
 */
export function compileCall(node: SyntaxNode, place: Place): Called | undefined {
  const name = textOf(child(node, 'Name'), 'SimpleName');
  const body = calledBody(node);
  if (body === undefined) return undefined;
  const declared = place.scope.find(name);
  const stored = declared?.kind !== 'function';
  const source = { text: sourceOf(body), inFunction: name };
  const scope = new Scope(source, stored ? undefined : declared.scope);
  const bindings = bindArguments(node, place);
  for (const [parameter, binding] of bindings) scope.declare(parameter, binding);
  for (const statement of elements(body, 'Statements')) compileLet(statement, scope);
  const result = child(body, 'Expression');
  if (!isTabular(result))
    return {
      kind: 'scalar',
      expression: compileScalar(result, { scope, ...(place.row && { row: place.row }) }),
    };
  const table = compileTable(result, scope);
  return { kind: 'table', table: stored ? shared(name, bindings, table) : table };
}

function bindArguments(node: SyntaxNode, place: Place): Map<string, Called> {
  const given = elements(child(node, 'ArgumentList'), 'Expressions');
  const named = new Map(
    given
      .filter((arg) => kindOf(arg) === 'SimpleNamedExpression')
      .map((arg) => [textOf(child(arg, 'Name'), 'SimpleName'), arg]),
  );
  const positional = given.filter((arg) => kindOf(arg) !== 'SimpleNamedExpression');
  return new Map(
    parametersOf(node).map((parameter, index): [string, Called] => {
      const arg = named.get(parameter.Name) ?? positional[index];
      if (arg !== undefined) return [parameter.Name, bindArgument(arg, parameter, place)];
      if (parameter.DefaultValue === null)
        throw refusal(node, place.scope.source, `the argument ${parameter.Name} is missing`);
      return [
        parameter.Name,
        { kind: 'scalar', expression: compileScalar(parameter.DefaultValue, { scope: place.scope }) },
      ];
    }),
  );
}

function bindArgument(arg: SyntaxNode, parameter: Parameter, place: Place): Called {
  const value = kindOf(arg) === 'SimpleNamedExpression' ? child(arg, 'Expression') : arg;
  if (parameter.IsTabular) return { kind: 'table', table: compileTable(value, place.scope) };
  const expression = compileScalar(value, place);
  return { kind: 'scalar', expression: isConstant(expression) ? remembered(expression) : expression };
}

function parametersOf(node: SyntaxNode): Parameter[] {
  const signatures: unknown = node.ReferencedSymbol && Reflect.get(node.ReferencedSymbol, 'Signatures');
  const [signature] = toArray(signatures as List<{ readonly Parameters: List<Parameter> }>);
  if (signature === undefined) throw new Error(`${kindOf(node)} has no signature`);
  return toArray(signature.Parameters);
}

/** The table of a stored function depends on nothing but its arguments, the clock and the workspace's tables. */
function shared(
  name: string,
  bindings: ReadonlyMap<string, Called>,
  table: TableExpression,
): TableExpression {
  const scalars = [...bindings.values()].map((binding) =>
    binding.kind === 'scalar' ? binding.expression : undefined,
  );
  return {
    ...table,
    evaluate: (run) => {
      if (scalars.some((scalar) => scalar === undefined || !isConstant(scalar))) return table.evaluate(run);
      const values = scalars.map((scalar) => scalar && constantValue(scalar, run));
      const key = `${name}(${JSON.stringify(values)})`;
      const known = run.shared.get(key);
      if (known !== undefined) return known;
      const found = table.evaluate(run);
      run.shared.set(key, found);
      return found;
    },
  };
}

/** Whether a node declares a function. */
export function isFunctionDeclaration(node: SyntaxNode): boolean {
  return kindOf(node) === 'FunctionDeclaration' && optionalChild(node, 'Body') !== undefined;
}
