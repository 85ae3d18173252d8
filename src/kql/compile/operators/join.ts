import { KqlError } from '../../kqlError.ts';
import { child, elements, kindOf, type SyntaxNode, textOf } from '../../language/syntax.ts';
import { JOIN_KINDS, type JoinKind, LOOKUP_KINDS } from '../../permitted.ts';
import { groupBy, keyOfColumn } from '../../table/groups.ts';
import { byName, type Column, codedOf, columnReader, selectColumns, type Table } from '../../table/table.ts';
import type { Read } from '../../table/vector.ts';
import type { Value } from '../../values/value.ts';
import { type ColumnInfo, refusal, type Scope, type TableExpression } from '../scope.ts';
import { compileTable, outputColumns } from '../tabular.ts';

/** The columns that must be equal. */
interface On {
  readonly left: string;
  readonly right: string;
}

/** `join kind=... (table) on ...`. */
export function compileJoin(node: SyntaxNode, left: TableExpression, scope: Scope): TableExpression {
  const kind = kindIn(node, JOIN_KINDS, 'innerunique', scope);
  const right = compileTable(child(node, 'Expression'), scope);
  const on = conditions(child(node, 'ConditionClause'), left, right, scope);
  const columns = outputColumns(node, scope);
  const onlyLeft = kind === 'leftanti' || kind === 'leftsemi';
  return {
    columns: renamed(onlyLeft ? left.columns : [...left.columns, ...right.columns], columns),
    evaluate: (run) => {
      const tables: Tables = [visible(left.evaluate(run), left), visible(right.evaluate(run), right)];
      return withNames(join(kind, tables, on), columns);
    },
  };
}

/** `lookup kind=... (table) on ...`: a join that keeps the keys once. */
export function compileLookup(node: SyntaxNode, left: TableExpression, scope: Scope): TableExpression {
  const kind = kindIn(node, LOOKUP_KINDS, 'leftouter', scope);
  const right = compileTable(child(node, 'Expression'), scope);
  const on = conditions(child(node, 'LookupClause'), left, right, scope);
  const columns = outputColumns(node, scope);
  const keys = new Set(on.map((pair) => pair.right));
  const added = right.columns.filter(({ name }) => !keys.has(name));
  return {
    columns: renamed([...left.columns, ...added], columns),
    evaluate: (run) => {
      const [first, second] = [visible(left.evaluate(run), left), visible(right.evaluate(run), right)];
      const { length, columns: all } = join(kind, [first, second], on);
      const at = new Set(
        right.columns.flatMap(({ name }, index) => (keys.has(name) ? [left.columns.length + index] : [])),
      );
      return withNames({ length, columns: all.filter((_, index) => !at.has(index)) }, columns);
    },
  };
}

type Tables = readonly [left: Table, right: Table];

/** The table with its declared columns alone, in their order. */
function visible(table: Table, { columns }: TableExpression): Table {
  const found = byName(table);
  return { length: table.length, columns: columns.flatMap(({ name }) => found.get(name) ?? []) };
}

/** The types are those of the inputs; names that occur twice have been told apart by the language service. */
function renamed(inputs: readonly ColumnInfo[], names: readonly ColumnInfo[]): ColumnInfo[] {
  return inputs.map(({ type }, index) => ({ name: names[index]?.name ?? '', type }));
}

function withNames({ length, columns }: Table, names: readonly ColumnInfo[]): Table {
  return { length, columns: columns.map((column, index) => ({ ...column, name: names[index]?.name ?? '' })) };
}

function kindIn<const Kind extends string>(
  node: SyntaxNode,
  permitted: readonly Kind[],
  otherwise: Kind,
  scope: Scope,
): Kind {
  const parameter = elements(node, 'Parameters').find(
    (part) => textOf(child(part, 'Name'), 'SimpleName') === 'kind',
  );
  if (parameter === undefined) return otherwise;
  const text = child(parameter, 'Expression').ToString().trim();
  const found = permitted.find((kind) => kind === text);
  if (found === undefined)
    throw refusal(node, scope.source, `the kind ${text} is not supported`, `use ${permitted.join(', ')}`);
  return found;
}

