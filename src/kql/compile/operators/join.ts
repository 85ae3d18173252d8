import { child, elements, kindOf, type SyntaxNode, textOf } from '../../language/syntax.ts';
import { JOIN_KINDS, LOOKUP_KINDS } from '../../permitted.ts';
import { byName, type Table } from '../../table/table.ts';
import { type ColumnInfo, refusal, type Scope, type TableExpression } from '../scope.ts';
import { compileTable, outputColumns } from '../tabular.ts';
import { joinRows, type On, type Tables } from './matchRows.ts';

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
      return withNames(joinRows(kind, tables, on), columns);
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
      const { length, columns: all } = joinRows(kind, [first, second], on);
      const at = new Set(
        right.columns.flatMap(({ name }, index) => (keys.has(name) ? [left.columns.length + index] : [])),
      );
      return withNames({ length, columns: all.filter((_, index) => !at.has(index)) }, columns);
    },
  };
}

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
