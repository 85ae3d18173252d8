import type { Clock } from './clock.ts';
import { alertLags, rowLags } from './lags.ts';
import type { Memory } from './memory.ts';
import type { PendingAlert, RowOutcome } from './outcomes.ts';
import { announce, type Book, type Placed, placeOf, planOf } from './plan.ts';
import { type AlertSending, sendAlerts } from './sendAlerts.ts';
import { type RowSending, sendRows } from './sendRows.ts';
import { type Spilling, spillAlerts, spillRows } from './spillWaiting.ts';
import { NO_STOPWATCH, type Stopwatch } from './stopwatch.ts';
import type { Tell } from './telemetry.ts';
import type { Undelivered } from './undelivered.ts';

/** What this instance delivered lately. */
export interface Memories {
  readonly rows: Memory;
  readonly alerts: Memory;
}

export interface DeliveryParts {
  readonly rows: RowSending;
  readonly alerts: AlertSending;
  readonly spills: Spilling;
  readonly memories: Memories;
  readonly clock: Clock;
  /** How long a batch may try to reach each sink before what it did not take is spilled, in milliseconds. */
  readonly budgetMs: number;
  readonly tell?: Tell | undefined;
}

/** What became of rows or alerts. */
export interface Delivered<T> {
  /** Repeats of what was delivered before. */
  readonly repeats: readonly T[];
  /** What the service refused one by one, with its answer. */
  readonly refused: ReadonlyMap<T, string>;
  readonly spilled: number;
  /** Neither delivered nor spilled. */
  readonly undelivered: readonly Undelivered[];
}

/** Sends rows, and spills what Log Analytics does not take within the budget. What is durable is remembered at once. */
export async function deliverRows(
  { rows, spills, memories, clock, budgetMs, tell }: DeliveryParts,
  items: readonly RowOutcome[],
  { time }: Stopwatch = NO_STOPWATCH,
): Promise<Delivered<RowOutcome>> {
  const book = { memory: memories.rows, keyOf: ({ fingerprint }: RowOutcome) => fingerprint };
  return deliverFresh(items, book, async (fresh, remember) => {
    const options = { trustRefusals: false, onTaken: remember };
    const { taken, refused, waiting } = await time('rows', () =>
      sendRows(rows, fresh, clock.monotonic() + budgetMs, options),
    );
    tell?.({ kind: 'accepted', destination: 'rows', lags: rowLags(taken, clock.now()) });
    if (waiting.length === 0) return { refused, spilled: [], undelivered: [] };
    return { refused, ...(await time('spills', () => spillRows(spills, waiting))) };
  });
}

/** The same for alerts and the queue, which refuses none. */
export async function deliverAlerts(
  { alerts, spills, memories, clock, budgetMs, tell }: DeliveryParts,
  items: readonly PendingAlert[],
  { time }: Stopwatch = NO_STOPWATCH,
): Promise<Delivered<PendingAlert>> {
  const book = { memory: memories.alerts, keyOf: ({ alert }: PendingAlert) => alert.id };
  return deliverFresh(items, book, async (fresh, remember) => {
    const { taken, waiting } = await time('alerts', () =>
      sendAlerts(alerts, fresh, clock.monotonic() + budgetMs, remember),
    );
    tell?.({ kind: 'accepted', destination: 'alerts', lags: alertLags(taken, clock.now()) });
    if (waiting.length === 0) return { refused: new Map(), spilled: [], undelivered: [] };
    return { refused: new Map(), ...(await time('spills', () => spillAlerts(spills, waiting))) };
  });
}

/** What became of things that were sent: those that are not spilled, refused or undelivered were taken. */
interface Sent<T> {
  readonly refused: ReadonlyMap<T, string>;
  readonly spilled: readonly T[];
  readonly undelivered: readonly Undelivered[];
}

/**
 * Delivers what was not delivered before. Of what somebody else is delivering at this moment it waits, at the end, to
 * hear whether it is a repeat.
 */
async function deliverFresh<T extends Placed>(
  items: readonly T[],
  book: Book<T>,
  send: (fresh: readonly T[], remember: (item: T) => void) => Promise<Sent<T>>,
): Promise<Delivered<T>> {
  const { fresh, repeats, contested, rivals } = planOf(items, book);
  const remember = (item: T) => book.memory.add(book.keyOf(item), placeOf(item.source));
  const done = announce(fresh, book);
  let sent: Sent<T>;
  try {
    sent = await send(fresh, remember);
    sent.spilled.forEach(remember);
  } finally {
    done();
  }
  const { refused, spilled, undelivered } = sent;
  const result = { repeats, refused, spilled: spilled.length, undelivered };
  if (contested.length === 0) return result;
  await Promise.all(rivals);
  return sumOf([result, await deliverFresh(contested, book, send)]);
}

/** All that became of several lists. */
export function sumOf<T>(results: readonly Delivered<T>[]): Delivered<T> {
  return {
    repeats: results.flatMap(({ repeats }) => repeats),
    refused: new Map(results.flatMap(({ refused }) => [...refused])),
    spilled: results.reduce((sum, { spilled }) => sum + spilled, 0),
    undelivered: results.flatMap(({ undelivered }) => undelivered),
  };
}
