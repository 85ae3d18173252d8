import type { Language } from './words.ts';

/** Numbers, sizes and times as people of a language write them; times are UTC, as in the logs. */
export interface Format {
  readonly number: (value: number) => string;
  readonly bytes: (value: number) => string;
  readonly seconds: (value: number) => string;
  /** Date and time to the second. */
  readonly time: (value: number) => string;
  /** As short as a mark under a timeline of this width can be. */
  readonly mark: (value: number, width: number) => string;
}

const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;

export function toFormat(language: Language): Format {
  const locale = language === 'ja' ? 'ja-JP' : 'en-GB';
  const number = new Intl.NumberFormat(locale);
  const one = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const inUtc = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', hourCycle: 'h23', ...options });
    return (value: number) => (Number.isFinite(value) ? format.format(value) : '–');
  };
  const time = inUtc({ dateStyle: 'medium', timeStyle: 'medium' });
  const clock = inUtc({ month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
  const exact = inUtc({ timeStyle: 'medium' });
  const day = inUtc({ dateStyle: 'medium' });
  return {
    number: (value) => number.format(value),
    bytes(value) {
      if (value < 1024) return `${number.format(value)} B`;
      if (value < 1024 * 1024) return `${one.format(value / 1024)} KB`;
      return `${one.format(value / 1024 / 1024)} MB`;
    },
    seconds: (value) => `${one.format(value)} s`,
    time,
    mark(value, width) {
      if (width > 5 * DAY_MS) return day(value);
      return width > HOUR_MS ? clock(value) : exact(value);
    },
  };
}
