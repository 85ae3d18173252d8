import type { Alert } from '../core/alert/alert.ts';
import type { Enricher } from '../core/enrich.ts';
import type { SourceEvent } from '../core/event.ts';
import type { DeadLetter, Outcome } from '../core/outcome.ts';
import { toDeadLetterBlob } from './deadLetters.ts';
import { untilOutage } from './outage.ts';
import { alertOf, isRow, type RowOutcome } from './outcomes.ts';
import { mapPool } from './pool.ts';
import type { AlertSink, BlobStore, RowSink } from './ports.ts';
import { type BatchReport, reportOf } from './report.ts';
import { sendRows } from './rows.ts';
import { describeUndelivered, type Undelivered } from './undelivered.ts';

export interface PipelineParts {
  readonly enrich: Enricher;
  readonly rows: RowSink;
  readonly alerts: AlertSink;
  readonly deadLetters: BlobStore;
}

/** Part of a batch could not be delivered. Thrown out of the function, so that the host retries and the checkpoint stays. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
}

export type Pipeline = (events: readonly SourceEvent[]) => Promise<BatchReport>;

/** The storage queue takes a message in some milliseconds; this many at a time empty a spray within the 2 s promised. */
const ALERT_CONCURRENCY = 16;

/**
 * The way of a batch: enrich every record; send alerts and rows at the same time (an alert does not wait for Log
 * Analytics); write what cannot be delivered to the dead letters. Returns only when all of it is durable.
 * @throws DeliveryError when something is not, naming each sink with its answer. What was sent is sent again on the
 * host's retry: RecordId and alert id tell repeats.
 */
export function createPipeline(parts: PipelineParts): Pipeline {
  return async (events) => {
    const outcomes = events.flatMap(parts.enrich);
    const sending = [
      sendAlerts(parts.alerts, outcomes),
      sendRows(parts.rows, outcomes.filter(isRow)),
    ] as const;
    // Should one of them throw, the other must be done before the host's retry sends the same again.
    await Promise.allSettled(sending);
    const [alerts, rows] = await Promise.all(sending);
    const letters = await writeDeadLetters(parts.deadLetters, lettersOf(outcomes, rows.refused));

    const failures = [
      describeUndelivered('alerts', 'the queue', alerts),
      describeUndelivered('rows', 'Log Analytics', rows.undelivered),
      describeUndelivered('dead letters', 'blob storage', letters),
    ].filter((text) => text !== undefined);
    if (failures.length > 0)
      throw new DeliveryError(`the batch is not fully delivered and will be retried: ${failures.join('. ')}`);
    return reportOf(events.length, outcomes, rows.refused);
  };
}

/** What no retry can help: records that were not understood, and rows that the service refused, with its answer. */
function lettersOf(outcomes: readonly Outcome[], refused: ReadonlyMap<RowOutcome, string>): DeadLetter[] {
  return outcomes.flatMap((outcome) => {
    if (!isRow(outcome)) return outcome.kind === 'dead-letter' ? [outcome.letter] : [];
    const answer = refused.get(outcome);
    if (answer === undefined) return [];
    return [{ reason: 'refused', detail: answer, source: outcome.source, bytes: outcome.original() }];
  });
}

async function sendAlerts(sink: AlertSink, outcomes: readonly Outcome[]): Promise<Undelivered[]> {
  const alerts = outcomes.map(alertOf).filter((alert) => alert !== undefined);
  const results = await mapPool(
    alerts,
    ALERT_CONCURRENCY,
    untilOutage((alert: Alert) => sink.send(alert)),
  );
  return results.flatMap((result) => (result.ok ? [] : [{ count: 1, answer: result.detail }]));
}

async function writeDeadLetters(store: BlobStore, letters: readonly DeadLetter[]): Promise<Undelivered[]> {
  const [first, ...rest] = letters;
  if (first === undefined) return [];
  const { name, content } = toDeadLetterBlob([first, ...rest]);
  const result = await store.put(name, content);
  return result.ok ? [] : [{ count: letters.length, answer: result.detail }];
}
