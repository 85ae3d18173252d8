import type { RecordPosition } from '../core/event.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Memory } from './memory.ts';
import { alertOf, isRow, type PendingAlert, type RowOutcome } from './outcomes.ts';

/** What is to be sent of a batch, and what is not because it was sent before. */
export interface Plan {
  readonly rows: readonly RowOutcome[];
  readonly alerts: readonly PendingAlert[];
  /** Records whose row was delivered from another place: repeats. */
  readonly duplicates: ReadonlySet<Outcome>;
  /** Records whose alert was sent from another place. */
  readonly repeatedAlerts: ReadonlySet<Outcome>;
  /** Records of which another batch is sending a repeat: to be planned again when that one knows more. */
  readonly contested: readonly Outcome[];
  /** Resolve when it does. */
  readonly rivals: ReadonlySet<Promise<void>>;
}

/** Rows by fingerprint. Alerts by id: who reads the queue drops what has the same id, whatever else it says. */
export interface Memories {
  readonly rows: Memory;
  readonly alerts: Memory;
}

export function placeOf({ partition, sequenceNumber, index }: RecordPosition): string {
  return `${partition}/${sequenceNumber ?? ''}/${index}`;
}

/**
 * Holds the records of a batch against what this instance delivered already, or is delivering. The same place means
 * that the batch was tried before and this part of it is done; another place (or a second one in this batch) means a
 * repeat. Rows and alerts are told apart: a batch may have failed with one of the two delivered.
 */
export function planBatch(outcomes: readonly Outcome[], memories: Memories): Plan {
  const rows: RowOutcome[] = [];
  const alerts: PendingAlert[] = [];
  const duplicates = new Set<Outcome>();
  const repeatedAlerts = new Set<Outcome>();
  const contested = new Set<Outcome>();
  const rivals = new Set<Promise<void>>();
  const judgeRow = createJudge(memories.rows);
  const judgeAlert = createJudge(memories.alerts);
  for (const outcome of outcomes) {
    const contest = (rival: Promise<void>) => {
      contested.add(outcome);
      rivals.add(rival);
    };
    if (isRow(outcome)) {
      const verdict = judgeRow(outcome.fingerprint, outcome.source);
      if (verdict === 'new') rows.push(outcome);
      else if (verdict === 'repeat') duplicates.add(outcome);
      else if (verdict !== 'done') contest(verdict);
    }
    const pending = alertOf(outcome);
    if (pending === undefined) continue;
    const verdict = judgeAlert(pending.alert.id, pending.source);
    if (verdict === 'new') alerts.push(pending);
    else if (verdict === 'repeat') repeatedAlerts.add(outcome);
    else if (verdict !== 'done') contest(verdict);
  }
  return { rows, alerts, duplicates, repeatedAlerts, contested: [...contested], rivals };
}

type Verdict = 'new' | 'done' | 'repeat' | Promise<void>;

function createJudge(memory: Memory): (key: string, source: RecordPosition) => Verdict {
  const inBatch = new Set<string>();
  return (key, source) => {
    if (inBatch.has(key)) return 'repeat';
    inBatch.add(key);
    const place = memory.placeOf(key);
    if (place === undefined) return memory.onTheWay.get(key) ?? 'new';
    return place === placeOf(source) ? 'done' : 'repeat';
  };
}

/**
 * Lets other batches know what is being sent.
 * @returns to be called when it is known what became of it
 */
export function announce({ rows, alerts }: Plan, memories: Memories): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const { fingerprint } of rows) memories.rows.onTheWay.set(fingerprint, promise);
  for (const { alert } of alerts) memories.alerts.onTheWay.set(alert.id, promise);
  return () => {
    for (const { fingerprint } of rows) memories.rows.onTheWay.delete(fingerprint);
    for (const { alert } of alerts) memories.alerts.onTheWay.delete(alert.id);
    resolve();
  };
}
