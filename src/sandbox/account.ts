import type { RunResult } from './run.ts';

/**
 * What does not add up in a run; empty when every record is accounted for: by what was sent, by the function's own
 * report (records = rows + skipped + dead letters + duplicates), and by what arrived at the endpoints.
 */
export function findGaps({
  sent,
  report,
  arrived,
  retries,
}: Pick<RunResult, 'sent' | 'report' | 'arrived' | 'retries'>): string[] {
  // A batch that was repeated after a failure may have come twice, never less than once.
  const matches = (found: number, wanted: number) => (retries > 0 ? found >= wanted : found === wanted);
  const gaps: string[] = [];
  if (!matches(report.events, sent)) gaps.push(`${sent} events sent, but ${report.events} processed`);
  const parts = report.rows + report.skipped + report.deadLetters + report.duplicates;
  if (parts !== report.records) gaps.push(`${report.records} records, but ${parts} outcomes`);
  for (const kind of ['rows', 'alerts', 'deadLetters'] as const) {
    if (!matches(arrived[kind], report[kind]))
      gaps.push(`${report[kind]} ${kind} reported, but ${arrived[kind]} arrived`);
  }
  return gaps;
}
