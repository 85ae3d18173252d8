import { TICKS_PER_DAY } from './datetime.ts';

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:d|day|days)$/, TICKS_PER_DAY],
  [/^(?:h|hr|hrs|hour|hours)$/, 36_000_000_000],
  [/^(?:m|min|minute|minutes)$/, 600_000_000],
  [/^(?:s|sec|second|seconds)$/, 10_000_000],
  [/^(?:ms|milli|millis|millisecond|milliseconds)$/, 10_000],
  [/^(?:micro|micros|microsecond|microseconds)$/, 10],
  [/^(?:tick|ticks)$/, 1],
];

const CLOCK = /^(-)?(?:(\d+)\.)?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?$/;

/** Ticks of `5m`, `1.5h`, `02:00:00` or `1.02:00:00.5`; a number alone is days, as in `time(2)`. Undefined else. */
export function parseTimespan(text: string): number | undefined {
  const trimmed = text.trim();
  const clock = CLOCK.exec(trimmed);
  if (clock !== null) {
    const [, sign, days = '0', hours, minutes, seconds = '0', fraction = ''] = clock;
    if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined;
    const ticks =
      Number(days) * TICKS_PER_DAY +
      ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 10_000_000 +
      Number(fraction.padEnd(7, '0'));
    return sign === undefined ? ticks : -ticks;
  }
  const found = /^(-?\d+(?:\.\d+)?) *([a-z]*)$/i.exec(trimmed);
  if (found === null) return undefined;
  const [, amount, unit = ''] = found;
  const size = unit === '' ? TICKS_PER_DAY : UNITS.find(([name]) => name.test(unit.toLowerCase()))?.[1];
  return size === undefined ? undefined : Math.round(Number(amount) * size);
}

/** As `tostring` writes a timespan: `00:05:00`, `1.02:00:00`, `00:00:00.5000000`. */
export function formatTimespan(ticks: number): string {
  const size = Math.abs(ticks);
  const days = Math.floor(size / TICKS_PER_DAY);
  const seconds = Math.floor((size % TICKS_PER_DAY) / 10_000_000);
  const fraction = size % 10_000_000;
  const two = (value: number) => String(value).padStart(2, '0');
  return [
    ticks < 0 ? '-' : '',
    days > 0 ? `${days}.` : '',
    `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`,
    fraction > 0 ? `.${String(fraction).padStart(7, '0')}` : '',
  ].join('');
}
