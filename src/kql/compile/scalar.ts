import { SCALAR_FUNCTIONS } from '../functions/registry.ts';
import { TEXT_OPERATORS } from '../functions/texts.ts';
import { child, elements, kindOf, type SyntaxNode, symbolKindOf, textOf } from '../language/syntax.ts';
import { isBag, type Value } from '../values/value.ts';
import { compileBinary } from './binary.ts';
import { compileCall } from './call.ts';
import { applied, columnExpression, composite, constant, type Expression } from './expression.ts';
import { compileIn } from './inList.ts';
import { dynamicValue, literalValue } from './literal.ts';
import { type Place, refusal, typeOf } from './scope.ts';
import { compileSpecial } from './special.ts';
import { compileToScalar } from './tabular.ts';

/**
 * Compiles a scalar expression of the bound tree.
 * @throws KqlError for everything that is not permitted
 */
export function compileScalar(node: SyntaxNode, place: Place): Expression {
  const { source } = place.scope;
  switch (kindOf(node)) {
    case 'LiteralExpression':
    case 'CompoundStringLiteralExpression':
      return constant(typeOf(node, source), literalValue(node, source));
    case 'DynamicExpression':
      return constant('dynamic', dynamicValue(node, source));
    case 'ParenthesizedExpression':
    case 'SimpleNamedExpression':
      return compileScalar(child(node, 'Expression'), place);
    case 'NameReference':
      return compileName(node, place);
    case 'PathExpression':
    case 'ElementExpression':
      return compileMember(node, place);
    case 'BinaryExpression':
      return compileBinary(node, place, compileScalar);
    case 'PrefixUnaryExpression':
      return compileSign(node, place);
    case 'InExpression':
      return compileIn(node, place, compileScalar);
    case 'HasAnyExpression':
    case 'HasAllExpression':
      return compileHasList(node, place);
    case 'BetweenExpression':
      return compileBetween(node, place);
    case 'ToScalarExpression':
      return compileToScalar(node, place);
    case 'FunctionCallExpression':
      return compileFunction(node, place);
    default:
      throw refusal(node, source, `${kindOf(node)} is not supported`);
  }
}

function compileName(node: SyntaxNode, { scope, row }: Place): Expression {
  const name = textOf(node, 'SimpleName');
  if (symbolKindOf(node) === 'ColumnSymbol') {
    const column = row?.columns.find((candidate) => candidate.name === name);
    if (column !== undefined) return columnExpression(name, column.type);
  }
  const binding = scope.find(name);
  if (binding?.kind === 'scalar') return binding.expression;
  throw refusal(node, scope.source, `${name} is no column or scalar here`);
}

function compileMember(node: SyntaxNode, place: Place): Expression {
  const of = compileScalar(child(node, 'Expression'), place);
  if (of.type !== 'dynamic') throw refusal(node, place.scope.source, `a member of a ${of.type}`);
  const selector = child(node, 'Selector');
  if (kindOf(node) === 'PathExpression') {
    const name = textOf(selector, 'SimpleName');
    return applied('dynamic', [of], (value) => memberOf(value, name));
  }
  return applied('dynamic', [of, compileScalar(child(selector, 'Expression'), place)], memberOf);
}

/** A member of a bag by name, or of a list by place (from the end when negative); null where there is none. */
function memberOf(value: Value = null, key: Value = null): Value {
  if (typeof key === 'string') return isBag(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
  return Array.isArray(value) && typeof key === 'number' ? (value.at(key) ?? null) : null;
}

function compileSign(node: SyntaxNode, place: Place): Expression {
  const of = compileScalar(child(node, 'Expression'), place);
  const sign = textOf(child(node, 'Operator'), 'Text');
  return applied(of.type, [of], (value) =>
    typeof value === 'number' && sign === '-' ? 0 - value : (value ?? null),
  );
}

/** `has_any` and `has_all`: terms of a list of texts, or of dynamic lists of them. */
function compileHasList(node: SyntaxNode, place: Place): Expression {
  const all = kindOf(node) === 'HasAllExpression';
  const left = compileScalar(child(node, 'Left'), place);
  if (left.type !== 'string')
    throw refusal(node, place.scope.source, `has_any with a ${left.type}`, 'use tostring() first');
  const items = elements(child(node, 'Right'), 'Expressions').map((item) => compileScalar(item, place));
  const has = TEXT_OPERATORS.get('has');
  if (has === undefined) throw new Error('has is among the text operators');
  return composite('bool', [left, ...items], ([text = () => '', ...reads]) => (row) => {
    const terms = reads.flatMap((read) => read(row)).map((term) => has(String(term)));
    const subject = String(text(row));
    return all ? terms.every((test) => test(subject)) : terms.some((test) => test(subject));
  });
}

/** Both ends belong to the range. */
function compileBetween(node: SyntaxNode, place: Place): Expression {
  const couple = child(node, 'Right');
  const parts = [child(node, 'Left'), child(couple, 'First'), child(couple, 'Second')].map((part) =>
    compileScalar(part, place),
  );
  const [left, , last] = parts;
  if (parts.some(({ type }) => type === 'dynamic' || type === 'string'))
    throw refusal(node, place.scope.source, 'between with text or a dynamic value');
  // `datetime between (start .. 1d)`: the end is as far behind the start.
  const relative = left?.type === 'datetime' && last?.type === 'timespan';
  const negated = textOf(child(node, 'Operator'), 'Text').startsWith('!');
  return applied('bool', parts, (value, from, to) => {
    if (typeof value !== 'number' || typeof from !== 'number' || typeof to !== 'number') return null;
    return (value >= from && value <= (relative ? from + to : to)) !== negated;
  });
}

function compileFunction(node: SyntaxNode, place: Place): Expression {
  const name = textOf(child(node, 'Name'), 'SimpleName');
  const aggregate = place.aggregate?.(node);
  if (aggregate !== undefined) return aggregate;
  const declared = compileCall(node, place);
  if (declared !== undefined) {
    if (declared.kind === 'scalar') return declared.expression;
    throw refusal(node, place.scope.source, `${name} gives a table where a scalar is needed`);
  }
  const special = compileSpecial(name, node, place, compileScalar);
  if (special !== undefined) return special;
  const found = SCALAR_FUNCTIONS.get(name);
  if (found === undefined)
    throw refusal(
      node,
      place.scope.source,
      `the function ${name}() is not supported`,
      'src/kql/functions lists those that are',
    );
  const parts = elements(child(node, 'ArgumentList'), 'Expressions').map((arg) => compileScalar(arg, place));
  const call = found.of(parts.map(({ type }) => type));
  const total = found.seesNull === true ? call : sparingNulls(call);
  return applied(typeOf(node, place.scope.source), parts, total);
}

/** A function that gives null when an argument is null. */
function sparingNulls(call: (...args: Value[]) => Value): (...args: Value[]) => Value {
  return (...args) => (args.includes(null) ? null : call(...args));
}
