import type { DeadLetterReason, Outcome, SkipReason } from '../core/outcome.ts';
import type { ResultRiskLevel } from '../core/risk/classify.ts';
import type { SignInNote } from '../core/signIn/signIn.ts';
import { alertOf, type RowOutcome } from './outcomes.ts';

type Counts<K extends string> = Partial<Record<K, number>>;

/** What became of a batch, in numbers. `records = rows + skipped + deadLetters + duplicates`, always. */
export interface BatchReport {
  events: number;
  records: number;
  rows: number;
  alerts: number;
  suppressed: number;
  skipped: number;
  deadLetters: number;
  /** Repeats of records that this instance delivered before. */
  duplicates: number;
  /** Of the rows: those that wait in blob storage, because Log Analytics did not take them in time. */
  spilledRows: number;
  /** Of the alerts: those that wait in blob storage, because the queue did not take them in time. */
  spilledAlerts: number;
  /** Of the rows. */
  byRisk: Record<ResultRiskLevel, number>;
  /** Of the rows; the key is the code, or empty for rows without one. */
  byCode: Record<string, number>;
  skippedBy: Counts<SkipReason>;
  deadLettersBy: Counts<DeadLetterReason>;
  /** What had to be decided while reading records. */
  notes: Counts<SignInNote>;
}

/** The report of no batch at all; nothing changes a sum by it. */
export function emptyReport(): BatchReport {
  return {
    events: 0,
    records: 0,
    rows: 0,
    alerts: 0,
    suppressed: 0,
    skipped: 0,
    deadLetters: 0,
    duplicates: 0,
    spilledRows: 0,
    spilledAlerts: 0,
    byRisk: { High: 0, Medium: 0, Low: 0, Unknown: 0 },
    byCode: {},
    skippedBy: {},
    deadLettersBy: {},
    notes: {},
  };
}

/** A batch that is done. */
export interface DoneBatch {
  readonly events: number;
  readonly outcomes: readonly Outcome[];
  /** Repeats of records that were delivered before. */
  readonly duplicates: ReadonlySet<Outcome>;
  /** How many of the alerts were sent before. */
  readonly repeatedAlerts: number;
  /** The rows that Log Analytics refused: they count as dead letters, their alerts as the alerts they are. */
  readonly refused: { has(row: RowOutcome): boolean };
  readonly spilledRows: number;
  readonly spilledAlerts: number;
}

/** Counts what became of a batch. */
export function reportOf(batch: DoneBatch): BatchReport {
  const report = emptyReport();
  report.events = batch.events;
  report.alerts = -batch.repeatedAlerts;
  report.spilledRows = batch.spilledRows;
  report.spilledAlerts = batch.spilledAlerts;
  for (const outcome of batch.outcomes) {
    report.records++;
    if (alertOf(outcome) !== undefined) report.alerts++;
    switch (outcome.kind) {
      case 'skipped':
        report.skipped++;
        add(report.skippedBy, outcome.reason);
        if (outcome.judged !== undefined) countJudged(report, outcome.judged);
        break;
      case 'dead-letter':
        countDeadLetter(report, outcome.reason);
        break;
      default:
        if (batch.duplicates.has(outcome)) {
          report.duplicates++;
          break;
        }
        countJudged(report, outcome);
        if (batch.refused.has(outcome)) countDeadLetter(report, 'refused');
        else countRow(report, outcome);
    }
  }
  return report;
}

function countJudged(report: BatchReport, judged: Pick<RowOutcome, 'suppressed' | 'notes'>): void {
  if (judged.suppressed) report.suppressed++;
  for (const note of judged.notes) add(report.notes, note);
}

function countDeadLetter(report: BatchReport, reason: DeadLetterReason): void {
  report.deadLetters++;
  add(report.deadLettersBy, reason);
}

function countRow(report: BatchReport, { level, code }: RowOutcome): void {
  report.rows++;
  report.byRisk[level]++;
  add(report.byCode, code);
}

function add<K extends string>(counts: Counts<K>, key: K): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

/** The sum of two reports. */
export function sumReports(a: BatchReport, b: BatchReport): BatchReport {
  return {
    events: a.events + b.events,
    records: a.records + b.records,
    rows: a.rows + b.rows,
    alerts: a.alerts + b.alerts,
    suppressed: a.suppressed + b.suppressed,
    skipped: a.skipped + b.skipped,
    deadLetters: a.deadLetters + b.deadLetters,
    duplicates: a.duplicates + b.duplicates,
    spilledRows: a.spilledRows + b.spilledRows,
    spilledAlerts: a.spilledAlerts + b.spilledAlerts,
    byRisk: { ...a.byRisk, ...sumCounts(a.byRisk, b.byRisk) },
    byCode: sumCounts(a.byCode, b.byCode),
    skippedBy: sumCounts(a.skippedBy, b.skippedBy),
    deadLettersBy: sumCounts(a.deadLettersBy, b.deadLettersBy),
    notes: sumCounts(a.notes, b.notes),
  };
}

function sumCounts<K extends string>(a: Record<K, number>, b: Record<K, number>): Record<K, number>;
function sumCounts<K extends string>(a: Counts<K>, b: Counts<K>): Counts<K>;
function sumCounts(a: Counts<string>, b: Counts<string>): Counts<string> {
  const sum: Counts<string> = { ...a };
  for (const [key, n] of Object.entries(b)) sum[key] = (sum[key] ?? 0) + (n ?? 0);
  return sum;
}
