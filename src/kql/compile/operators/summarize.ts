import { child, elements, kindOf, optionalChild, type SyntaxNode, textOf } from '../../language/syntax.ts';
import { AGGREGATES, type AggregateName } from '../../permitted.ts';
import { type Groups, groupBy, keyOfColumn } from '../../table/groups.ts';
import { byName, type Column, selectColumns, type Table } from '../../table/table.ts';
import { bind, columnExpression, type Expression, type Frame, type Run } from '../expression.ts';
import { compileScalar } from '../scalar.ts';
import { type ColumnInfo, type Place, refusal, type TableExpression, typeOf } from '../scope.ts';
import { outputColumns } from '../tabular.ts';
import { type Aggregate, bestRows, SIMPLE_AGGREGATES } from './aggregates.ts';
import { toColumn } from './columns.ts';

/** A key of the groups, and the name that it has in the output. */
interface KeyPart {
  readonly name: string;
  readonly expression: Expression;
}

/** Columns that one part of `summarize` adds, for all groups. */
type Output = (frame: Frame, groups: Groups) => Column[];

/** `summarize ... by ...`: one row for each group, in the order of their first rows. */
export function compileSummarize(node: SyntaxNode, input: TableExpression, place: Place): TableExpression {
  const columns = outputColumns(node, place.scope);
  const by = optionalChild(node, 'ByClause');
  const keys = toKeys(by === undefined ? [] : elements(by, 'Expressions'), columns, place);
  let names = columns.slice(keys.length);
  const outputs = elements(node, 'Aggregates').map((part): Output => {
    const { count, output } = compilePart(part, names, keys, input, place);
    names = names.slice(count);
    return output;
  });
  return { columns, evaluate: (run) => summarize(input.evaluate(run), keys, outputs, run) };
}

/** `distinct`: every combination of values once. */
export function compileDistinct(node: SyntaxNode, input: TableExpression, place: Place): TableExpression {
  const columns = outputColumns(node, place.scope);
  const parts = elements(node, 'Expressions');
  const star = parts.some((part) => kindOf(part) === 'StarExpression');
  const keys = star
    ? columns.map(({ name, type }) => ({ name, expression: columnExpression(name, type) }))
    : toKeys(parts, columns, place);
  refuseDynamicKeys(keys, node, place);
  return { columns, evaluate: (run) => summarize(input.evaluate(run), keys, [], run) };
}

function toKeys(parts: readonly SyntaxNode[], columns: readonly ColumnInfo[], place: Place): KeyPart[] {
  const keys = parts.map((part, index) => ({
    name: columns[index]?.name ?? '',
    expression: compileScalar(part, place),
  }));
  if (parts[0] !== undefined) refuseDynamicKeys(keys, parts[0], place);
  return keys;
}

function refuseDynamicKeys(keys: readonly KeyPart[], node: SyntaxNode, place: Place): void {
  const dynamic = keys.find(({ expression }) => expression.type === 'dynamic');
  if (dynamic !== undefined)
    throw refusal(node, place.scope.source, `groups by the dynamic ${dynamic.name}`, 'use tostring() first');
}

function summarize(table: Table, keys: readonly KeyPart[], outputs: readonly Output[], run: Run): Table {
  const frame = { run, columns: byName(table), length: table.length };
  const keyColumns = keys.map((key) => toColumn(key, table, run));
  const groups = groupBy(table.length, keyColumns.map(keyOfColumn));
  const selection = { index: groups.first, gaps: false };
  return {
    length: groups.count,
    columns: [...selectColumns(keyColumns, selection), ...outputs.flatMap((output) => output(frame, groups))],
  };
}

function compilePart(
  part: SyntaxNode,
  names: readonly ColumnInfo[],
  keys: readonly KeyPart[],
  input: TableExpression,
  place: Place,
): { readonly count: number; readonly output: Output } {
  const call = kindOf(part) === 'SimpleNamedExpression' ? child(part, 'Expression') : part;
  const name = kindOf(call) === 'FunctionCallExpression' ? textOf(child(call, 'Name'), 'SimpleName') : '';
  if (name === 'arg_max' || name === 'arg_min' || isWholeRow(name, call))
    return compileRowChoice(name, call, names, keys, input, place);
  return { count: 1, output: compileAggregated(part, names[0], input, place) };
}

