import { KqlError } from '../../kqlError.ts';
import { child, elements, kindOf, optionalChild, type SyntaxNode, textOf } from '../../language/syntax.ts';
import type { ColumnType } from '../../schema/types.ts';
import { byName, type Column, selectColumns, type Table } from '../../table/table.ts';
import {
  type Dynamic,
  DynamicDatetime,
  DynamicTimespan,
  isBag,
  missing,
  type Value,
} from '../../values/value.ts';
import { bind, type Expression, type Run } from '../expression.ts';
import { compileScalar } from '../scalar.ts';
import { type ColumnInfo, type Place, refusal, type TableExpression } from '../scope.ts';
import { outputColumns } from '../tabular.ts';

interface Expanded extends ColumnInfo {
  readonly expression: Expression;
}

/** `mv-expand`: a row for each element of a list; several lists are expanded side by side. */
export function compileMvExpand(node: SyntaxNode, input: TableExpression, place: Place): TableExpression {
  if (elements(node, 'Parameters').length > 0 || optionalChild(node, 'RowLimitClause') !== undefined)
    throw refusal(node, place.scope.source, 'parameters of mv-expand are not supported');
  const columns = outputColumns(node, place.scope);
  const parts = elements(node, 'Expressions').map((part): Expanded => {
    const inner = child(part, 'Expression');
    const named = kindOf(inner) === 'SimpleNamedExpression' ? child(inner, 'Name') : inner;
    if (kindOf(named) !== 'NameDeclaration' && kindOf(named) !== 'NameReference')
      throw refusal(part, place.scope.source, 'a column of mv-expand without a name', 'write Name = ...');
    const name = textOf(named, 'SimpleName');
    const expression = compileScalar(inner, place);
    if (expression.type !== 'dynamic')
      throw refusal(part, place.scope.source, `mv-expand of a ${expression.type}`, 'expand a dynamic list');
    const type = columns.find((column) => column.name === name)?.type ?? 'dynamic';
    return { name, type, expression };
  });
  return {
    columns,
    evaluate: (run) => {
      const table = input.evaluate(run);
      const { rows, values } = expand(table, parts, run);
      const kept = new Map(
        selectColumns(table.columns, { index: rows, gaps: false }).map((column) => [column.name, column]),
      );
      parts.forEach(({ name, type }, index) => {
        kept.set(name, { name, type, vector: { kind: 'values', values: values[index] ?? [] } });
      });
      return {
        length: rows.length,
        columns: columns.flatMap(({ name }): Column[] => (kept.has(name) ? [kept.get(name) as Column] : [])),
      };
    },
  };
}

function expand(table: Table, parts: readonly Expanded[], run: Run) {
  const frame = { run, columns: byName(table), length: table.length };
  const reads = parts.map(({ expression }) => bind(expression, frame));
  const rows: number[] = [];
  const values = parts.map((): Value[] => []);
  for (let row = 0; row < table.length; row++) {
    const lists = reads.map((read) => elementsOf(read(row)));
    const count = Math.max(...lists.map((list) => list.length));
    for (let at = 0; at < count; at++) {
      rows.push(row);
      parts.forEach(({ type }, index) => {
        values[index]?.push(cast(lists[index]?.[at] ?? null, type));
      });
    }
  }
  return { rows: Int32Array.from(rows), values };
}

/** Null is one row without a value, an empty list none ("mv-expand operator", Returns). */
function elementsOf(value: Value): readonly Dynamic[] {
  if (value === null) return [null];
  if (Array.isArray(value)) return value;
  if (isBag(value)) return Object.entries(value).map(([name, member]) => ({ [name]: member }));
  throw new KqlError('mv-expand of a value that is neither a list nor a bag is not documented');
}

/** `to typeof(...)` casts and does not convert: an element of another type is null. */
function cast(value: Dynamic, type: ColumnType): Value {
  switch (type) {
    case 'dynamic':
      return value;
    case 'string':
      return typeof value === 'string' ? value : missing('string');
    case 'bool':
      return typeof value === 'boolean' ? value : null;
    case 'datetime':
      return value instanceof DynamicDatetime ? value.ticks : null;
    case 'timespan':
      return value instanceof DynamicTimespan ? value.ticks : null;
    case 'long':
    case 'int':
      return Number.isInteger(value) ? value : null;
    case 'real':
      return typeof value === 'number' ? value : null;
  }
}
