import { KqlError } from '../kqlError.ts';
import { type Dynamic, isBag, type Value } from '../values/value.ts';
import type { ScalarFunction } from './registry.ts';

/** A function whose arguments are never null and whose types do not matter. */
export function plain(call: (...args: Value[]) => Value): ScalarFunction {
  return { of: () => call };
}

/** A function that sees nulls. */
export function total(call: (...args: Value[]) => Value): ScalarFunction {
  return { seesNull: true, of: () => call };
}

/** @throws KqlError for a value that is no text, which the types of a query that binds rule out */
export function asText(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw new KqlError(`a text is needed, not ${JSON.stringify(value)}`);
}

export function asNumber(value: Value | undefined): number {
  if (typeof value === 'number') return value;
  throw new KqlError(`a number is needed, not ${JSON.stringify(value)}`);
}

/** The elements of a dynamic list; undefined for anything else. */
export function asList(value: Value | undefined): readonly Dynamic[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

export { isBag };

/** A number that a 64-bit integer of Kusto and a number of JavaScript hold alike. */
export function asLong(value: number): number {
  if (!Number.isSafeInteger(value))
    throw new KqlError(`the integer ${value} is beyond 2^53, where numbers lose digits`);
  // -0 is 0.
  return value + 0;
}
