import { KqlError } from '../kqlError.ts';
import { hasTerm, holdsTerm } from '../values/terms.ts';
import { toText } from '../values/text.ts';
import type { Value } from '../values/value.ts';
import { compileRegex } from './regex.ts';
import type { ScalarFunction, ScalarFunctions } from './registry.ts';
import { asList, asNumber, asText, plain } from './shorthand.ts';

/** Functions on text. */
export const TEXTS: ScalarFunctions = {
  tolower: plain((text) => asText(text).toLowerCase()),
  toupper: plain((text) => asText(text).toUpperCase()),
  strlen: plain((text) => [...asText(text)].length),
  strcat: concatenation(0),
  strcat_delim: concatenation(1),
  strcat_array: {
    seesNull: true,
    of: () => (list, delimiter) =>
      (asList(list) ?? []).map((item) => toText(item, 'dynamic')).join(asText(delimiter)),
  },
  split: plain((text, delimiter, index) => {
    const by = asText(delimiter);
    if (by === '') throw new KqlError('split by empty text is not documented');
    const parts = asText(text).split(by);
    if (index === undefined) return parts;
    const part = parts[asNumber(index)];
    return part === undefined ? null : [part];
  }),
  substring: plain((text, start, length) => substring(asText(text), asNumber(start), length)),
  indexof: plain((text, part) => asText(text).indexOf(asText(part))),
  replace_string: plain((text, part, by) => asText(text).replaceAll(asText(part), () => asText(by))),
  replace_regex: plain((text, pattern, by) => {
    const rewrite = asText(by);
    if (/[\\$]/.test(rewrite))
      throw new KqlError('references in the replacement of replace_regex are not supported');
    return asText(text).replaceAll(compileRegex(asText(pattern), 'g'), rewrite);
  }),
  has_any_ipv4_prefix: plain((text, ...prefixes) => {
    const list = prefixes.flatMap((prefix) => asList(prefix) ?? [prefix]).map((prefix) => asText(prefix));
    return list.some((prefix) => hasAddressPrefix(asText(text), prefix));
  }),
  extract: plain((pattern, group, text) => {
    const found = compileRegex(asText(pattern)).exec(asText(text));
    return found?.[asNumber(group)] ?? '';
  }),
  trim: plain((pattern, text) => {
    const source = asText(pattern);
    return asText(text)
      .replace(compileRegex(`^(?:${source})`), '')
      .replace(compileRegex(`(?:${source})$`), '');
  }),
};

/** All arguments as one text; `count` leading ones are delimiters and stand between the others. */
function concatenation(count: 0 | 1): ScalarFunction {
  return {
    seesNull: true,
    of:
      (types) =>
      (...args) =>
        args
          .slice(count)
          .map((value, index) => toText(value, types[index + count] ?? 'string'))
          .join(count === 0 ? '' : asText(args[0])),
  };
}

/** An address of the text that begins with the prefix; a prefix that does not end in a dot is a whole address. */
function hasAddressPrefix(text: string, prefix: string): boolean {
  const addresses = text.match(/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])/g) ?? [];
  return addresses.some((address) =>
    prefix.endsWith('.') ? address.startsWith(prefix) : address === prefix,
  );
}

function substring(text: string, start: number, length: Value | undefined): string {
  const from = start < 0 ? Math.max(0, text.length + start) : start;
  const count = length === undefined ? text.length : asNumber(length);
  if (count < 0) throw new KqlError('a negative length of substring is not documented');
  return text.slice(from, from + count);
}

/** An operator between two texts, such as `has`; the right one is mostly the same for all rows. */
export type TextOperator = (right: string) => (left: string) => boolean;

const ignoringCase =
  (operator: TextOperator): TextOperator =>
  (right) => {
    const test = operator(right.toLowerCase());
    return (left) => test(left.toLowerCase());
  };

const equals: TextOperator = (right) => (left) => left === right;
const contains: TextOperator = (right) => (left) => left.includes(right);
const startsWith: TextOperator = (right) => (left) => left.startsWith(right);
const endsWith: TextOperator = (right) => (left) => left.endsWith(right);
const has: TextOperator = (right) => {
  if (!holdsTerm(right))
    throw new KqlError(`has ${JSON.stringify(right)}: no letter or digit, and so no term; use contains`);
  return (left) => hasTerm(left, right);
};

/** The text operators; each also with `!` before it. */
export const TEXT_OPERATORS: ReadonlyMap<string, TextOperator> = new Map([
  ['=~', ignoringCase(equals)],
  ['contains', ignoringCase(contains)],
  ['contains_cs', contains],
  ['startswith', ignoringCase(startsWith)],
  ['startswith_cs', startsWith],
  ['endswith', ignoringCase(endsWith)],
  ['endswith_cs', endsWith],
  ['has', ignoringCase(has)],
  ['has_cs', has],
  [
    'matches regex',
    (right: string) => {
      const regex = compileRegex(right);
      return (left: string) => regex.test(left);
    },
  ],
]);
