import type { Enricher } from '../core/enrich.ts';
import type { SourceEvent } from '../core/event.ts';
import type { DeadLetter, Outcome } from '../core/outcome.ts';
import type { DeliveryParts, Memories } from './deliver.ts';
import { deliverEvents } from './deliverEvents.ts';
import { isRow, type RowOutcome } from './outcomes.ts';
import { recordCountsOf } from './recordCounts.ts';
import { type BatchReport, type DoneBatch, reportOf } from './report.ts';
import { createStopwatch, NO_STOPWATCH } from './stopwatch.ts';
import type { BatchFact } from './telemetry.ts';
import { describeUndelivered } from './undelivered.ts';
import { type DeadLetterWriting, writeDeadLetters } from './writeDeadLetters.ts';

export interface PipelineParts extends DeliveryParts {
  readonly enrich: Enricher;
  readonly deadLetters: DeadLetterWriting;
}

/** Part of a batch is not durable anywhere. Thrown out of the function, so that the host retries and the checkpoint stays. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
}

export interface BatchOptions {
  /** A condition that must hold beside the batch's own: where it rejects, the batch is not done, and comes again. */
  readonly ready?: Promise<void>;
  /** The trace that the batch belongs to (W3C `traceparent`). */
  readonly traceParent?: string | undefined;
}

export type Pipeline = (events: readonly SourceEvent[], options?: BatchOptions) => Promise<BatchReport>;

/**
 * The way of a batch: enrich every record; leave out what was delivered before; send or spill alerts and rows; write
 * what cannot be delivered to the dead letters. Returns only when all of it is durable.
 * @throws DeliveryError when something is not, naming each sink with its answer. What was delivered is remembered, so
 * that the host's retry sends only the rest.
 */
export function createPipeline(parts: PipelineParts): Pipeline {
  const process = async (
    events: readonly SourceEvent[],
    ready: Promise<void> | undefined,
    stopwatch = NO_STOPWATCH,
  ): Promise<DoneBatch> => {
    const { outcomes, rows, alerts } = await deliverEvents(parts, events, stopwatch);
    const unhelped = lettersOf(outcomes, rows.refused);
    const letters =
      unhelped.length === 0
        ? []
        : await stopwatch.time('dead-letters', () => writeDeadLetters(parts, unhelped));

    const failures = [
      describeUndelivered('alerts', 'the queue', alerts.undelivered),
      describeUndelivered('rows', 'Log Analytics', rows.undelivered),
      describeUndelivered('dead letters', 'blob storage', letters),
    ].filter((text) => text !== undefined);
    if (failures.length > 0)
      throw new DeliveryError(`the batch is not fully delivered and will be retried: ${failures.join('. ')}`);
    // Before it is settled: else the repeat would take all of it for duplicates, and no report would count it.
    await ready;
    settle(parts.memories, outcomes);
    return {
      events: events.length,
      outcomes,
      duplicates: new Set(rows.repeats),
      repeatedAlerts: alerts.repeats.length,
      refused: rows.refused,
      spilledRows: rows.spilled,
      spilledAlerts: alerts.spilled,
    };
  };
  return async (events, { ready, traceParent } = {}) => {
    const { tell, clock } = parts;
    if (tell === undefined) return reportOf(await process(events, ready));
    const startedAt = clock.now();
    const stopwatch = createStopwatch(clock);
    let done: BatchFact['done'];
    try {
      const batch = await process(events, ready, stopwatch);
      done = { report: reportOf(batch), records: recordCountsOf(batch) };
      return done.report;
    } finally {
      const durationMs = stopwatch.elapsedMs();
      const steps = stopwatch.steps();
      tell({ kind: 'batch', startedAt, durationMs, events: events.length, traceParent, steps, done });
    }
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

/** The batch is done: from now on the same records are repeats, wherever they are read. */
function settle({ rows, alerts }: Memories, outcomes: readonly Outcome[]): void {
  for (const outcome of outcomes) {
    if (isRow(outcome)) rows.settle(outcome.fingerprint);
    if ('alert' in outcome && outcome.alert !== undefined) alerts.settle(outcome.alert.id);
  }
}
