import { KqlError } from '../kqlError.ts';
import type { ColumnType } from '../schema/types.ts';
import { parseDatetime } from '../values/datetime.ts';
import { toText } from '../values/text.ts';
import { parseTimespan } from '../values/timespan.ts';
import { type Dynamic, DynamicDatetime, DynamicTimespan, type Value } from '../values/value.ts';
import type { ScalarFunction, ScalarFunctions } from './registry.ts';
import { asLong, asNumber, total } from './shorthand.ts';

/** Conversions between types, tests for null, and arithmetic functions. */
export const CONVERSIONS: ScalarFunctions = {
  tostring: { seesNull: true, of: (types) => (value) => toText(value ?? null, types[0] ?? 'dynamic') },
  tolong: conversion(toWhole),
  toint: conversion((value, type) => {
    const whole = toWhole(value, type);
    return whole !== null && Math.abs(whole) <= 2_147_483_647 ? whole : null;
  }),
  todouble: conversion(toReal),
  toreal: conversion(toReal),
  tobool: conversion(toBool),
  toboolean: conversion(toBool),
  todatetime: conversion(toTime('datetime', parseDatetime)),
  totimespan: conversion(toTime('timespan', parseTimespan)),
  parse_json: { seesNull: true, of: (types) => (value) => parseJson(value ?? null, types[0]) },
  todynamic: { seesNull: true, of: (types) => (value) => parseJson(value ?? null, types[0]) },
  isnull: { seesNull: true, of: (types) => (value) => types[0] !== 'string' && isNull(value) },
  isnotnull: { seesNull: true, of: (types) => (value) => types[0] === 'string' || !isNull(value) },
  isempty: total((value) => isNull(value) || value === ''),
  isnotempty: total((value) => !(isNull(value) || value === '')),
  not: { of: () => (value) => value === false },
  abs: { of: () => (value) => Math.abs(asNumber(value)) },
  ceiling: { of: () => (value) => Math.ceil(asNumber(value)) },
  round: { of: () => (value, digits) => round(asNumber(value), digits === undefined ? 0 : asNumber(digits)) },
  min_of: extreme((a, b) => a < b),
  max_of: extreme((a, b) => a > b),
};

const isNull = (value: Value | undefined) => value === null || value === undefined;

/** A conversion of one value; what cannot be converted is null. */
function conversion(convert: (value: Value, type: ColumnType) => Value): ScalarFunction {
  return {
    of:
      ([type = 'dynamic']) =>
      (value) =>
        value === undefined ? null : convert(...unwrap(value, type)),
  };
}

/** What a dynamic value holds, with its own type. */
function unwrap(value: Value, type: ColumnType): [Value, ColumnType] {
  if (type !== 'dynamic') return [value, type];
  if (value instanceof DynamicDatetime) return [value.ticks, 'datetime'];
  if (value instanceof DynamicTimespan) return [value.ticks, 'timespan'];
  if (typeof value === 'string') return [value, 'string'];
  if (typeof value === 'boolean') return [value, 'bool'];
  if (typeof value === 'number') return [value, Number.isInteger(value) ? 'long' : 'real'];
  return [null, 'dynamic'];
}

function toWhole(value: Value, type: ColumnType): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') {
    const text = value.trim();
    if (/^[+-]?\d+$/.test(text)) return asLong(Number(text));
    if (/^[+-]?(\d+\.|\.\d|0x)/i.test(text))
      throw new KqlError(`whether the text ${text.slice(0, 40)} becomes an integer is not documented`);
    return null;
  }
  if (type === 'datetime' || type === 'timespan')
    throw new KqlError(`a ${type} as a number is not supported: divide a timespan by 1s instead`);
  return typeof value === 'number' ? asLong(Math.trunc(value)) : null;
}

function toReal(value: Value, type: ColumnType): number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string') {
    const text = value.trim();
    return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
  }
  if (type === 'datetime' || type === 'timespan')
    throw new KqlError(`a ${type} as a number is not supported: divide a timespan by 1s instead`);
  return typeof value === 'number' ? value : null;
}

function toBool(value: Value): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') return null;
  if (/^(true|1)$/i.test(value.trim())) return true;
  return /^(false|0)$/i.test(value.trim()) ? false : null;
}

/** Text that has digits but another form than ISO 8601 is refused: Kusto reads some of them, and not as one expects. */
function toTime(own: ColumnType, parse: (text: string) => number | undefined) {
  return (value: Value, type: ColumnType): number | null => {
    if (type === own && typeof value === 'number') return value;
    if (typeof value !== 'string') {
      if (value === null) return null;
      throw new KqlError(`to${own} of a ${type} is not supported`);
    }
    const ticks = parse(value);
    if (ticks === undefined && /\d/.test(value))
      throw new KqlError(`to${own} of the text ${JSON.stringify(value.slice(0, 40))} is not supported`);
    return ticks ?? null;
  };
}

function parseJson(value: Value, type: ColumnType | undefined): Dynamic {
  if (type !== 'string' || typeof value !== 'string') return value;
  if (value === '') return null;
  try {
    const parsed: Dynamic = JSON.parse(value);
    return parsed;
  } catch {
    return value;
  }
}

function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  const scaled = value * scale;
  const rest = Math.abs(scaled % 1);
  if (Math.abs(rest - 0.5) < 1e-9)
    throw new KqlError(
      `round(${value}, ${digits}) is half way between two numbers, and which one it takes is not documented`,
    );
  return Math.round(scaled) / scale;
}

function extreme(better: (a: number | string, b: number | string) => boolean): ScalarFunction {
  return {
    seesNull: true,
    of: (types) => {
      if (types.some((type) => type === 'string' || type === 'bool' || type === 'dynamic'))
        throw new KqlError('min_of and max_of are supported for numbers, datetimes and timespans');
      return (...args) => {
        let best: number | null = null;
        for (const value of args) {
          if (typeof value === 'number' && (best === null || better(value, best))) best = value;
        }
        return best;
      };
    },
  };
}
