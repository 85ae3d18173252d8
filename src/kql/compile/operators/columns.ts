import { child, elements, kindOf, type SyntaxNode, textOf } from '../../language/syntax.ts';
import { byName, type Column, type Table } from '../../table/table.ts';
import { lazy } from '../../table/vector.ts';
import { bind, constantValue, type Expression, isConstant, type Run } from '../expression.ts';
import { compileScalar } from '../scalar.ts';
import { type ColumnInfo, type Place, refusal, type TableExpression } from '../scope.ts';
import { INGESTION_COLUMN } from '../special.ts';
import { outputColumns } from '../tabular.ts';

interface Named {
  readonly name: string;
  readonly expression: Expression;
}

/** A new column of a table: another name for one of its columns, a constant, or values that are worked out when read. */
export function toColumn({ name, expression }: Named, table: Table, run: Run): Column {
  const { type } = expression;
  if (isConstant(expression))
    return {
      name,
      type,
      vector: { kind: 'constant', value: table.length === 0 ? null : constantValue(expression, run) },
    };
  const columns = byName(table);
  const same = expression.column === undefined ? undefined : columns.get(expression.column);
  if (same !== undefined) return { ...same, name };
  let read: ReturnType<typeof bind> | undefined;
  return {
    name,
    type,
    vector: lazy(table.length, (row) => {
      read ??= bind(expression, { run, columns, length: table.length });
      return read(row);
    }),
  };
}

/** `extend`: new columns, or new values for columns that are there. */
export function compileExtend(node: SyntaxNode, input: TableExpression, place: Place): TableExpression {
  const output = outputColumns(node, place.scope);
  const named = elements(node, 'Expressions').map((part): Named => {
    if (kindOf(part) === 'NameReference') {
      return { name: textOf(part, 'SimpleName'), expression: compileScalar(part, place) };
    }
    if (kindOf(part) !== 'SimpleNamedExpression')
      throw refusal(part, place.scope.source, 'a column of extend without a name', 'write Name = ...');
    return { name: textOf(child(part, 'Name'), 'SimpleName'), expression: compileScalar(part, place) };
  });
  return {
    ...input,
    columns: output,
    evaluate: (run) => {
      const table = input.evaluate(run);
      const columns = new Map(byName(table));
      for (const part of named) columns.set(part.name, toColumn(part, table, run));
      return { length: table.length, columns: inOrder(output, columns) };
    },
  };
}

/** The columns in the order of the output, and behind them the hidden one if it is there. */
function inOrder(output: readonly ColumnInfo[], columns: ReadonlyMap<string, Column>): Column[] {
  return [...output.map(({ name }) => name), INGESTION_COLUMN].flatMap((name) => columns.get(name) ?? []);
}

/** `serialize`: the rows keep their order; it may extend them, too. */
export function compileSerialize(node: SyntaxNode, input: TableExpression, place: Place): TableExpression {
  const ordered = { ...input, sorted: true };
  return compileExtend(node, ordered, { ...place, row: ordered });
}

/** `project`: these columns and no others. */
export function compileProject(node: SyntaxNode, input: TableExpression, place: Place): TableExpression {
  const output = outputColumns(node, place.scope);
  const parts = elements(node, 'Expressions');
  if (parts.length !== output.length)
    throw refusal(node, place.scope.source, 'an expression of project that gives several columns');
  const named = parts.map((part, index) => ({
    name: output[index]?.name ?? '',
    expression: compileScalar(part, place),
  }));
  return {
    columns: named.map(({ name, expression: { type } }) => ({ name, type })),
    ...(input.sorted && { sorted: true }),
    evaluate: (run) => {
      const table = input.evaluate(run);
      return { length: table.length, columns: named.map((part) => toColumn(part, table, run)) };
    },
  };
}

/** `project-away`, `project-keep` and `project-reorder`: columns that are there. */
export function compileChoice(node: SyntaxNode, input: TableExpression, place: Place): TableExpression {
  const output = outputColumns(node, place.scope);
  const known = new Map(input.columns.map(({ name, type }) => [name, type]));
  return {
    columns: output.map(({ name, type }) => ({ name, type: known.get(name) ?? type })),
    ...(input.sorted && { sorted: true }),
    evaluate: (run) => {
      const table = input.evaluate(run);
      const columns = byName(table);
      return { length: table.length, columns: output.flatMap(({ name }) => columns.get(name) ?? []) };
    },
  };
}

/** `project-rename`: other names for columns, which keep their places. */
export function compileRename(node: SyntaxNode, input: TableExpression): TableExpression {
  const names = new Map(
    elements(node, 'Expressions').map((part) => [
      textOf(child(part, 'Expression'), 'SimpleName'),
      textOf(child(part, 'Name'), 'SimpleName'),
    ]),
  );
  const renamed = (name: string) => names.get(name) ?? name;
  return {
    columns: input.columns.map(({ name, type }) => ({ name: renamed(name), type })),
    ...(input.sorted && { sorted: true }),
    evaluate: (run) => {
      const table = input.evaluate(run);
      const visible = table.columns.filter(({ name }) => name !== INGESTION_COLUMN);
      return {
        length: table.length,
        columns: visible.map((column) => ({ ...column, name: renamed(column.name) })),
      };
    },
  };
}
