import { child, elements, kindOf, type SyntaxNode, textOf } from '../language/syntax.ts';
import type { ColumnType } from '../schema/types.ts';
import { parseDatetime } from '../values/datetime.ts';
import { parseTimespan } from '../values/timespan.ts';
import { type Dynamic, missing, toDynamic, type Value } from '../values/value.ts';
import { refusal, type Source, toColumnType, typeOf } from './scope.ts';

/** The value of a literal, such as `5m`, `long(3)`, `datetime(2026-11-16)` or `"text"`. */
export function literalValue(node: SyntaxNode, source: Source, type = literalType(node, source)): Value {
  if (type === 'string') return textValue(node, source);
  const text = textOf(child(node, 'Token'), 'Text').trim();
  const inner = /^[a-z]\w*\s*\((.*)\)$/is.exec(text)?.[1]?.trim() ?? text;
  if (inner.toLowerCase() === 'null') return missing(type);
  const value = fromText(inner, type);
  if (value === undefined) throw refusal(node, source, `the ${type} literal ${text} is not supported`);
  return value;
}

/** The type of a literal; the language service leaves those of default values without one. */
function literalType(node: SyntaxNode, source: Source): ColumnType {
  if (node.ResultType) return typeOf(node, source);
  const text = textOf(child(node, 'Token'), 'Text').trim();
  if (/^[@h]*["'`]/i.test(text)) return 'string';
  if (/^\d+$/.test(text)) return 'long';
  if (/^[\d.]+(e[+-]?\d+)?$/i.test(text)) return 'real';
  if (/^(true|false)$/i.test(text)) return 'bool';
  return toColumnType(/^[a-z]+(?=\()/i.exec(text)?.[0].toLowerCase() ?? 'timespan', node, source);
}

function textValue(node: SyntaxNode, source: Source): string {
  const value: unknown = Reflect.get(node, 'LiteralValue');
  if (typeof value !== 'string') throw refusal(node, source, 'a text literal without text');
  return value;
}

function fromText(text: string, type: ColumnType): Value | undefined {
  switch (type) {
    case 'bool':
      return toBool(text);
    case 'datetime':
      return parseDatetime(text);
    case 'timespan':
      return parseTimespan(text);
    case 'long':
    case 'int': {
      const number = /^[+-]?(\d+|0x[0-9a-f]+)$/i.test(text) ? Number(text) : Number.NaN;
      return Number.isSafeInteger(number) ? number : undefined;
    }
    case 'real': {
      const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
      return Number.isFinite(number) ? number : undefined;
    }
    default:
      return undefined;
  }
}

function toBool(text: string): boolean | undefined {
  if (/^(true|1)$/i.test(text)) return true;
  return /^(false|0)$/i.test(text) ? false : undefined;
}

/** The value of what stands in `dynamic(...)`: JSON, in which literals of Kusto may stand. */
export function dynamicValue(node: SyntaxNode, source: Source): Dynamic {
  switch (kindOf(node)) {
    case 'DynamicExpression':
      return dynamicValue(child(node, 'Expression'), source);
    case 'JsonArrayExpression':
      return elements(node, 'Values').map((item) => dynamicValue(item, source));
    case 'JsonObjectExpression':
      return Object.fromEntries(
        elements(node, 'Pairs').map((pair) => [
          memberName(child(pair, 'Name')),
          dynamicValue(child(pair, 'Value'), source),
        ]),
      );
    case 'PrefixUnaryExpression': {
      const value = dynamicValue(child(node, 'Expression'), source);
      if (typeof value === 'number') return -value;
      throw refusal(node, source, 'only a number can be negative');
    }
    case 'LiteralExpression':
      if (/^null$/i.test(textOf(child(node, 'Token'), 'Text').trim())) return null;
      return toDynamic(literalValue(node, source), literalType(node, source));
    default:
      throw refusal(node, source, `${kindOf(node)} inside dynamic() is not supported`);
  }
}

function memberName(token: SyntaxNode): string {
  const value: unknown = Reflect.get(token, 'Value');
  return typeof value === 'string' ? value : textOf(token, 'Text').replace(/^(["'])(.*)\1$/s, '$2');
}