function conditions(clause: SyntaxNode, left: TableExpression, right: TableExpression, scope: Scope): On[] {
  if (kindOf(clause) !== 'JoinOnClause')
    throw refusal(
      clause,
      scope.source,
      'a join without "on" is not supported',
      'add a column that is the same on both sides',
    );
  return elements(clause, 'Expressions')
    .flatMap((part) => toPairs(part, scope))
    .map((on) => {
      const types = [left, right].map(
        ({ columns }, side) => columns.find(({ name }) => name === (side === 0 ? on.left : on.right))?.type,
      );
      if (types.includes('dynamic') || types.includes(undefined))
        throw refusal(
          clause,
          scope.source,
          `a join on ${on.left} and ${on.right}`,
          'use columns that are not dynamic',
        );
      return on;
    });
}

function toPairs(node: SyntaxNode, scope: Scope): On[] {
  if (kindOf(node) === 'ParenthesizedExpression') return toPairs(child(node, 'Expression'), scope);
  if (kindOf(node) === 'NameReference') {
    const name = textOf(node, 'SimpleName');
    return [{ left: name, right: name }];
  }
  const operator = kindOf(node) === 'BinaryExpression' ? textOf(child(node, 'Operator'), 'Text') : '';
  if (operator === 'and')
    return [...toPairs(child(node, 'Left'), scope), ...toPairs(child(node, 'Right'), scope)];
  const sides = ['Left', 'Right'].flatMap((part) => (operator === '==' ? sideOf(child(node, part)) : []));
  const left = sides.find(({ side }) => side === '$left');
  const right = sides.find(({ side }) => side === '$right');
  if (left === undefined || right === undefined)
    throw refusal(node, scope.source, 'a condition of a join', 'write Column, or $left.A == $right.B');
  return [{ left: left.name, right: right.name }];
}

function sideOf(node: SyntaxNode): { readonly side: string; readonly name: string }[] {
  if (kindOf(node) !== 'PathExpression') return [];
  const [of, selector] = [child(node, 'Expression'), child(node, 'Selector')];
  if (kindOf(of) !== 'NameReference' || kindOf(selector) !== 'NameReference') return [];
  return [{ side: textOf(of, 'SimpleName'), name: textOf(selector, 'SimpleName') }];
}

function join(kind: JoinKind, tables: Tables, on: readonly On[]): Table {
  const [left, right] = kind === 'innerunique' ? [firstOfEachKey(tables[0], on), tables[1]] : tables;
  const matchesOf = matcher(left, right, on);
  const leftRows: number[] = [];
  const rightRows: number[] = [];
  const met = kind === 'rightouter' ? new Uint8Array(right.length) : undefined;
  for (let row = 0; row < left.length; row++) {
    const matches = matchesOf(row);
    if (kind === 'leftanti' || kind === 'leftsemi') {
      if (matches.length > 0 === (kind === 'leftsemi')) leftRows.push(row);
      continue;
    }
    for (const match of matches) {
      leftRows.push(row);
      rightRows.push(match);
      if (met !== undefined) met[match] = 1;
    }
    if (kind === 'leftouter' && matches.length === 0) {
      leftRows.push(row);
      rightRows.push(-1);
    }
  }
  met?.forEach((found, row) => {
    if (found === 1) return;
    leftRows.push(-1);
    rightRows.push(row);
  });
  const fromLeft = selectColumns(left.columns, {
    index: Int32Array.from(leftRows),
    gaps: kind === 'rightouter',
  });
  if (kind === 'leftanti' || kind === 'leftsemi') return { length: leftRows.length, columns: fromLeft };
  const fromRight = selectColumns(right.columns, {
    index: Int32Array.from(rightRows),
    gaps: kind === 'leftouter',
  });
  return { length: leftRows.length, columns: [...fromLeft, ...fromRight] };
}

