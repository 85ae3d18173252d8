import type { Enricher } from '../core/enrich.ts';
import type { SourceEvent } from '../core/event.ts';
import type { DeadLetter, Outcome } from '../core/outcome.ts';
import type { DeliveryParts, Memories } from './deliver.ts';
import { deliverEvents } from './deliverEvents.ts';
import { isRow, type RowOutcome } from './outcomes.ts';
import { type BatchReport, reportOf } from './report.ts';
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

/**
 * @param ready a condition that must hold beside the batch's own: where it rejects, the batch is not done, and comes again
 */
export type Pipeline = (events: readonly SourceEvent[], ready?: Promise<void>) => Promise<BatchReport>;

/**
 * The way of a batch: enrich every record; leave out what was delivered before; send or spill alerts and rows; write
 * what cannot be delivered to the dead letters. Returns only when all of it is durable.
 * @throws DeliveryError when something is not, naming each sink with its answer. What was delivered is remembered, so
 * that the host's retry sends only the rest.
 */
export function createPipeline(parts: PipelineParts): Pipeline {
  return async (events, ready) => {
    const { outcomes, rows, alerts } = await deliverEvents(parts, events);
    const letters = await writeDeadLetters(parts, lettersOf(outcomes, rows.refused));

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
    return reportOf({
      events: events.length,
      outcomes,
      duplicates: new Set(rows.repeats),
      repeatedAlerts: alerts.repeats.length,
      refused: rows.refused,
      spilledRows: rows.spilled,
      spilledAlerts: alerts.spilled,
    });
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