/** take_any of several columns, or of all, takes them from one row. */
function isWholeRow(name: string, call: SyntaxNode): boolean {
  if (name !== 'take_any') return false;
  return isStarCall(call) || elements(child(call, 'ArgumentList'), 'Expressions').length > 1;
}

function isStarCall(call: SyntaxNode): boolean {
  const list = optionalChild(call, 'ArgumentList');
  return list !== undefined && elements(list, 'Expressions').some((arg) => kindOf(arg) === 'StarExpression');
}

/** `arg_max(x, a, b)`, `arg_max(x, *)` and `take_any(*)`: the values of one row of each group. */
function compileRowChoice(
  name: string,
  call: SyntaxNode,
  names: readonly ColumnInfo[],
  keys: readonly KeyPart[],
  input: TableExpression,
  place: Place,
): { readonly count: number; readonly output: Output } {
  const args = elements(child(call, 'ArgumentList'), 'Expressions');
  const plain = args
    .filter((arg) => kindOf(arg) !== 'StarExpression')
    .map((arg) => compileScalar(arg, place));
  const [by] = name === 'take_any' ? [] : plain;
  const taken = new Set([
    ...keys.map(({ expression }) => expression.column),
    ...plain.map(({ column }) => column),
  ]);
  const rest = isStarCall(call) ? input.columns.filter((column) => !taken.has(column.name)) : [];
  const expressions = [...plain, ...rest.map((column) => columnExpression(column.name, column.type))];
  const parts = expressions.map((expression, index) => ({ name: names[index]?.name ?? '', expression }));
  const output: Output = (frame, groups) => {
    const { run, length, columns } = frame;
    const table = { length, columns: [...columns.values()] };
    const rows =
      by === undefined
        ? groups.first
        : bestRows(bind(by, frame), by.type, name === 'arg_min' ? -1 : 1, groups);
    const gaps = rows[0] === -1;
    return selectColumns(
      parts.map((part) => toColumn(part, table, run)),
      { index: rows, gaps },
    );
  };
  return { count: parts.length, output };
}

/** An expression of aggregate functions, such as `count()` or `100.0 * countif(x) / count()`. */
function compileAggregated(
  part: SyntaxNode,
  column: ColumnInfo | undefined,
  input: TableExpression,
  place: Place,
): Output {
  const aggregates: {
    readonly run: Aggregate;
    readonly args: readonly Expression[];
    readonly info: ColumnInfo;
  }[] = [];
  const aggregate = (call: SyntaxNode) => {
    const name = textOf(child(call, 'Name'), 'SimpleName');
    if (!isSimple(name)) return undefined;
    const args = elements(child(call, 'ArgumentList'), 'Expressions').map((arg) =>
      compileScalar(arg, { scope: place.scope, row: input }),
    );
    const info = { name: `$aggregate${aggregates.length}`, type: typeOf(call, place.scope.source) };
    aggregates.push({ run: SIMPLE_AGGREGATES[name], args, info });
    return columnExpression(info.name, info.type);
  };
  const expression = compileScalar(part, { scope: place.scope, aggregate });
  const name = column?.name ?? '';
  return (frame, groups) => {
    const columns = aggregates.map(({ run, args, info }): Column => {
      const reads = args.map((arg) => bind(arg, frame));
      const values = run({ reads, types: args.map(({ type }) => type) }, groups);
      return { ...info, vector: { kind: 'values', values } };
    });
    return [toColumn({ name, expression }, { length: groups.count, columns }, frame.run)];
  };
}

function isSimple(name: string): name is Exclude<AggregateName, 'arg_max' | 'arg_min'> {
  return name !== 'arg_max' && name !== 'arg_min' && AGGREGATES.some((known) => known === name);
}
