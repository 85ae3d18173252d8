import { keyOf } from '../functions/dynamics.ts';
import { child, elements, type SyntaxNode, textOf } from '../language/syntax.ts';
import type { ColumnType } from '../schema/types.ts';
import { columnReader } from '../table/table.ts';
import { toDynamic, type Value } from '../values/value.ts';
import { composite, type Expression, isConstant, type Run } from './expression.ts';
import { type Place, refusal } from './scope.ts';
import { compileTable, isTabular } from './tabular.ts';

type Key = string | number | boolean | null;
type Compile = (node: SyntaxNode, place: Place) => Expression;

/**
 * `in`, `!in`, `in~` and `!in~`: a list of values, dynamic lists, or the first column of a table. The list is gathered
 * once for a run, however long, where it does not depend on the row.
 */
export function compileIn(node: SyntaxNode, place: Place, compile: Compile): Expression {
  const { source } = place.scope;
  const operator = textOf(child(node, 'Operator'), 'Text');
  const negated = operator.startsWith('!');
  const ignoreCase = operator.endsWith('~');
  const left = compile(child(node, 'Left'), place);
  if (left.type === 'dynamic')
    throw refusal(
      node,
      source,
      `"${operator}" with a dynamic value`,
      'convert it first with tostring() or the like',
    );
  const items = elements(child(node, 'Right'), 'Expressions');
  const [only] = items;
  const fold = (key: Key) => (ignoreCase && typeof key === 'string' ? key.toLowerCase() : key);
  const keyOfLeft = (value: Value) => fold(keyOf(toDynamic(value, left.type)));
  if (items.length === 1 && only !== undefined && isTabular(only)) {
    const keysOf = firstColumnKeys(only, place, fold);
    return composite('bool', [left], ([read = () => null], { run }) => {
      const keys = keysOf(run);
      return (row) => verdict(keys, keyOfLeft(read(row)), negated);
    });
  }
  const values = items.map((item) => compile(item, place));
  if (values.every(isConstant)) {
    return composite('bool', [left, ...values], ([read = () => null, ...reads]) => {
      const keys = new Set(
        values.flatMap(({ type }, index) => keysIn(reads[index]?.(0) ?? null, type)).map(fold),
      );
      return (row) => verdict(keys, keyOfLeft(read(row)), negated);
    });
  }
  return composite('bool', [left, ...values], ([read = () => null, ...reads]) => (row) => {
    const keys = new Set(
      values.flatMap(({ type }, index) => keysIn(reads[index]?.(row) ?? null, type)).map(fold),
    );
    return verdict(keys, keyOfLeft(read(row)), negated);
  });
}

/** As a chain of comparisons: a null is in a list only as an unknown. */
function verdict(keys: ReadonlySet<Key>, key: Key, negated: boolean): Value {
  if (key === null && keys.has(null)) return null;
  return keys.has(key) !== negated;
}

function keysIn(value: Value, type: ColumnType): Key[] {
  if (type === 'dynamic') return Array.isArray(value) ? value.map(keyOf) : [keyOf(value)];
  return [keyOf(toDynamic(value, type))];
}

function firstColumnKeys(node: SyntaxNode, place: Place, fold: (key: Key) => Key) {
  const table = compileTable(node, place.scope);
  const memo = {};
  return (run: Run): ReadonlySet<Key> => {
    const known = run.memo.get(memo);
    if (known instanceof Set) return known;
    const { columns, length } = table.evaluate(run);
    const [first] = columns;
    const keys = new Set<Key>();
    if (first !== undefined) {
      const read = columnReader(first);
      for (let row = 0; row < length; row++) {
        const value = read(row);
        for (const key of keysIn(value, first.type)) keys.add(fold(key));
      }
    }
    run.memo.set(memo, keys);
    return keys;
  };
}
