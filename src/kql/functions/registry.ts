import type { ColumnType } from '../schema/types.ts';
import type { Value } from '../values/value.ts';
import { ADDRESSES } from './addresses.ts';
import { CONVERSIONS } from './conversions.ts';
import { DATES } from './dates.ts';
import { DYNAMICS } from './dynamics.ts';
import { TEXTS } from './texts.ts';

/** A scalar function of values alone. */
export interface ScalarFunction {
  /** Whether it sees nulls; else a null argument gives null. */
  readonly seesNull?: true;
  /**
   * The function for arguments of these types.
   * @throws KqlError for types that it does not take
   */
  readonly of: (types: readonly ColumnType[]) => (...args: Value[]) => Value;
}

export type ScalarFunctions = Readonly<Record<string, ScalarFunction>>;

/** Scalar functions by name; those that depend on rows, tables or the clock are in compile/special.ts. */
export const SCALAR_FUNCTIONS: ReadonlyMap<string, ScalarFunction> = new Map(
  [TEXTS, CONVERSIONS, DATES, DYNAMICS, ADDRESSES].flatMap((group) => Object.entries(group)),
);
