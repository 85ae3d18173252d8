import { KqlError } from '../kqlError.ts';
import {
  binDatetime,
  fromMilliseconds,
  TICKS_PER_DAY,
  TICKS_PER_MILLISECOND,
  toMilliseconds,
} from '../values/datetime.ts';
import type { Value } from '../values/value.ts';
import { formatParts } from './dateFormat.ts';
import type { ScalarFunction, ScalarFunctions } from './registry.ts';
import { asLong, asNumber, asText, plain } from './shorthand.ts';

/** Functions on datetimes, and bins. */
export const DATES: ScalarFunctions = {
  bin: bin(),
  floor: bin(),
  startofday: plain((at, offset) => binDatetime(asNumber(at), TICKS_PER_DAY) + daysOf(offset)),
  endofday: plain(
    (at, offset) => binDatetime(asNumber(at), TICKS_PER_DAY) + TICKS_PER_DAY - 1 + daysOf(offset),
  ),
  hourofday: plain((at) => dateOf(at).getUTCHours()),
  dayofweek: plain((at) => dateOf(at).getUTCDay() * TICKS_PER_DAY),
  dayofmonth: plain((at) => dateOf(at).getUTCDate()),
  datetime_part: plain((part, at) => partOf(asText(part), dateOf(at))),
  datetime_diff: plain((period, first, second) =>
    difference(asText(period), asNumber(first), asNumber(second)),
  ),
  datetime_add: plain((period, amount, at) => add(asText(period), asNumber(amount), asNumber(at))),
  format_datetime: plain((at, format) => formatParts(asNumber(at), asText(format))),
};

const dateOf = (at: Value | undefined) => new Date(toMilliseconds(asNumber(at)));
const daysOf = (offset: Value | undefined) => (offset === undefined ? 0 : asNumber(offset)) * TICKS_PER_DAY;

function partOf(part: string, date: Date): number {
  switch (part.toLowerCase()) {
    case 'year':
      return date.getUTCFullYear();
    case 'month':
      return date.getUTCMonth() + 1;
    case 'day':
      return date.getUTCDate();
    case 'hour':
      return date.getUTCHours();
    case 'minute':
      return date.getUTCMinutes();
    case 'second':
      return date.getUTCSeconds();
    default:
      throw new KqlError(`datetime_part of ${part} is not supported`);
  }
}

/** `bin`: down to a multiple of the size, for negative numbers too. */
function bin(): ScalarFunction {
  return {
    of:
      ([type]) =>
      (value, size) => {
        const step = asNumber(size);
        if (step < 0) return null;
        if (step === 0) throw new KqlError('bin() with the size 0 is not documented');
        if (type === 'datetime') return binDatetime(asNumber(value), step);
        return Math.floor(asNumber(value) / step) * step + 0;
      },
  };
}

/** Units whose length is always the same, in ticks. */
const UNITS: Readonly<Record<string, number>> = {
  week: 7 * TICKS_PER_DAY,
  day: TICKS_PER_DAY,
  hour: 3_600_000 * TICKS_PER_MILLISECOND,
  minute: 60_000 * TICKS_PER_MILLISECOND,
  second: 1000 * TICKS_PER_MILLISECOND,
  millisecond: TICKS_PER_MILLISECOND,
  microsecond: 10,
};

const MONTHS: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };

/** How many borders of a period lie between two times. */
function difference(period: string, first: number, second: number): number {
  const name = period.toLowerCase();
  const months = MONTHS[name];
  if (months !== undefined) return Math.floor(monthOf(first) / months) - Math.floor(monthOf(second) / months);
  if (name === 'nanosecond') return asLong((first - second) * 100);
  const unit = UNITS[name];
  if (unit === undefined) throw new KqlError(`the period ${period} is not known`);
  // Weeks begin on Sunday, the day before the first day of the calendar (0001-01-01 was a Monday).
  const shift = name === 'week' ? TICKS_PER_DAY : 0;
  return (binDatetime(first + shift, unit) - binDatetime(second + shift, unit)) / unit;
}

function monthOf(ticks: number): number {
  const date = new Date(toMilliseconds(ticks));
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function add(period: string, amount: number, at: number): number {
  const name = period.toLowerCase();
  const months = MONTHS[name];
  if (months === undefined) {
    const unit = UNITS[name];
    if (unit === undefined) throw new KqlError(`the period ${period} is not supported`);
    return at + amount * unit;
  }
  const date = new Date(toMilliseconds(at));
  const day = date.getUTCDate();
  const rest = at - fromMilliseconds(date.getTime());
  date.setUTCMonth(date.getUTCMonth() + amount * months);
  if (date.getUTCDate() !== day) throw new KqlError('a month that lacks the day is not documented');
  return fromMilliseconds(date.getTime()) + rest;
}
