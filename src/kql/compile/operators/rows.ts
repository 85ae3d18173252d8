import { child, elements, kindOf, optionalChild, type SyntaxNode, textOf } from '../../language/syntax.ts';
import { byName, selectRows, type Table } from '../../table/table.ts';
import type { Read } from '../../table/vector.ts';
import type { Value } from '../../values/value.ts';
import { bind, constantValue, type Expression, isConstant, type Run } from '../expression.ts';
import { compileScalar } from '../scalar.ts';
import { type Place, refusal, type TableExpression } from '../scope.ts';

/** `where`: the rows for which the condition is true; null is not. */
export function compileWhere(node: SyntaxNode, input: TableExpression, place: Place): TableExpression {
  const conditions = conjuncts(child(node, 'Condition')).map((part) => compileScalar(part, place));
  return {
    ...input,
    evaluate: (run) => {
      const table = input.evaluate(run);
      if (table.length === 0) return table;
      return filter(table, conditions, run);
    },
  };
}

/** The parts of a chain of `and`, each of which must be true by itself. */
function conjuncts(node: SyntaxNode): SyntaxNode[] {
  const kind = kindOf(node);
  if (kind === 'ParenthesizedExpression') return conjuncts(child(node, 'Expression'));
  if (kind === 'BinaryExpression' && textOf(child(node, 'Operator'), 'Text') === 'and')
    return [...conjuncts(child(node, 'Left')), ...conjuncts(child(node, 'Right'))];
  return [node];
}

function filter(table: Table, conditions: readonly Expression[], run: Run): Table {
  const frame = { run, columns: byName(table), length: table.length };
  let kept: Int32Array | undefined;
  // What does not depend on the row decides about all of them, and costs nothing.
  const ordered = conditions.toSorted((a, b) => Number(isConstant(b)) - Number(isConstant(a)));
  for (const condition of ordered) {
    if (isConstant(condition)) {
      if (constantValue(condition, run) !== true) return selectRows(table, new Int32Array(0));
      continue;
    }
    kept = keep(kept, table.length, bind(condition, frame));
  }
  return kept === undefined || kept.length === table.length ? table : selectRows(table, kept);
}

function keep(rows: Int32Array | undefined, length: number, test: Read): Int32Array {
  const from = rows?.length ?? length;
  const kept = new Int32Array(from);
  let count = 0;
  for (let at = 0; at < from; at++) {
    const row = rows === undefined ? at : (rows[at] ?? 0);
    if (test(row) === true) kept[count++] = row;
  }
  return kept.slice(0, count);
}

/** `count`: one row with the number of rows. */
export function compileCount(input: TableExpression): TableExpression {
  return {
    columns: [{ name: 'Count', type: 'long' }],
    evaluate: (run) => {
      const value = input.evaluate(run).length;
      return { length: 1, columns: [{ name: 'Count', type: 'long', vector: { kind: 'constant', value } }] };
    },
  };
}

/** `take` of rows in order; of any others Kusto takes some, and not the same each time. */
export function compileTake(node: SyntaxNode, input: TableExpression, place: Place): TableExpression {
  if (input.sorted !== true)
    throw refusal(
      node,
      place.scope.source,
      'take without an order gives other rows each time',
      'sort first, or use top',
    );
  const count = constantCount(child(node, 'Expression'), place);
  return {
    ...input,
    evaluate: (run) => {
      const table = input.evaluate(run);
      return selectRows(
        table,
        Int32Array.from({ length: Math.min(count(run), table.length) }, (_, row) => row),
      );
    },
  };
}

function constantCount(node: SyntaxNode, place: Place): (run: Run) => number {
  const expression = compileScalar(node, { scope: place.scope });
  return (run) => Number(constantValue(expression, run));
}

/** One `sort by` key: descending unless it says `asc`; nulls come first ascending and last descending. */
interface SortKey {
  readonly expression: Expression;
  readonly ascending: boolean;
  readonly nullsFirst: boolean;
}

function toSortKey(node: SyntaxNode, place: Place): SortKey {
  const ordered = kindOf(node) === 'OrderedExpression';
  const ordering = ordered ? optionalChild(node, 'Ordering') : undefined;
  const word = ordering && optionalChild(ordering, 'AscOrDescKeyword');
  const ascending = word !== undefined && textOf(word, 'Text') === 'asc';
  const nulls = ordering && optionalChild(ordering, 'NullsClause');
  const place1 = nulls && optionalChild(nulls, 'FirstOrLastKeyword');
  const expression = compileScalar(ordered ? child(node, 'Expression') : node, place);
  if (expression.type === 'dynamic' || expression.type === 'bool')
    throw refusal(node, place.scope.source, `a sort by a ${expression.type} is not documented`);
  return {
    expression,
    ascending,
    nullsFirst: place1 === undefined ? ascending : textOf(place1, 'Text') === 'first',
  };
}

/** `sort by`; rows with equal keys stay in their order. */
export function compileSort(node: SyntaxNode, input: TableExpression, place: Place): TableExpression {
  const keys = elements(node, 'Expressions').map((key) => toSortKey(key, place));
  return {
    ...input,
    sorted: true,
    evaluate: (run) => {
      const table = input.evaluate(run);
      return selectRows(table, sortedRows(table, keys, run));
    },
  };
}

/** `top N by`: the first rows in that order. */
export function compileTop(node: SyntaxNode, input: TableExpression, place: Place): TableExpression {
  const key = toSortKey(child(node, 'ByExpression'), place);
  const count = constantCount(child(node, 'Expression'), place);
  return {
    ...input,
    sorted: true,
    evaluate: (run) => {
      const table = input.evaluate(run);
      return selectRows(table, sortedRows(table, [key], run).slice(0, count(run)));
    },
  };
}

function sortedRows(table: Table, keys: readonly SortKey[], run: Run): Int32Array {
  const frame = { run, columns: byName(table), length: table.length };
  const reads = keys.map((key) => ({ ...key, read: bind(key.expression, frame) }));
  return Int32Array.from({ length: table.length }, (_, row) => row).sort((a, b) => {
    for (const { read, ascending, nullsFirst } of reads) {
      const [x, y] = [read(a), read(b)];
      if (x === y) continue;
      if (x === null || y === null) return (x === null) === nullsFirst ? -1 : 1;
      return isBefore(x, y) === ascending ? -1 : 1;
    }
    return a - b;
  });
}

function isBefore(x: Value, y: Value): boolean {
  if (typeof x === 'number' && typeof y === 'number') return x < y;
  return String(x) < String(y);
}
