import {
  MIDNIGHT,
  MINUTE,
  SEED,
  Stage,
  type TableRow,
  toTableRows,
} from '../../../scripts/sentinel/scenarios/stage.ts';
import { createRandom } from '../../../src/sandbox/generator/random.ts';
import { DELAY, OFFSET } from './scheduler.ts';

/** The rows of what is told. */
export function rowsOf(tell: (stage: Stage) => void): TableRow[] {
  const stage = new Stage();
  tell(stage);
  const told = new Set(stage.records());
  // Samples are told to the storyteller itself.
  return toTableRows([
    ...told,
    ...stage.teller
      .records()
      .filter(({ properties: { id } }) => ![...told].some((record) => record.properties.id === id)),
  ]);
}

/** Each row once more, as Azure Monitor delivers some: the same record, another envelope time; and rows that repeat an id. */
export function withRepeats(rows: readonly TableRow[]): TableRow[] {
  return rows.flatMap((row) => {
    const later = new Date(Date.parse(row.TimeGenerated) + 2 * MINUTE).toISOString();
    return [row, { ...row, TimeGenerated: later }, { ...row, ConditionalAccessPolicies: [] }];
  });
}

/** The day's rows come up to 80 minutes late, in an order of their own. */
export function withDelays(rows: readonly TableRow[]): TableRow[] {
  const random = createRandom(SEED, 'delays');
  return rows.map((row) => {
    const time = Date.parse(row.TimeGenerated);
    return time < MIDNIGHT
      ? row
      : { ...row, _IngestionTime: new Date(time + random.int(1, 80) * MINUTE).toISOString() };
  });
}

/**
 * The day's rows come at the very moment at which a rule runs that runs so often (milliseconds): what this run sees, the
 * next one must know.
 */
export function withTheRuns(rows: readonly TableRow[], frequency: number): TableRow[] {
  return rows.map((row) => {
    const visible = Date.parse(row.TimeGenerated) + DELAY;
    const start = MIDNIGHT + OFFSET;
    if (visible < start) return row;
    const run = start + Math.ceil((visible - start) / frequency) * frequency;
    return { ...row, _IngestionTime: new Date(run).toISOString() };
  });
}

/** What failed reaches the table more than an hour after what succeeded, so that another run sees it. */
export function withLateFailures(rows: readonly TableRow[]): TableRow[] {
  return rows.map((row) => {
    const time = Date.parse(row.TimeGenerated);
    return time < MIDNIGHT || row['ResultType'] === '0'
      ? row
      : { ...row, _IngestionTime: new Date(time + 100 * MINUTE).toISOString() };
  });
}
