import { KqlError } from '../kqlError.ts';
import type { Database } from '../language/database.ts';
import { placeOf } from '../language/diagnostics.ts';
import { kindOf, type SyntaxNode } from '../language/syntax.ts';
import type { ColumnType } from '../schema/types.ts';
import type { Table } from '../table/table.ts';
import type { Expression, Run } from './expression.ts';

/** Name and type of a column. */
export interface ColumnInfo {
  readonly name: string;
  readonly type: ColumnType;
}

/** A compiled tabular expression. */
export interface TableExpression {
  readonly columns: readonly ColumnInfo[];
  /** Its rows have an order that the query asked for. */
  readonly sorted?: boolean;
  /** Its rows know when they were ingested. */
  readonly ingested?: boolean;
  readonly evaluate: (run: Run) => Table;
}

/** What a name of a let statement or a parameter stands for. */
export type Binding =
  | { readonly kind: 'scalar'; readonly expression: Expression }
  | { readonly kind: 'table'; readonly table: TableExpression }
  /** The scope is the one that the function was declared in. */
  | { readonly kind: 'function'; readonly scope: Scope };

/** The text that positions refer to: the query, or the body of a stored function. */
export interface Source {
  readonly text: string;
  /** Where what was written begins in the text. */
  readonly start?: number;
  readonly inFunction?: string;
  /** The workspace that the query is bound to. */
  readonly database: Database;
}

/** The names that are known at a place of a query. */
export class Scope {
  readonly #bindings = new Map<string, Binding>();
  readonly #parent: Scope | undefined;
  readonly source: Source;

  constructor(source: Source, parent?: Scope) {
    this.source = source;
    this.#parent = parent;
  }

  declare(name: string, binding: Binding): void {
    this.#bindings.set(name, binding);
  }

  find(name: string): Binding | undefined {
    return this.#bindings.get(name) ?? this.#parent?.find(name);
  }
}

/** Where a scalar expression stands: the names around it, and the columns of the rows that it is worked out for. */
export interface Place {
  readonly scope: Scope;
  readonly row?: TableExpression;
  /** Inside summarize: the expression for the call of an aggregate function. */
  readonly aggregate?: (call: SyntaxNode) => Expression | undefined;
}

/**
 * The error for something that the evaluator does not run.
 * @param instead what to write instead
 */
export function refusal(node: SyntaxNode, source: Source, what: string, instead?: string): KqlError {
  const start = source.start ?? 0;
  const { line, column } = placeOf(source.text.slice(start), node.TextStart - start);
  const where = source.inFunction === undefined ? '' : ` of ${source.inFunction}`;
  const text = source.text.slice(node.TextStart, node.End).trim().replace(/\s+/g, ' ');
  const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text;
  return new KqlError(
    `line ${line}, column ${column}${where}: ${what}${instead === undefined ? '' : `; ${instead}`} (${shown})`,
  );
}

/** The column type of a node, as the language service found it. */
export function typeOf(node: SyntaxNode, source: Source): ColumnType {
  return toColumnType(node.ResultType?.Name ?? '', node, source);
}

const TYPES: ReadonlySet<string> = new Set([
  'string',
  'long',
  'int',
  'real',
  'bool',
  'datetime',
  'timespan',
  'dynamic',
]);

function isColumnType(name: string): name is ColumnType {
  return TYPES.has(name);
}

export function toColumnType(name: string, node: SyntaxNode, source: Source): ColumnType {
  // The language service writes `dynamic(array)` and the like for what it knows of a dynamic value.
  const plain = name.replace(/^dynamic\b.*$/s, 'dynamic');
  if (isColumnType(plain)) return plain;
  throw refusal(node, source, `the type ${name || 'unknown'} of ${kindOf(node)} is not supported`);
}
