import type { RunView } from '../api.ts';

export interface Totals {
  readonly events: number;
  readonly records: number;
  readonly rows: number;
  readonly alerts: number;
  readonly suppressed: number;
  readonly skipped: number;
  readonly deadLetters: number;
  readonly duplicates: number;
}

const NOTHING: Totals = {
  events: 0,
  records: 0,
  rows: 0,
  alerts: 0,
  suppressed: 0,
  skipped: 0,
  deadLetters: 0,
  duplicates: 0,
};

/** What became of the records of some runs. */
export function toTotals(runs: readonly RunView[]): Totals {
  return runs.reduce(
    (sum, { report }) => ({
      events: sum.events + report.events,
      records: sum.records + report.records,
      rows: sum.rows + report.rows,
      alerts: sum.alerts + report.alerts,
      suppressed: sum.suppressed + report.suppressed,
      skipped: sum.skipped + report.skipped,
      deadLetters: sum.deadLetters + report.deadLetters,
      duplicates: sum.duplicates + report.duplicates,
    }),
    NOTHING,
  );
}
