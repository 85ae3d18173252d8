import { isObject, type JsonObject, own } from '../json/types.ts';

/**
 * A value without what says nothing: nulls, empty text, empty lists and empty objects, at every level.
 * Undefined when nothing remains. Text loses lone surrogates, which have no UTF-8 form.
 */
export function compact(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? undefined : value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  return Array.isArray(value) ? compactList(value) : compactObject(value as JsonObject, Object.keys(value));
}

function compactList(list: readonly unknown[]): unknown {
  const items: unknown[] = [];
  for (const item of list) {
    const kept = compact(item);
    if (kept !== undefined) items.push(kept);
  }
  return items.length === 0 ? undefined : items;
}

function compactObject(object: JsonObject, names: readonly string[]): unknown {
  let members: Record<string, unknown> | undefined;
  for (const name of names) {
    const kept = compact(own(object, name));
    if (kept === undefined) continue;
    members ??= {};
    // A plain assignment to `__proto__` would change the prototype, and the member would be gone.
    if (name === '__proto__') Object.defineProperty(members, name, { value: kept, enumerable: true });
    else members[name.toWellFormed()] = kept;
  }
  return members;
}

/** The named members of an object, compact; anything that is no object is undefined. */
export function pick(value: unknown, names: readonly string[]): unknown {
  return isObject(value) ? compactObject(value, names) : undefined;
}
