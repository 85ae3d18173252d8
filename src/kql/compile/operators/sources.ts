import { aliasOf } from '../../language/database.ts';
import { child, elements, kindOf, type SyntaxNode, textOf } from '../../language/syntax.ts';
import { byName, emptyTable, type Table } from '../../table/table.ts';
import { missing, type Value } from '../../values/value.ts';
import { constant, constantValue, NO_RUN } from '../expression.ts';
import { dynamicValue, literalValue } from '../literal.ts';
import { compileScalar } from '../scalar.ts';
import { type ColumnInfo, refusal, type Scope, type TableExpression } from '../scope.ts';
import { outputColumns } from '../tabular.ts';
import { toColumn } from './columns.ts';

/** `datatable(...)[...]`: a table written out. */
export function compileDatatable(node: SyntaxNode, scope: Scope): TableExpression {
  const columns = outputColumns(node, scope);
  const values = elements(node, 'Values').map((item) => writtenValue(item, scope));
  const length = values.length / columns.length;
  if (!Number.isInteger(length))
    throw refusal(node, scope.source, 'the last row of the datatable is not whole');
  const table: Table = {
    length,
    columns: columns.map(({ name, type }, at) => ({
      name,
      type,
      vector: {
        kind: 'values',
        values: Array.from({ length }, (_, row) => values[row * columns.length + at] ?? missing(type)),
      },
    })),
  };
  // The order of a datatable is the one it is written in.
  return { columns, sorted: true, evaluate: () => table };
}

function writtenValue(node: SyntaxNode, scope: Scope): Value {
  if (kindOf(node) === 'DynamicExpression') return dynamicValue(node, scope.source);
  if (kindOf(node) === 'LiteralExpression' || kindOf(node) === 'CompoundStringLiteralExpression')
    return literalValue(node, scope.source);
  return constantValue(compileScalar(node, { scope }), NO_RUN);
}

/** `print`: one row. */
export function compilePrint(node: SyntaxNode, scope: Scope): TableExpression {
  const columns = outputColumns(node, scope);
  const parts = elements(node, 'Expressions').map((part, index) => ({
    name: columns[index]?.name ?? '',
    expression: compileScalar(part, { scope }),
  }));
  const one: Table = { length: 1, columns: [] };
  return {
    columns: parts.map(({ name, expression: { type } }) => ({ name, type })),
    sorted: true,
    evaluate: (run) => ({ length: 1, columns: parts.map((part) => toColumn(part, one, run)) }),
  };
}

/** `range Name from ... to ... step ...`: a column of numbers or times. */
export function compileRange(node: SyntaxNode, scope: Scope): TableExpression {
  const columns = outputColumns(node, scope);
  const [column] = columns;
  if (column === undefined) throw refusal(node, scope.source, 'range gives one column');
  const [from, to, step] = ['From', 'To', 'Step'].map((part) => compileScalar(child(node, part), { scope }));
  return {
    columns,
    sorted: true,
    evaluate: (run) => {
      const [first, last, by] = [from, to, step].map((part) =>
        Number(constantValue(part ?? constant('long', null), run)),
      );
      return rangeOf(column, first ?? 0, last ?? 0, by ?? 0);
    },
  };
}

function rangeOf(column: ColumnInfo, first: number, last: number, step: number): Table {
  const length = step === 0 ? 0 : Math.max(0, Math.floor((last - first) / step) + 1);
  const values = Array.from({ length }, (_, index) => first + index * step);
  return { length, columns: [{ ...column, vector: { kind: 'values', values } }] };
}

/** `_GetWatchlist('alias')`: the items of a watchlist; no rows where there is none. */
export function compileWatchlist(node: SyntaxNode, scope: Scope): TableExpression {
  const columns = outputColumns(node, scope);
  const [arg] = elements(child(node, 'ArgumentList'), 'Expressions');
  const alias = arg === undefined ? '' : aliasOf(arg);
  if (alias === '')
    throw refusal(
      node,
      scope.source,
      `${textOf(child(node, 'Name'), 'SimpleName')}() needs an alias as literal text`,
    );
  return {
    columns,
    evaluate: (run) => {
      const table = run.watchlist(alias);
      if (table === undefined || table.length === 0) return emptyTable(columns);
      const found = byName(table);
      return {
        length: table.length,
        columns: columns.map(
          ({ name, type }) =>
            found.get(name) ?? { name, type, vector: { kind: 'constant' as const, value: missing(type) } },
        ),
      };
    },
  };
}
