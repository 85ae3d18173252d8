import type { Alert } from '../core/alert/alert.ts';
import type { RecordPosition } from '../core/event.ts';
import type { Outcome } from '../core/outcome.ts';

/** A record that became a row. */
export type RowOutcome = Extract<Outcome, { kind: 'row' | 'row-with-alert' }>;

/** True for an outcome that has a row to send. */
export function isRow(outcome: Outcome): outcome is RowOutcome {
  return outcome.kind === 'row' || outcome.kind === 'row-with-alert';
}

/** An alert on its way, with the place of its record. */
export interface PendingAlert {
  readonly alert: Alert;
  readonly source: RecordPosition;
}

/** The alert of a record, which it has whatever becomes of its row. */
export function alertOf(outcome: Outcome): PendingAlert | undefined {
  if (!('alert' in outcome) || outcome.alert === undefined) return undefined;
  const source = outcome.kind === 'dead-letter' ? outcome.letter.source : outcome.source;
  return { alert: outcome.alert, source };
}
