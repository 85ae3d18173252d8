import type { Alert } from '../core/alert/alert.ts';
import type { Enricher } from '../core/enrich.ts';
import type { SourceEvent } from '../core/event.ts';
import type { DeadLetter, Outcome } from '../core/outcome.ts';
import { toDeadLetterBlob } from './deadLetters.ts';
import { mapPool } from './pool.ts';
import type { AlertSink, BlobStore, RowSink } from './ports.ts';
import { type BatchReport, reportOf } from './report.ts';
import { type RowOutcome, sendRows } from './rows.ts';

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
    const [alertFailures, sent] = await Promise.all([
      sendAlerts(parts.alerts, alertsOf(outcomes)),
      sendRows(parts.rows, outcomes.filter(isRow)),
    ]);
    const final = outcomes.map((outcome) =>
      withRefusal(outcome, isRow(outcome) ? sent.refused.get(outcome) : undefined),
    );
    const letterFailures = await writeDeadLetters(parts.deadLetters, lettersOf(final));

    const failures = [
      ...alertFailures.map((text) => `alert queue: ${text}`),
      ...sent.failures.map((text) => `Log Analytics: ${text}`),
      ...letterFailures.map((text) => `dead letters: ${text}`),
    ];
    if (failures.length > 0) throw new DeliveryError(describe(failures));
    return reportOf(events.length, final);
  };
}

function isRow(outcome: Outcome): outcome is RowOutcome {
  return outcome.kind === 'row' || outcome.kind === 'row-with-alert';
}

function alertsOf(outcomes: readonly Outcome[]): Alert[] {
  return outcomes.flatMap((outcome) =>
    'alert' in outcome && outcome.alert !== undefined ? [outcome.alert] : [],
  );
}

function lettersOf(outcomes: readonly Outcome[]): DeadLetter[] {
  return outcomes.flatMap((outcome) => (outcome.kind === 'dead-letter' ? [outcome.letter] : []));
}

/** A row that the service refused for good becomes a dead letter with the service's answer. */
function withRefusal(outcome: Outcome, answer: string | undefined): Outcome {
  if (answer === undefined || !isRow(outcome)) return outcome;
  const letter: DeadLetter = {
    reason: 'refused',
    detail: answer,
    source: outcome.source,
    bytes: outcome.original(),
  };
  return { kind: 'dead-letter', reason: 'refused', letter };
}

async function sendAlerts(sink: AlertSink, alerts: readonly Alert[]): Promise<string[]> {
  const results = await mapPool(alerts, ALERT_CONCURRENCY, (alert) => sink.send(alert));
  return results.flatMap((result) => (result.ok ? [] : [result.detail]));
}

async function writeDeadLetters(store: BlobStore, letters: readonly DeadLetter[]): Promise<string[]> {
  const [first, ...rest] = letters;
  if (first === undefined) return [];
  const { name, content } = toDeadLetterBlob([first, ...rest]);
  const result = await store.put(name, content);
  return result.ok ? [] : [`${letters.length} not written: ${result.detail}`];
}

/** A long outage gives the same answer a hundred times: each is told once, with its count. */
function describe(failures: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of failures) counts.set(text, (counts.get(text) ?? 0) + 1);
  const lines = [...counts].map(([text, n]) => (n === 1 ? text : `${text} (${n} times)`));
  return `the batch is not fully delivered and will be retried: ${lines.join('; ')}`;
}
