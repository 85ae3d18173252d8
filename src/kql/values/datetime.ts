import { KqlError } from '../kqlError.ts';

// A datetime is a number of ticks (100 ns) since 2020. A JavaScript number holds whole ticks for 28 years around that
// and whole milliseconds for four centuries; since 1970 or since the year 1, as elsewhere, it would not hold today's.

export const TICKS_PER_MILLISECOND = 10_000;
export const TICKS_PER_DAY = 864_000_000_000;
const EPOCH = Date.UTC(2020, 0, 1);
/** Days from 0001-01-01, where Kusto's bins begin, to the epoch. */
const DAYS_BEFORE = 737_424;

const FORM =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/** Ticks of milliseconds since 1970. */
export function fromMilliseconds(milliseconds: number): number {
  return (milliseconds - EPOCH) * TICKS_PER_MILLISECOND;
}

/** Milliseconds since 1970; ticks below a millisecond are cut off. */
export function toMilliseconds(ticks: number): number {
  return Math.floor(ticks / TICKS_PER_MILLISECOND) + EPOCH;
}

/** Ticks of a time in ISO 8601, which is UTC unless it says otherwise; undefined for any other text. */
export function parseDatetime(text: string): number | undefined {
  return parseFull(text) ?? parseAny(text);
}

/** The form that Entra and this project write, which logs hold by the million: 2026-11-16T21:46:43.2133309Z. */
function parseFull(text: string): number | undefined {
  if (text.length !== 28 || text[10] !== 'T' || text[19] !== '.' || text[27] !== 'Z') return undefined;
  const milliseconds = Date.parse(`${text.slice(0, 23)}Z`);
  const rest = Number(text.slice(23, 27));
  if (
    Number.isNaN(milliseconds) ||
    !/^\d{4}$/.test(text.slice(23, 27)) ||
    !/^[0-2]\d$/.test(text.slice(11, 13))
  )
    return undefined;
  return text[11] === '2' && text[12] === '4' ? undefined : fromMilliseconds(milliseconds) + rest;
}

function parseAny(text: string): number | undefined {
  const found = FORM.exec(text.trim());
  if (found === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = found;
  const parts = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 1, d = 1, h = 0, mi = 0, s = 0] = parts;
  const date = new Date(0);
  date.setUTCFullYear(y, mo - 1, d);
  date.setUTCHours(h, mi, s);
  // A day or minute that does not exist would have moved on to another.
  if (date.getUTCMonth() !== mo - 1 || date.getUTCDate() !== d || date.getUTCMinutes() !== mi || s > 59)
    return undefined;
  const ticks = fromMilliseconds(date.getTime()) + Number(fraction.padEnd(7, '0'));
  return ticks - offsetOf(zone);
}

function offsetOf(zone: string): number {
  const found = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (found === null) return 0;
  const [, sign, hours, minutes] = found;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 600_000_000;
}

/** As `tostring` writes a datetime: `2026-11-16T21:46:43.2133309Z`. */
export function formatDatetime(ticks: number): string {
  const milliseconds = toMilliseconds(ticks);
  const rest = ticks - (milliseconds - EPOCH) * TICKS_PER_MILLISECOND;
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) throw new KqlError('a datetime is beyond what a calendar holds');
  return `${date.toISOString().slice(0, -1)}${String(rest).padStart(4, '0')}Z`;
}

/** Rounds a datetime down to a multiple of `size` ticks, counted from the year 1 as Kusto does. */
export function binDatetime(ticks: number, size: number): number {
  // The ticks since the year 1 are more than a number holds, their remainder is not.
  const before = Number((BigInt(DAYS_BEFORE) * BigInt(TICKS_PER_DAY)) % BigInt(size));
  const rest = (positiveModulo(ticks, size) + before) % size;
  return ticks - rest;
}

/** The remainder that is never negative. */
export function positiveModulo(value: number, divisor: number): number {
  const size = Math.abs(divisor);
  const rest = value % size;
  return rest < 0 ? rest + size : rest;
}
