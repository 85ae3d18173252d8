import { isObject, own } from '../json/types.ts';
import { toText, unwrapJson } from '../signIn/values.ts';

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

/** A list, each item reduced to the named members; items that are no objects stay (some tenants write plain names). */
export function pickEach(value: unknown, names: readonly string[]): unknown {
  const list = unwrapJson(value);
  if (!Array.isArray(list)) return undefined;
  return compact(list.map((item) => (isObject(item) ? pick(item, names) : item)));
}

const IDLE_POLICY = /^(reportOnly)?not(Applied|Enabled)$/i;

/**
 * The Conditional Access policies that had a say in this sign-in. Those that did not apply are most of the list
 * (a tenant's whole set stands in every record) and most of the record's bytes.
 */
export function policiesInEffect(value: unknown): unknown {
  const list = unwrapJson(value);
  if (!Array.isArray(list)) return undefined;
  const inEffect = list.filter(
    (item) => isObject(item) && !IDLE_POLICY.test(toText(own(item, 'result')) ?? 'notApplied'),
  );
  return pickEach(inEffect, ['id', 'displayName', 'result']);
}
