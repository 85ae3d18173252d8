/**
 * Times in sign-in logs, all of them UTC: ISO 8601 with 0 to 9 fraction digits, `T` or a space, `Z`, an offset or
 * nothing behind (wire records, downloads, post-processed copies); and the US form `11/14/2025 1:48:53 AM`, seen on
 * AD FS and service-principal records and in portal exports (with a comma, and with U+202F before AM).
 */
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(?:([Zz])|([+-])(\d\d):?([0-5]\d))?$/;
const US =
  /^(\d{1,2})\/(\d{1,2})\/(\d{4}),?\s+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:\s*([AaPp])\.?[Mm]\.?)?$/;

/**
 * A time of a record as ISO 8601 in UTC with at most 7 fraction digits (the 100 ns that the wire and
 * Log Analytics both have). Undefined for anything that is no real date and time.
 */
export function toUtcTime(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const canonical = fromCanonical(value);
  if (canonical !== undefined) return canonical;
  const text = value.trim();
  return fromIso(text) ?? fromUs(text);
}

/** The forms of nearly all records: the result is the text itself, but for its end. */
const CANONICAL =
  /^(?:19|[2-9]\d)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,7})?(?:Z|\+00:00)$/;
const SECONDS_END = 19;

/** Days up to the 28th are in every month; the others go the longer way, which knows the calendar. */
function fromCanonical(text: string): string | undefined {
  if (!CANONICAL.test(text)) return undefined;
  let end = text.length - (text.endsWith('Z') ? 1 : '+00:00'.length);
  if (end > SECONDS_END) {
    while (text.charCodeAt(end - 1) === ZERO) end--;
    if (end === SECONDS_END + 1) end = SECONDS_END;
  }
  return end === text.length - 1 ? text : `${text.slice(0, end)}Z`;
}

const ZERO = 0x30;

function fromIso(text: string): string | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, , sign, offsetHours, offsetMinutes] = match;
  const offset =
    sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(offsetHours) * 60 + Number(offsetMinutes));
  if (Math.abs(offset) > 14 * 60) return undefined;
  return format(
    [year, month, day, hour, minute, second].map((part) => Number(part ?? 0)),
    fraction,
    offset,
  );
}

function fromUs(text: string): string | undefined {
  const match = US.exec(text);
  if (match === null) return undefined;
  const [, month, day, year, hour, minute, second, fraction, half] = match;
  const clock = Number(hour);
  if (half !== undefined && (clock < 1 || clock > 12)) return undefined;
  const hours = half === undefined ? clock : (clock % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const parts = [Number(year), Number(month), Number(day), hours, Number(minute), Number(second ?? 0)];
  return format(parts, fraction, 0);
}

function format(
  parts: readonly number[],
  fraction: string | undefined,
  offsetMinutes: number,
): string | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // Date.UTC rolls 31 February over into March: such a text is no time.
  const real =
    year >= 1900 &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!real) return undefined;
  const utc = new Date(date.getTime() - offsetMinutes * 60_000);
  // Behind 9999 the year has six digits and a sign, which no reader of RFC 3339 takes.
  if (utc.getUTCFullYear() > 9999) return undefined;
  const seconds = utc.toISOString().slice(0, 19);
  const digits = fraction?.slice(0, 7).replace(/0+$/, '');
  return digits ? `${seconds}.${digits}Z` : `${seconds}Z`;
}
