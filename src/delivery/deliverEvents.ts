import type { Enricher } from '../core/enrich.ts';
import type { SourceEvent } from '../core/event.ts';
import type { Outcome } from '../core/outcome.ts';
import { MAX_CHUNK_BYTES } from './chunks.ts';
import { type Delivered, type DeliveryParts, deliverAlerts, deliverRows, sumOf } from './deliver.ts';
import { alertOf, isRow, type PendingAlert, type RowOutcome } from './outcomes.ts';
import { NO_STOPWATCH, type Stopwatch } from './stopwatch.ts';

/** What became of the events of a batch. */
export interface DeliveredEvents {
  /** One for each record, in order. */
  readonly outcomes: readonly Outcome[];
  readonly rows: Delivered<RowOutcome>;
  readonly alerts: Delivered<PendingAlert>;
}

/**
 * After so many milliseconds of reading, others get a turn: without it a batch of 25 MB would keep answers, renewals of
 * leases and the host's own messages waiting for half a second.
 */
const TURN_MS = 5;

/**
 * Reads event by event, and delivers meanwhile: alerts whenever others have a turn (an alert does not wait for Log Analytics,
 * nor for the rest of the batch), rows whenever they fill a request.
 */
export async function deliverEvents(
  parts: DeliveryParts & { readonly enrich: Enricher },
  events: readonly SourceEvent[],
  stopwatch: Stopwatch = NO_STOPWATCH,
): Promise<DeliveredEvents> {
  const outcomes: Outcome[] = [];
  const rows = createSending((items: RowOutcome[]) => deliverRows(parts, items, stopwatch));
  const alerts = createSending((items: PendingAlert[]) => deliverAlerts(parts, items, stopwatch));
  let requestBytes = 0;
  let turnEnds = parts.clock.monotonic() + TURN_MS;
  for (const event of events) {
    for (const outcome of parts.enrich(event)) {
      outcomes.push(outcome);
      if (isRow(outcome)) {
        requestBytes += outcome.rowBytes + 1;
        if (requestBytes >= MAX_CHUNK_BYTES) {
          rows.flush();
          requestBytes = outcome.rowBytes + 1;
        }
        rows.add(outcome);
      }
      const alert = alertOf(outcome);
      if (alert !== undefined) alerts.add(alert);
    }
    if (parts.clock.monotonic() < turnEnds) continue;
    // Not with each event: nothing leaves before the turn, and together they cost less.
    alerts.flush();
    await parts.clock.turn();
    turnEnds = parts.clock.monotonic() + TURN_MS;
  }
  alerts.flush();
  rows.flush();
  // Should one of them throw, the others must be done before the host's retry sends the same again.
  await Promise.allSettled([rows.all(), alerts.all()]);
  return { outcomes, rows: await rows.all(), alerts: await alerts.all() };
}

/** Gathers things, and delivers them in lists. */
function createSending<T>(deliver: (items: T[]) => Promise<Delivered<T>>) {
  const underWay: Promise<Delivered<T>>[] = [];
  let waiting: T[] = [];
  return {
    add(item: T) {
      waiting.push(item);
    },
    /** Begins to deliver what was added since the last time. */
    flush() {
      if (waiting.length === 0) return;
      const sending = deliver(waiting);
      // Told by `all`; until then it is no unhandled rejection.
      sending.catch(() => undefined);
      underWay.push(sending);
      waiting = [];
    },
    /** Resolves, or rejects with the first failure, when all of it has come to its end. */
    async all(): Promise<Delivered<T>> {
      await Promise.allSettled(underWay);
      return sumOf(await Promise.all(underWay));
    },
  };
}
