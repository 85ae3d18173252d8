/** A parsed JSON object from outside: every member is unknown until it is read with a check. */
export type JsonObject = { readonly [key: string]: unknown };

/** True for a JSON object; false for arrays, null and primitives. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The member of that name which the object itself holds.
 * A plain index would also find what every object inherits (`constructor`, `__proto__`), so that a log
 * could be read as having fields that it does not have.
 */
export function own(object: JsonObject, name: string): unknown {
  const value = object[name];
  // What objects inherit is functions, and the prototype itself; nothing that JSON can hold. Asking only then whether
  // the member is the object's own saves a second look-up for each of a row's seventy.
  if (typeof value !== 'function' && name !== '__proto__') return value;
  return Object.hasOwn(object, name) ? value : undefined;
}

export type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: string };

/** `JSON.parse` with its failure as a value: hostile text is an expected input here. */
export function parseJson(text: string): Parsed {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/** The deepest nesting that a record may have; 1 is an object without objects or arrays inside. */
export const MAX_DEPTH = 100;

/**
 * True when a value is nested deeper than `limit` levels of objects and arrays.
 * `JSON.parse` accepts any depth, `JSON.stringify` and every recursive reader overflow the stack at some
 * thousands: what is deeper than this never gets that far.
 */
export function isDeeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && isDeeperThan(item, limit - 1)) return true;
    return false;
  }
  // JSON gives objects no enumerable members but their own; `for in` makes no list of them first.
  for (const name in value) {
    const item: unknown = own(value as JsonObject, name);
    if (typeof item === 'object' && isDeeperThan(item, limit - 1)) return true;
  }
  return false;
}
