import type { List } from '../language/kusto.ts';
import { toArray } from '../language/kusto.ts';
import {
  calledBody,
  child,
  elements,
  kindOf,
  type SyntaxNode,
  sourceOf,
  textOf,
} from '../language/syntax.ts';
import { constant, type Expression, isConstant } from './expression.ts';
import { dynamicValue, literalValue } from './literal.ts';
import { remembered } from './remember.ts';
import { compileScalar } from './scalar.ts';
import { type Binding, type Place, refusal, Scope, toColumnType } from './scope.ts';
import { compileLet } from './statements.ts';
import { compileStored } from './stored.ts';
import { compileTable, isTabular } from './tabular.ts';

/** A parameter as the language service declares it. */
interface Parameter {
  readonly Name: string;
  readonly IsTabular: boolean;
  readonly DeclaredTypes: List<{ readonly Name: string }>;
  readonly DefaultValue: SyntaxNode | null;
}

export type Called = Exclude<Binding, { kind: 'function' }>;

/**
 * A call of a function of the query or of the workspace. The body of the query's own functions, bound to the call's
 * arguments, stands in place of the call. Undefined for a function that is built in.
 */
export function compileCall(node: SyntaxNode, place: Place): Called | undefined {
  const name = textOf(child(node, 'Name'), 'SimpleName');
  const { database } = place.scope.source;
  const declared = place.scope.find(name);
  const stored = declared === undefined ? database.functions.get(name) : undefined;
  if (stored?.columns !== undefined)
    return { kind: 'table', table: compileStored(stored, database, bindArguments(node, place)) };
  const body = calledBody(node);
  if (body === undefined) return undefined;
  const source = { text: sourceOf(body), inFunction: name, database };
  const scope = new Scope(source, declared?.kind === 'function' ? declared.scope : undefined);
  for (const [parameter, binding] of bindArguments(node, place)) scope.declare(parameter, binding);
  for (const statement of elements(body, 'Statements')) compileLet(statement, scope);
  const result = child(body, 'Expression');
  if (!isTabular(result))
    return {
      kind: 'scalar',
      expression: compileScalar(result, { scope, ...(place.row && { row: place.row }) }),
    };
  return { kind: 'table', table: compileTable(result, scope) };
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
        { kind: 'scalar', expression: defaultValue(parameter.DefaultValue, parameter, place) },
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

/** A default is a literal, which the language service leaves without a type. */
function defaultValue(
  node: SyntaxNode,
  { DeclaredTypes }: Parameter,
  { scope: { source } }: Place,
): Expression {
  const type = toColumnType(DeclaredTypes.getItem(0).Name, node, source);
  const value =
    kindOf(node) === 'DynamicExpression' ? dynamicValue(node, source) : literalValue(node, source, type);
  return constant(type, value);
}

function parametersOf(node: SyntaxNode): Parameter[] {
  const signatures: unknown = node.ReferencedSymbol && Reflect.get(node.ReferencedSymbol, 'Signatures');
  const [signature] = toArray(signatures as List<{ readonly Parameters: List<Parameter> }>);
  if (signature === undefined) throw new Error(`${kindOf(node)} has no signature`);
  return toArray(signature.Parameters);
}
