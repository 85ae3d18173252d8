import type { RunResult } from './run.ts';

/**
 * What does not add up in a run; empty when every record is accounted for: by the function's own report
 * (records = rows + skipped + dead letters + duplicates), and by what arrived at the endpoints.
 */
export function findGaps({ report, arrived, retries }: RunResult): string[] {
  const gaps: string[] = [];
  const parts = report.rows + report.skipped + report.deadLetters + report.duplicates;
  if (parts !== report.records) gaps.push(`${report.records} records, but ${parts} outcomes`);
  for (const kind of ['rows', 'alerts', 'deadLetters'] as const) {
    // A batch that was repeated after a failure may have arrived twice, never less than once.
    const matches = retries > 0 ? arrived[kind] >= report[kind] : arrived[kind] === report[kind];
    if (!matches) gaps.push(`${report[kind]} ${kind} reported, but ${arrived[kind]} arrived`);
  }
  return gaps;
}
