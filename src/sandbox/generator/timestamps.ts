/** 100-nanosecond steps in a millisecond: the logs' times have seven fraction digits. */
export const TICKS_PER_MS = 10_000;

/**
 * The envelope's `time`: `2026-11-16T08:30:05.1230042Z`, always with seven fraction digits.
 *
 * @param ms milliseconds since 1970, UTC
 * @param ticks 0 to 9999: what comes after the milliseconds, in steps of 100 ns
 */
export function toEnvelopeTime(ms: number, ticks: number): string {
  return `${new Date(ms).toISOString().slice(0, 23)}${toDigits(ticks)}Z`;
}

/** `createdDateTime`: with `+00:00`, and without the zeros at the fraction's end or a fraction that is all zeros. */
export function toCreatedDateTime(ms: number, ticks: number): string {
  const [whole = '', millis = ''] = new Date(ms).toISOString().slice(0, 23).split('.');
  const fraction = `${millis}${toDigits(ticks)}`.replace(/0+$/, '');
  return fraction === '' ? `${whole}+00:00` : `${whole}.${fraction}+00:00`;
}

/** The US form of the envelope's `time`, `11/16/2026 8:30:05 AM`: UTC, though it does not say so. */
export function toUsTime(ms: number): string {
  const date = new Date(ms);
  const hours = date.getUTCHours();
  const clock = [hours % 12 || 12, toTwo(date.getUTCMinutes()), toTwo(date.getUTCSeconds())].join(':');
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  return `${day} ${clock} ${hours < 12 ? 'AM' : 'PM'}`;
}

function toDigits(ticks: number): string {
  return String(ticks).padStart(4, '0');
}

function toTwo(value: number): string {
  return String(value).padStart(2, '0');
}
