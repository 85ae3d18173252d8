import type { List } from './kusto.ts';
import { kusto, toArray } from './kusto.ts';

/** A type of the bound tree: a scalar (`string`, `long`, ...), or a table with its columns. */
export interface TypeSymbol {
  readonly Name: string;
  readonly Columns?: List<{ readonly Name: string; readonly Type: TypeSymbol }>;
}

/** What a name stands for. */
export interface NameSymbol {
  readonly Name: string;
}

/** A node of the bound tree. Its other members depend on its kind; `child`, `elements` and `textOf` read them. */
export interface SyntaxNode {
  readonly TextStart: number;
  readonly End: number;
  readonly ResultType?: TypeSymbol | null;
  readonly ReferencedSymbol?: NameSymbol | null;
  readonly ChildCount: number;
  GetChild(index: number): SyntaxNode | null;
  ToString(includeTrivia?: number): string;
}

/** Names of classes; asking the language service for one costs more than everything else about a node. */
const NAMES = new WeakMap<object, string>();

function classOf(value: object): string {
  const known = NAMES.get(value.constructor);
  if (known !== undefined) return known;
  const name = kusto()
    .typeName(value)
    .replace(/^Kusto\.Language\.\w+\./, '');
  NAMES.set(value.constructor, name);
  return name;
}

/** The kind of a node: the name of its class, such as `FilterOperator`. */
export function kindOf(node: SyntaxNode): string {
  return classOf(node);
}

/** The kind of thing that a name stands for, such as `ColumnSymbol`; empty where it stands for nothing. */
export function symbolKindOf(node: SyntaxNode): string {
  const symbol = node.ReferencedSymbol;
  return symbol ? classOf(symbol) : '';
}

function member(node: SyntaxNode, name: string): unknown {
  return Reflect.get(node, name);
}

/** A part of a node that may be missing. */
export function optionalChild(node: SyntaxNode, name: string): SyntaxNode | undefined {
  const value = member(node, name);
  return isNode(value) ? value : undefined;
}

/** A part of a node that its kind always has. @throws Error when it has not: the language service has changed */
export function child(node: SyntaxNode, name: string): SyntaxNode {
  const found = optionalChild(node, name);
  if (found === undefined) throw new Error(`${kindOf(node)} has no part ${name}`);
  return found;
}

/** The elements of a list that is a part of a node; separators are left out. */
export function elements(node: SyntaxNode, name: string): SyntaxNode[] {
  const list = member(node, name);
  if (!isList(list)) throw new Error(`${kindOf(node)} has no list ${name}`);
  return toArray(list).flatMap((item) => {
    if (!isNode(item)) return [];
    return optionalChild(item, 'Element$1') ?? optionalChild(item, 'Element') ?? [item];
  });
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'ChildCount' in value;
}

function isList(value: unknown): value is List<unknown> {
  return typeof value === 'object' && value !== null && 'Count' in value && 'getItem' in value;
}

/** A text member, such as the `SimpleName` of a name or the `Text` of a token. */
export function textOf(node: SyntaxNode, name: string): string {
  const value = member(node, name);
  if (typeof value !== 'string') throw new Error(`${kindOf(node)} has no text ${name}`);
  return value;
}

const ALL_TRIVIA = 0;

/** The whole text that a bound body was made from: positions in it refer to this text. */
export function sourceOf(body: SyntaxNode): string {
  return body.ToString(ALL_TRIVIA);
}

/** The nodes directly below a node. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).filter(
    (part) => part !== null && part !== undefined,
  );
}

/** The columns of a table type, in order; undefined for a scalar. */
export function columnsOf(type: TypeSymbol | null | undefined): { name: string; type: string }[] | undefined {
  if (!type?.Columns) return undefined;
  return toArray(type.Columns).map((column) => ({ name: column.Name, type: column.Type.Name }));
}

/** The body of the function that a call names, bound to the call's arguments; undefined for a built-in function. */
export function calledBody(call: SyntaxNode): SyntaxNode | undefined {
  const get = member(call, 'GetCalledFunctionBody');
  const body: unknown = typeof get === 'function' ? get.call(call) : undefined;
  return isNode(body) ? body : undefined;
}
