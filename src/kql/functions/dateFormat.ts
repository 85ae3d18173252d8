import { KqlError } from '../kqlError.ts';
import { fromMilliseconds, toMilliseconds } from '../values/datetime.ts';

const two = (value: number) => String(value).padStart(2, '0');

/** What each specifier of `format_datetime` writes. */
const SPECIFIERS: Readonly<Record<string, (date: Date) => string>> = {
  d: (date) => String(date.getUTCDate()),
  dd: (date) => two(date.getUTCDate()),
  M: (date) => String(date.getUTCMonth() + 1),
  MM: (date) => two(date.getUTCMonth() + 1),
  yy: (date) => two(date.getUTCFullYear() % 100),
  yyyy: (date) => String(date.getUTCFullYear()).padStart(4, '0'),
  h: (date) => String(date.getUTCHours() % 12 || 12),
  hh: (date) => two(date.getUTCHours() % 12 || 12),
  H: (date) => String(date.getUTCHours()),
  HH: (date) => two(date.getUTCHours()),
  m: (date) => String(date.getUTCMinutes()),
  mm: (date) => two(date.getUTCMinutes()),
  s: (date) => String(date.getUTCSeconds()),
  ss: (date) => two(date.getUTCSeconds()),
  tt: (date) => (date.getUTCHours() < 12 ? 'AM' : 'PM'),
};

/** The delimiters that may stand between specifiers. */
const DELIMITERS = /^[ /\-:,._[\]]$/;

/**
 * A datetime in a format of `format_datetime`.
 * @throws KqlError for a specifier or a delimiter that is not documented
 */
export function formatParts(ticks: number, format: string): string {
  const date = new Date(toMilliseconds(ticks));
  const fraction = String(ticks - fromMilliseconds(date.setUTCMilliseconds(0))).padStart(7, '0');
  return format.replace(/([A-Za-z])\1*|[^A-Za-z]/g, (part) => {
    if (/^f{1,7}$/.test(part)) return fraction.slice(0, part.length);
    const write = Object.hasOwn(SPECIFIERS, part) ? SPECIFIERS[part] : undefined;
    if (write !== undefined) return write(date);
    if (DELIMITERS.test(part)) return part;
    throw new KqlError(`format_datetime does not know ${JSON.stringify(part)} in ${JSON.stringify(format)}`);
  });
}
