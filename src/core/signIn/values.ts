import { isDeeperThan, isObject, MAX_DEPTH, own, parseJson } from '../json/types.ts';

/**
 * A scalar as text: strings (with lone surrogates replaced, since such text has no UTF-8 form), numbers and booleans
 * printed. Everything else, and blank text, is undefined.
 */
export function toText(value: unknown): string | undefined {
  if (typeof value === 'string') return isBlank(value) ? undefined : value.toWellFormed();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Most text begins with a printable character, and need not be trimmed to see that it is there. */
function isBlank(text: string): boolean {
  return !isPrintable(text.charCodeAt(0)) && text.trim() === '';
}

function isPrintable(unit: number): boolean {
  return unit > 0x20 && unit < 0x7f;
}

/** A boolean, also written as text (`"true"`, `"False"`): downloads and query results hold them so. */
export function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;

/**
 * Objects and arrays as they are, and those that came as JSON text in a string. Other values unchanged, and also text
 * that hides more nesting than a record may have: it stands at least one level inside of one.
 */
export function unwrapJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const first = value.charCodeAt(0);
  if (isPrintable(first) && first !== OPEN_OBJECT && first !== OPEN_ARRAY) return value;
  const text = value.trim();
  if (!text.startsWith('{') && !text.startsWith('[')) return value;
  const parsed = parseJson(text);
  return parsed.ok && !isDeeperThan(parsed.value, MAX_DEPTH - 1) ? parsed.value : value;
}

/** The value at a path of member names; undefined where the path ends early. JSON text on the way is unwrapped. */
export function atPath(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    const object = unwrapJson(current);
    if (!isObject(object)) return undefined;
    current = own(object, name);
  }
  return current;
}
