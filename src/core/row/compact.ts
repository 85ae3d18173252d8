import { isObject, own } from '../json/types.ts';

/**
 * A value without what says nothing: nulls, empty text, empty lists and empty objects, at every level.
 * Undefined when nothing remains. Text loses lone surrogates, which have no UTF-8 form.
 */
export function compact(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? undefined : value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  if (Array.isArray(value)) {
    const items = value.map(compact).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  const members = Object.entries(value)
    .map(([name, member]) => [name.toWellFormed(), compact(member)] as const)
    .filter(([, member]) => member !== undefined);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** The named members of an object, compact; anything that is no object is undefined. */
export function pick(value: unknown, names: readonly string[]): unknown {
  if (!isObject(value)) return undefined;
  return compact(Object.fromEntries(names.map((name) => [name, own(value, name)])));
}
