import type { ColumnType } from '../schema/types.ts';
import { formatDatetime } from './datetime.ts';
import { formatTimespan } from './timespan.ts';

/** A datetime inside a dynamic value; by itself a datetime is the number of its ticks. */
export class DynamicDatetime {
  readonly ticks: number;
  constructor(ticks: number) {
    this.ticks = ticks;
  }
  toJSON(): string {
    return formatDatetime(this.ticks);
  }
}

/** A timespan inside a dynamic value. */
export class DynamicTimespan {
  readonly ticks: number;
  constructor(ticks: number) {
    this.ticks = ticks;
  }
  toJSON(): string {
    return formatTimespan(this.ticks);
  }
}

/** What a dynamic value holds. */
export type Dynamic =
  | string
  | number
  | boolean
  | null
  | DynamicDatetime
  | DynamicTimespan
  | readonly Dynamic[]
  | { readonly [name: string]: Dynamic };

/**
 * A value of any type. Datetimes and timespans are ticks of 100 ns; a string is never null, as in Kusto. Which type a
 * value has is known from the expression that gives it.
 */
export type Value = Dynamic;

/** The value of a type that stands for nothing: empty text for a string, null for any other. */
export function missing(type: ColumnType): Value {
  return type === 'string' ? '' : null;
}

/** Whether a dynamic value is a property bag. */
export function isBag(value: Value): value is { readonly [name: string]: Dynamic } {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof DynamicDatetime) &&
    !(value instanceof DynamicTimespan)
  );
}

/** A value of a type as a dynamic one, as `bag_pack` and `make_set` hold it. */
export function toDynamic(value: Value, type: ColumnType): Dynamic {
  if (typeof value === 'number') {
    if (type === 'datetime') return new DynamicDatetime(value);
    if (type === 'timespan') return new DynamicTimespan(value);
  }
  return value;
}