/** `innerunique` takes any one row of the left for each key: here, the first. */
function firstOfEachKey(table: Table, on: readonly On[]): Table {
  const columns = byName(table);
  const keys = on.map(({ left }) => keyOfColumn(need(columns, left)));
  const { first } = groupBy(table.length, keys);
  return { length: first.length, columns: selectColumns(table.columns, { index: first, gaps: false }) };
}

const NO_ROWS: readonly number[] = [];

/** The rows of the right that match a row of the left. */
function matcher(left: Table, right: Table, on: readonly On[]): (row: number) => readonly number[] {
  if (right.length === 0 || left.length === 0) return () => NO_ROWS;
  const [lefts, rights] = [byName(left), byName(right)];
  const pairs = on.map((pair) => keyPair(need(lefts, pair.left), need(rights, pair.right)));
  const codes = rightCodes(right.length, pairs);
  const byCode = new Map<number, number[]>();
  for (let row = 0; row < right.length; row++) {
    const code = codes.of[row] ?? 0;
    const rows = byCode.get(code);
    if (rows === undefined) byCode.set(code, [row]);
    else rows.push(row);
  }
  return (row) => {
    const code = codes.find(row);
    return code === undefined ? NO_ROWS : (byCode.get(code) ?? NO_ROWS);
  };
}

interface KeyPair {
  readonly right: (row: number) => number;
  /** The code that the right side gives this value; undefined when it does not have it. */
  readonly left: (row: number) => number | undefined;
}

/** Numbers the values of the right; columns that share their values share their codes, too. */
function keyPair(left: Column, right: Column): KeyPair {
  const [a, b] = [codedOf(left), codedOf(right)];
  if (a !== undefined && b !== undefined && a.values === b.values) return { right: b.codeOf, left: a.codeOf };
  const known = new Map<Value, number>();
  const readRight = notNull(right);
  const readLeft = notNull(left);
  return {
    right: (row) => {
      const value = readRight(row);
      const code = known.get(value);
      if (code !== undefined) return code;
      known.set(value, known.size);
      return known.size - 1;
    },
    left: (row) => known.get(readLeft(row)),
  };
}

/** Whether two nulls join is not documented. */
function notNull(column: Column): Read {
  const read = columnReader(column);
  return (row) => {
    const value = read(row);
    if (value === null)
      throw new KqlError(`the join key ${column.name} is null: leave such rows out first with isnotnull()`);
    return value;
  };
}

/** One number for the whole key of each row of the right, and how to find that of a row of the left. */
function rightCodes(length: number, pairs: readonly KeyPair[]) {
  const [only, ...more] = pairs;
  if (only === undefined) throw new Error('a join has a condition');
  let of = Int32Array.from({ length }, (_, row) => only.right(row));
  let find = only.left;
  for (const pair of more) {
    const codes = Int32Array.from({ length }, (_, row) => pair.right(row));
    const width = codes.reduce((most, code) => Math.max(most, code), 0) + 1;
    const numbers = new Map<number, number>();
    const coarse = of;
    of = Int32Array.from({ length }, (_, row) => {
      const key = (coarse[row] ?? 0) * width + (codes[row] ?? 0);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, numbers.size);
      return numbers.size - 1;
    });
    const findCoarse = find;
    find = (row) => {
      const [first, second] = [findCoarse(row), pair.left(row)];
      if (first === undefined || second === undefined || second >= width) return undefined;
      return numbers.get(first * width + second);
    };
  }
  return { of, find };
}

function need(columns: ReadonlyMap<string, Column>, name: string): Column {
  const found = columns.get(name);
  if (found === undefined) throw new Error(`the join column ${name} is missing`);
  return found;
}
