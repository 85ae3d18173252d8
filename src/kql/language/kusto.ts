import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import vm from 'node:vm';
import type { SyntaxNode, TypeSymbol } from './syntax.ts';

// Microsoft's Kusto language service is C# compiled to JavaScript (Bridge.NET), and its type declarations fill the
// global scope. What this project uses of it is declared here and in syntax.ts, by hand.

/** A .NET list. */
export interface List<T> {
  readonly Count: number;
  getItem(index: number): T;
}

export interface KustoDiagnostic {
  readonly Severity: string;
  readonly Code: string;
  readonly Message: string;
  readonly Start: number;
  readonly Length: number;
}

/** Tables and functions that queries are bound to. */
export interface GlobalState {
  WithDatabase(database: object): GlobalState;
}

export interface KustoCode {
  readonly Syntax: SyntaxNode;
  readonly ResultType: TypeSymbol | null;
  GetDiagnostics(): List<KustoDiagnostic>;
}

/** A constructor overload. */
type Constructor<Arguments extends readonly unknown[]> = new (...args: Arguments) => object;

/** What the return type of a function may be worked out from. */
export interface CallContext {
  readonly Arguments: List<SyntaxNode>;
}

interface KustoLanguage {
  readonly GlobalState: { readonly Default: GlobalState };
  readonly KustoCode: { ParseAndAnalyze(text: string, globals: GlobalState): KustoCode };
  readonly Symbols: {
    readonly TableSymbol: { readonly $ctor7: Constructor<[name: string, schema: string, description: null]> };
    readonly DatabaseSymbol: {
      readonly $ctor1: Constructor<[name: string, members: readonly object[], isOpen: boolean]>;
    };
    readonly Parameter: { readonly $ctor3: Constructor<[name: string, type: object, kind: number]> };
    readonly ScalarTypes: { readonly String: object };
    readonly ArgumentKind: { readonly Literal: number };
    readonly Tabularity: { readonly Tabular: number };
    readonly FunctionSymbol: {
      readonly $ctor1: Constructor<
        [name: string, type: (call: CallContext) => object, tabularity: number, parameters: readonly object[]]
      >;
      readonly $ctor16: Constructor<[name: string, parameters: string, body: string, description: null]>;
    };
  };
}

export interface Kusto extends KustoLanguage {
  /** The name of an object's class, such as `Kusto.Language.Syntax.FilterOperator`. */
  readonly typeName: (value: object) => string;
}

const SCRIPTS = ['bridge.min.js', 'Kusto.Language.Bridge.min.js'];

let loaded: Kusto | undefined;

/** The language service; the first call loads its scripts, which takes about 0.2 s. */
export function kusto(): Kusto {
  loaded ??= load();
  return loaded;
}

/** The scripts want one global scope for both, and would fill ours: they get a scope of their own. */
function load(): Kusto {
  const require = createRequire(import.meta.url);
  const context = vm.createContext({});
  for (const script of SCRIPTS) {
    const path = require.resolve(`@kusto/language-service-next/${script}`);
    vm.runInContext(readFileSync(path, 'utf8'), context, { filename: script });
  }
  const scope: { Kusto: { Language: KustoLanguage }; Bridge: { getTypeName(value: object): string } } =
    vm.runInContext('({ Kusto, Bridge })', context);
  return { ...pickLanguage(scope.Kusto.Language), typeName: (value) => scope.Bridge.getTypeName(value) };
}

/** The members one by one: the namespace defines them lazily, and a spread would load all of them. */
function pickLanguage({ GlobalState, KustoCode, Symbols }: KustoLanguage): KustoLanguage {
  return { GlobalState, KustoCode, Symbols };
}

/** A .NET list as an array. */
export function toArray<T>(list: List<T>): T[] {
  return Array.from({ length: list.Count }, (_, index) => list.getItem(index));
}
