import { asLong } from '../functions/shorthand.ts';
import { TEXT_OPERATORS } from '../functions/texts.ts';
import { KqlError } from '../kqlError.ts';
import { child, type SyntaxNode, textOf } from '../language/syntax.ts';
import type { ColumnType } from '../schema/types.ts';
import { positiveModulo } from '../values/datetime.ts';
import type { Value } from '../values/value.ts';
import { applied, composite, type Expression, isConstant } from './expression.ts';
import { type Place, refusal, typeOf } from './scope.ts';

type Compile = (node: SyntaxNode, place: Place) => Expression;

/** An operator between two expressions. */
export function compileBinary(node: SyntaxNode, place: Place, compile: Compile): Expression {
  const operator = textOf(child(node, 'Operator'), 'Text');
  const left = compile(child(node, 'Left'), place);
  const right = compile(child(node, 'Right'), place);
  if (operator === 'and' || operator === 'or') return logical(operator, left, right);
  const { source } = place.scope;
  if (left.type === 'dynamic' || right.type === 'dynamic')
    throw refusal(
      node,
      source,
      `"${operator}" with a dynamic value`,
      'convert it first with tostring(), tolong() or the like',
    );
  const text = textOperator(operator);
  if (text !== undefined) {
    if (left.type !== 'string' || right.type !== 'string')
      throw refusal(
        node,
        source,
        `"${operator}" with a ${left.type} and a ${right.type}`,
        'use tostring() first',
      );
    return textOperation(text.test, text.negated, left, right);
  }
  const call = comparison(operator, left.type) ?? arithmetic(operator, left.type, typeOf(node, source));
  if (call === undefined)
    throw refusal(
      node,
      source,
      `the operator "${operator}" with a ${left.type} and a ${right.type} is not supported`,
    );
  return applied(typeOf(node, source), [left, right], call);
}

/** Null is neither true nor false, but false decides an `and`, and true an `or`. */
function logical(operator: 'and' | 'or', left: Expression, right: Expression): Expression {
  const decisive = operator === 'or';
  return composite('bool', [left, right], ([first = never, second = never]) => (row) => {
    const a = first(row);
    if (a === decisive) return decisive;
    const b = second(row);
    if (b === decisive) return decisive;
    return a === null || b === null ? null : !decisive;
  });
}

const never = () => null;

function textOperator(operator: string) {
  const negated = operator.startsWith('!') && operator !== '!=';
  const test = TEXT_OPERATORS.get(operator === '!~' ? '=~' : operator.slice(negated ? 1 : 0));
  return test && { test, negated };
}

function textOperation(
  operator: (right: string) => (left: string) => boolean,
  negated: boolean,
  left: Expression,
  right: Expression,
): Expression {
  return composite('bool', [left, right], ([first = never, second = never]) => {
    if (isConstant(right)) {
      const test = operator(String(second(0)));
      return (row) => test(String(first(row))) !== negated;
    }
    return (row) => operator(String(second(row)))(String(first(row))) !== negated;
  });
}

type Binary = (a?: Value, b?: Value) => Value;

function comparison(operator: string, type: ColumnType): Binary | undefined {
  switch (operator) {
    // Two nulls are neither equal nor different; a null and a value are different ("Null values").
    case '==':
      return (a, b) => (a === null && b === null ? null : a === b);
    case '!=':
    case '<>':
      return (a, b) => (a === null && b === null ? null : a !== b);
  }
  if (type === 'string' || type === 'bool') return undefined;
  switch (operator) {
    case '<':
      return onNumbers((a, b) => a < b);
    case '>':
      return onNumbers((a, b) => a > b);
    case '<=':
      return onNumbers((a, b) => a <= b);
    case '>=':
      return onNumbers((a, b) => a >= b);
    default:
      return undefined;
  }
}

/** An operator that gives null when a side is null. */
function onNumbers(call: (a: number, b: number) => Value): Binary {
  return (a, b) => (typeof a === 'number' && typeof b === 'number' ? call(a, b) : null);
}

/** The bound tree has made sure that the types go together, and says which one results. */
function arithmetic(operator: string, left: ColumnType, result: ColumnType): Binary | undefined {
  if (left === 'string' || left === 'bool') return undefined;
  const exact = result === 'real' ? finite : asLong;
  switch (operator) {
    case '+':
      return onNumbers((a, b) => exact(a + b));
    case '-':
      return onNumbers((a, b) => exact(a - b));
    case '*':
      return onNumbers((a, b) => exact(result === 'timespan' ? Math.round(a * b) : a * b));
    case '/':
      return onNumbers((a, b) => exact(result === 'real' ? a / nonZero(b) : Math.trunc(a / nonZero(b))));
    case '%':
      return onNumbers((a, b) => exact(positiveModulo(a, nonZero(b))));
    default:
      return undefined;
  }
}

function nonZero(divisor: number): number {
  if (divisor === 0) throw new KqlError('a division by zero: what it gives is not documented');
  return divisor;
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new KqlError('a real number without a finite value is not supported');
  return value;
}
