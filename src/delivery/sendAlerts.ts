import type { PendingAlert } from './outcomes.ts';
import { mapPool } from './pool.ts';
import type { AlertSink, Unavailable } from './ports.ts';
import type { Persist } from './retry.ts';

export interface AlertSending {
  readonly sink: AlertSink;
  readonly persist: Persist;
  /** Messages at a time. */
  readonly concurrency: number;
}

/** What became of alerts. */
export interface AlertsResult<T> {
  readonly taken: readonly T[];
  /** Alerts that were not taken and may be later, each with the queue's answer. */
  readonly waiting: readonly { readonly item: T; readonly outage: Unavailable }[];
}

/**
 * Sends alerts, each until it is taken or the deadline is near.
 * @param onTaken called for each alert as soon as the queue has it
 * @throws Error when the queue refuses an alert: it always fits, so that is a bug
 */
export async function sendAlerts<T extends PendingAlert>(
  { sink, persist, concurrency }: AlertSending,
  alerts: readonly T[],
  deadline: number,
  onTaken: (alert: T) => void = () => undefined,
): Promise<AlertsResult<T>> {
  const taken: T[] = [];
  const waiting: { item: T; outage: Unavailable }[] = [];
  await mapPool(alerts, concurrency, async (item) => {
    const result = await persist((withinMs) => sink.send(item.alert, withinMs), deadline);
    if (result.ok) {
      taken.push(item);
      onTaken(item);
    } else if (result.kind === 'unavailable') {
      waiting.push({ item, outage: result });
    } else {
      throw new Error(`the queue refused an alert for its content: ${result.detail}`);
    }
  });
  return { taken, waiting };
}
