import { child, elements, type SyntaxNode } from '../language/syntax.ts';
import { columnReader } from '../table/table.ts';
import type { Read } from '../table/vector.ts';
import { missing, type Value } from '../values/value.ts';
import {
  applied,
  bind,
  columnExpression,
  composite,
  constant,
  constantValue,
  type Expression,
  isConstant,
  NO_RUN,
  perRun,
} from './expression.ts';
import { type Place, refusal, typeOf } from './scope.ts';

type Compile = (node: SyntaxNode, place: Place) => Expression;

/** The hidden column of tables that knows when each row was ingested. */
export const INGESTION_COLUMN = '$ingestion_time';

/** Functions that depend on the clock, on the row's place or on which columns there are, and those that skip arguments. */
export function compileSpecial(
  name: string,
  node: SyntaxNode,
  place: Place,
  compile: Compile,
): Expression | undefined {
  const { source } = place.scope;
  const args = elements(child(node, 'ArgumentList'), 'Expressions');
  const compiled = () => args.map((arg) => compile(arg, place));
  switch (name) {
    case 'now':
    case 'ago':
      return clock(name, compiled());
    case 'iff':
    case 'iif':
    case 'case':
      return branches(compiled(), typeOf(node, source));
    case 'coalesce':
      return coalesce(compiled(), typeOf(node, source));
    case 'column_ifexists':
      return columnIfExists(args, place, compile);
    case 'ingestion_time':
      if (place.row?.ingested !== true)
        throw refusal(
          node,
          source,
          'ingestion_time() is known only right behind a table',
          'extend it before anything but where',
        );
      return columnExpression(INGESTION_COLUMN, 'datetime');
    case 'row_number':
    case 'prev':
    case 'next':
      if (place.row?.sorted !== true)
        throw refusal(node, source, `${name}() needs rows in order`, 'sort them first');
      return inOrder(name, compiled(), node, place);
    default:
      return undefined;
  }
}

function clock(name: 'now' | 'ago', [offset]: readonly Expression[]): Expression {
  const sign = name === 'ago' ? -1 : 1;
  if (offset === undefined) return perRun('datetime', ({ now }) => now);
  if (!isConstant(offset))
    return composite('datetime', [offset], ([read = () => null], { run }) => (row) => {
      const by = read(row);
      return typeof by === 'number' ? run.now + sign * by : null;
    });
  return perRun('datetime', (run) => {
    const by = constantValue(offset, run);
    return typeof by === 'number' ? run.now + sign * by : null;
  });
}

/** Pairs of condition and value, and the value of none; a null condition is not met. */
function branches(parts: readonly Expression[], type: Expression['type']): Expression {
  return composite(type, parts, (reads) => {
    const pairs: [Read, Read][] = [];
    for (let at = 0; at + 1 < reads.length; at += 2) {
      const [condition, value] = [reads[at], reads[at + 1]];
      if (condition !== undefined && value !== undefined) pairs.push([condition, value]);
    }
    const otherwise = reads.at(-1) ?? (() => null);
    const [first] = pairs;
    if (pairs.length === 1 && first !== undefined) {
      const [condition, value] = first;
      return (row) => (condition(row) === true ? value(row) : otherwise(row));
    }
    return (row) => {
      for (const [condition, value] of pairs) if (condition(row) === true) return value(row);
      return otherwise(row);
    };
  });
}

function coalesce(parts: readonly Expression[], type: Expression['type']): Expression {
  return composite(type, parts, (reads) => (row) => {
    for (const read of reads) {
      const value = read(row);
      if (value !== null && value !== '') return value;
    }
    return missing(type);
  });
}

function columnIfExists(args: readonly SyntaxNode[], place: Place, compile: Compile): Expression {
  const [name, otherwise] = args;
  if (name === undefined || otherwise === undefined) throw new Error('column_ifexists has two arguments');
  const wanted = compile(name, place);
  const fallback = compile(otherwise, place);
  const key = constantValue(wanted, NO_RUN);
  const column = place.row?.columns.find((candidate) => candidate.name === key);
  if (column === undefined) return fallback;
  return columnExpression(column.name, column.type);
}

function inOrder(
  name: 'row_number' | 'prev' | 'next',
  parts: readonly Expression[],
  node: SyntaxNode,
  place: Place,
): Expression {
  if (name === 'row_number') {
    const [start = constant('long', 1), restart] = parts;
    return {
      ...applied('long', parts, () => null),
      perRow: true,
      bind: (frame) => rowNumbers(start, restart, frame),
    };
  }
  const [column, offset = constant('long', 1), otherwise] = parts;
  if (column === undefined) throw refusal(node, place.scope.source, `${name}() needs a column`);
  if (!isConstant(offset))
    throw refusal(node, place.scope.source, `${name}() needs an offset that is the same for all rows`);
  const direction = name === 'prev' ? -1 : 1;
  return {
    ...applied(column.type, parts, () => null),
    perRow: true,
    bind: (frame) => {
      const read = bind(column, frame);
      const by = Number(constantValue(offset, frame.run)) * direction;
      const rest = otherwise === undefined ? () => missing(column.type) : bind(otherwise, frame);
      return (row) => (row + by >= 0 && row + by < frame.length ? read(row + by) : rest(row));
    },
  };
}

/** All numbers at once: where a row is reached does not say which ones lie before it. */
function rowNumbers(
  start: Expression,
  restart: Expression | undefined,
  frame: Parameters<Expression['bind']>[0],
): Read {
  const first = Number(constantValue(start, frame.run));
  if (restart === undefined) return (row) => first + row;
  const anew = bind(restart, frame);
  const numbers: Value[] = [];
  for (let row = 0; row < frame.length; row++)
    numbers.push(row === 0 || anew(row) === true ? first : Number(numbers[row - 1]) + 1);
  return columnReader({ name: '', type: 'long', vector: { kind: 'values', values: numbers } });
}
