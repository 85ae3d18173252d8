import { toKqlString } from '../core/kqlString.ts';
import { TABLE_NAME } from '../core/row/columns.ts';

/** A sign-in that was stopped may go on for a while before it succeeds. */
const AFTERWARDS_MS = 60 * 60_000;

/**
 * The steps of one attempt in order: it succeeded if the last one is 0. A notification cannot know that itself, since
 * successes are no alerts.
 */
export function toAttemptQuery(correlationId: string): string {
  return [
    TABLE_NAME,
    `where CorrelationId == ${toKqlString(correlationId)}`,
    'summarize arg_max(TimeGenerated, *) by RecordId',
    'sort by CreatedDateTime asc',
    'project CreatedDateTime, ResultType, AppDisplayName, IPAddress',
  ].join(' | ');
}

/** The row of one alert. */
export function toRowQuery(recordId: string): string {
  return `${TABLE_NAME} | where RecordId == ${toKqlString(recordId)}`;
}

/**
 * The attempts between two times that had a High code and succeeded afterwards.
 * @param first of the sign-ins, in milliseconds since 1970 UTC
 */
export function toSucceededQuery(first: number, last: number): string {
  const between = [first, last + AFTERWARDS_MS].map((ms) => `datetime(${new Date(ms).toISOString()})`);
  return [
    TABLE_NAME,
    `where CreatedDateTime between (${between.join(' .. ')})`,
    'summarize High = countif(ResultRiskLevel == "High"), Succeeded = countif(ResultType == "0"), Codes = make_set(ResultType) by CorrelationId, UserPrincipalName',
    'where High > 0 and Succeeded > 0',
  ].join(' | ');
}
