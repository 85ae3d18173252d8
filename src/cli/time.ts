import { UsageError } from './arguments.ts';

/** A day or a moment in ISO 8601; a time without a zone is UTC, as in the logs. */
const MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * A moment as an option gives it, in milliseconds since 1970; undefined where the option is not given.
 * @throws UsageError
 */
export function toMoment(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const zoned = /T/.test(text) && !/(Z|[+-]\d{2}:\d{2})$/.test(text) ? `${text}Z` : text;
  const moment = MOMENT.test(text) ? Date.parse(zoned) : Number.NaN;
  if (Number.isNaN(moment))
    throw new UsageError(
      `${option} must be a time such as 2026-11-16 or 2026-11-16T08:00:00Z, not "${text}"`,
    );
  return moment;
}
