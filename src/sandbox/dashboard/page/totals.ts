import { emptyReport, sumReports } from '../../../delivery/report.ts';
import type { RunView } from '../api.ts';

/** The page gets the codes of a run apart from its report. */
export type Totals = RunView['report'];

/** What became of the records of some runs. */
export function toTotals(runs: readonly RunView[]): Totals {
  return runs.reduce((sum, { report }) => sumReports(sum, { ...report, byCode: {} }), emptyReport());
}
