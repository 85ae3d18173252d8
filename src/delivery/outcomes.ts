import type { Alert } from '../core/alert/alert.ts';
import type { Outcome } from '../core/outcome.ts';

/** A record that became a row. */
export type RowOutcome = Extract<Outcome, { kind: 'row' | 'row-with-alert' }>;

/** True for an outcome that has a row to send. */
export function isRow(outcome: Outcome): outcome is RowOutcome {
  return outcome.kind === 'row' || outcome.kind === 'row-with-alert';
}

/** The alert of a record, which it has whatever becomes of its row. */
export function alertOf(outcome: Outcome): Alert | undefined {
  return 'alert' in outcome ? outcome.alert : undefined;
}
