import { child, columnsOf, kindOf, type SyntaxNode, symbolKindOf, textOf } from '../language/syntax.ts';
import { INSTEAD, OPERATORS, type OperatorKind } from '../permitted.ts';
import { columnReader, emptyTable, type Table } from '../table/table.ts';
import { missing } from '../values/value.ts';
import { compileCall } from './call.ts';
import { type Expression, perRun } from './expression.ts';
import * as columns from './operators/columns.ts';
import { compileJoin, compileLookup } from './operators/join.ts';
import { compileMvExpand } from './operators/mvExpand.ts';
import * as rows from './operators/rows.ts';
import { compileDatatable, compilePrint, compileRange, compileWatchlist } from './operators/sources.ts';
import { compileDistinct, compileSummarize } from './operators/summarize.ts';
import { compileUnion } from './operators/union.ts';
import { remembered } from './remember.ts';
import { compileScalar } from './scalar.ts';
import {
  type ColumnInfo,
  type Place,
  refusal,
  type Scope,
  type TableExpression,
  toColumnType,
  typeOf,
} from './scope.ts';
import { INGESTION_COLUMN } from './special.ts';

/** Whether a node gives a table. */
export function isTabular(node: SyntaxNode): boolean {
  return columnsOf(node.ResultType) !== undefined;
}

/** The columns that a node gives, as the language service found them. */
export function outputColumns(node: SyntaxNode, scope: Scope): ColumnInfo[] {
  const found = columnsOf(node.ResultType);
  if (found === undefined) throw refusal(node, scope.source, `${kindOf(node)} gives no table`);
  return found.map(({ name, type }) => ({ name, type: toColumnType(type, node, scope.source) }));
}

/**
 * Compiles a tabular expression of the bound tree.
 * @throws KqlError for everything that is not permitted
 */
export function compileTable(node: SyntaxNode, scope: Scope): TableExpression {
  switch (kindOf(node)) {
    case 'ParenthesizedExpression':
    case 'MaterializeExpression':
      return compileTable(child(node, 'Expression'), scope);
    case 'NameReference':
      return compileTableName(node, scope);
    case 'PipeExpression':
      return compilePipe(node, scope);
    case 'FunctionCallExpression':
      return compileTableCall(node, scope);
    case 'DataTableExpression':
      return compileDatatable(node, scope);
    case 'PrintOperator':
      return compilePrint(node, scope);
    case 'RangeOperator':
      return compileRange(node, scope);
    case 'UnionOperator':
      return compileUnion(node, undefined, scope);
    default:
      throw notSupported(node, scope);
  }
}

function notSupported(node: SyntaxNode, scope: Scope) {
  const kind = kindOf(node);
  return refusal(node, scope.source, `${kind} is not supported`, INSTEAD[kind]);
}

function compileTableName(node: SyntaxNode, scope: Scope): TableExpression {
  const name = textOf(node, 'SimpleName');
  if (symbolKindOf(node) !== 'TableSymbol') {
    const binding = scope.find(name);
    if (binding?.kind === 'table') return binding.table;
    throw refusal(node, scope.source, `${name} is no table here`);
  }
  const schema = outputColumns(node, scope);
  return { columns: schema, ingested: true, evaluate: (run) => storedTable(run.table(name), schema, name) };
}

/** A table of the workspace with exactly the columns of its schema, and the hidden one. */
function storedTable(table: Table | undefined, schema: readonly ColumnInfo[], name: string): Table {
  const hidden: ColumnInfo = { name: INGESTION_COLUMN, type: 'datetime' };
  if (table === undefined || table.length === 0) return emptyTable([...schema, hidden]);
  const found = new Map(table.columns.map((column) => [column.name, column]));
  const columnsOfTable = [...schema, hidden].map(
    ({ name: column, type }) =>
      found.get(column) ?? {
        name: column,
        type,
        vector: { kind: 'constant' as const, value: column === 'Type' ? name : missing(type) },
      },
  );
  return { length: table.length, columns: columnsOfTable };
}

function compileTableCall(node: SyntaxNode, scope: Scope): TableExpression {
  const name = textOf(child(node, 'Name'), 'SimpleName');
  if (name === '_GetWatchlist') return compileWatchlist(node, scope);
  const declared = compileCall(node, { scope });
  if (declared?.kind === 'table') return declared.table;
  throw notSupported(node, scope);
}

function compilePipe(node: SyntaxNode, scope: Scope): TableExpression {
  const input = compileTable(child(node, 'Expression'), scope);
  const operator = child(node, 'Operator');
  const kind = kindOf(operator);
  if (!isPermitted(kind)) throw notSupported(operator, scope);
  const output = compileOperator(kind, operator, input, scope);
  // The language service knows which columns there must be: another result would be a fault of this compiler.
  const expected = outputColumns(operator, scope);
  const names = (list: readonly ColumnInfo[]) => list.map(({ name, type }) => `${name}:${type}`).join();
  if (names(expected) !== names(output.columns))
    throw refusal(
      operator,
      scope.source,
      `the evaluator's columns ${names(output.columns)} are not those of the language service, ${names(expected)}`,
    );
  return output;
}

function isPermitted(kind: string): kind is OperatorKind {
  return Object.hasOwn(OPERATORS, kind);
}

function compileOperator(
  kind: OperatorKind,
  node: SyntaxNode,
  input: TableExpression,
  scope: Scope,
): TableExpression {
  const place: Place = { scope, row: input };
  switch (kind) {
    case 'FilterOperator':
      return rows.compileWhere(node, input, place);
    case 'TakeOperator':
      return rows.compileTake(node, input, place);
    case 'TopOperator':
      return rows.compileTop(node, input, place);
    case 'SortOperator':
      return rows.compileSort(node, input, place);
    case 'CountOperator':
      return rows.compileCount(input);
    case 'SerializeOperator':
      return columns.compileSerialize(node, input, place);
    case 'AsOperator':
      return input;
    case 'ExtendOperator':
      return columns.compileExtend(node, input, place);
    case 'ProjectOperator':
      return columns.compileProject(node, input, place);
    case 'ProjectAwayOperator':
    case 'ProjectKeepOperator':
    case 'ProjectReorderOperator':
      return columns.compileChoice(node, input, place);
    case 'ProjectRenameOperator':
      return columns.compileRename(node, input);
    case 'SummarizeOperator':
      return compileSummarize(node, input, place);
    case 'DistinctOperator':
      return compileDistinct(node, input, place);
    case 'JoinOperator':
      return compileJoin(node, input, scope);
    case 'LookupOperator':
      return compileLookup(node, input, scope);
    case 'UnionOperator':
      return compileUnion(node, input, scope);
    case 'MvExpandOperator':
      return compileMvExpand(node, input, place);
    case 'PrintOperator':
    case 'RangeOperator':
      throw notSupported(node, scope);
  }
}

/** `toscalar(...)`: the first column of the first row, worked out once for a run. */
export function compileToScalar(node: SyntaxNode, place: Place): Expression {
  const inner = child(node, 'Expression');
  if (!isTabular(inner)) return compileScalar(inner, place);
  const table = compileTable(inner, place.scope);
  const type = typeOf(node, place.scope.source);
  return remembered(
    perRun(type, (run) => {
      const { columns: [first] = [], length } = table.evaluate(run);
      return first === undefined || length === 0 ? missing(type) : columnReader(first)(0);
    }),
  );
}
