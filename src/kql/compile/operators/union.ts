import { child, elements, kindOf, type SyntaxNode, symbolKindOf, textOf } from '../../language/syntax.ts';
import { byName, type Column, columnReader, type Table } from '../../table/table.ts';
import { lazy, type Read } from '../../table/vector.ts';
import { missing } from '../../values/value.ts';
import { type ColumnInfo, refusal, type Scope, type TableExpression } from '../scope.ts';
import { INGESTION_COLUMN } from '../special.ts';
import { compileTable, outputColumns } from '../tabular.ts';

/** `union`: the rows of all tables, one after the other; with `isfuzzy=true` those that do not exist are left out. */
export function compileUnion(
  node: SyntaxNode,
  input: TableExpression | undefined,
  scope: Scope,
): TableExpression {
  const columns = outputColumns(node, scope);
  const fuzzy = readParameters(node, scope);
  const legs = elements(node, 'Expressions').flatMap((leg) =>
    fuzzy && !exists(leg) ? [] : [compileTable(leg, scope)],
  );
  const tables = input === undefined ? legs : [input, ...legs];
  if (tables.length === 0) throw refusal(node, scope.source, 'none of the tables of the union exists');
  const sources = tables.map((table) => sourcesOf(table, columns, node, scope));
  return {
    columns,
    ...(tables.every(({ ingested }) => ingested) && { ingested: true }),
    evaluate: (run) =>
      concatenate(
        tables.map((table) => table.evaluate(run)),
        sources,
        columns,
      ),
  };
}

/** @returns whether it is fuzzy */
function readParameters(node: SyntaxNode, scope: Scope): boolean {
  let fuzzy = false;
  for (const parameter of elements(node, 'Parameters')) {
    const name = textOf(child(parameter, 'Name'), 'SimpleName');
    const value = child(parameter, 'Expression').ToString().trim();
    if (name === 'isfuzzy') fuzzy = value === 'true';
    else if (!(name === 'kind' && value === 'outer'))
      throw refusal(
        parameter,
        scope.source,
        `union ${name}=${value} is not supported`,
        'extend a column in each table instead',
      );
  }
  return fuzzy;
}

/** Whether the table that a leg of a fuzzy union begins with exists. */
function exists(node: SyntaxNode): boolean {
  switch (kindOf(node)) {
    case 'ParenthesizedExpression':
    case 'PipeExpression':
      return exists(child(node, 'Expression'));
    case 'NameReference':
      return symbolKindOf(node) !== '';
    case 'FunctionCallExpression':
      return symbolKindOf(child(node, 'Name')) !== '';
    default:
      return true;
  }
}

/** For each column of the output, the column of a table that it comes from. */
function sourcesOf(
  { columns }: TableExpression,
  output: readonly ColumnInfo[],
  node: SyntaxNode,
  scope: Scope,
): (string | undefined)[] {
  const sources = new Map<string, string>();
  for (const { name, type } of columns) {
    // The same name with another type gets a column of its own, with the type behind its name.
    const found =
      output.find((column) => column.name === name && column.type === type) ??
      output.find((column) => column.type === type && column.name.startsWith(`${name}_${type}`));
    if (found === undefined)
      throw refusal(node, scope.source, `the column ${name} (${type}) is lost in the union`);
    sources.set(found.name, name);
  }
  return output.map(({ name }) => sources.get(name));
}

function concatenate(
  tables: readonly Table[],
  sources: readonly (readonly (string | undefined)[])[],
  output: readonly ColumnInfo[],
): Table {
  const hidden: ColumnInfo = { name: INGESTION_COLUMN, type: 'datetime' };
  const parts = tables
    .map((table, index) => ({ table, names: [...(sources[index] ?? []), INGESTION_COLUMN] }))
    .filter(({ table }) => table.length > 0);
  const length = parts.reduce((sum, { table }) => sum + table.length, 0);
  const lengths = parts.map(({ table }) => table.length);
  const columns = [...output, hidden].map((info, at): Column => {
    const found = parts.map(({ table, names }) => byName(table).get(names[at] ?? ''));
    const [only] = found;
    // One table that has rows is the common case, and stays as it is.
    if (parts.length === 1 && only !== undefined) return { ...only, name: info.name };
    const nothing = missing(info.type);
    if (found.every((column) => column === undefined))
      return { ...info, vector: { kind: 'constant', value: nothing } };
    const reads = found.map((column) => (column === undefined ? () => nothing : columnReader(column)));
    return { ...info, vector: lazy(length, chained(reads, lengths)) };
  });
  return { length, columns };
}

/** Reads one table behind the other. */
function chained(reads: readonly Read[], lengths: readonly number[]): Read {
  return (row) => {
    let at = row;
    for (let part = 0; part < reads.length; part++) {
      const length = lengths[part] ?? 0;
      if (at < length) return reads[part]?.(at) ?? null;
      at -= length;
    }
    return null;
  };
}
