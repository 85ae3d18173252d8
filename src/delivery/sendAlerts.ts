import type { PendingAlert } from './outcomes.ts';
import { mapPool, type Pool } from './pool.ts';
import type { AlertSink, Unavailable } from './ports.ts';
import type { Persist } from './retry.ts';

export interface AlertSending {
  readonly sink: AlertSink;
  readonly persist: Persist;
  /** Messages at a time, of all batches of the instance. */
  readonly pool: Pool;
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
  { sink, persist, pool }: AlertSending,
  alerts: readonly T[],
  deadline: number,
  onTaken: (alert: T) => void = () => undefined,
): Promise<AlertsResult<T>> {
  const results = await mapPool(alerts, pool, async (item) => {
    const result = await persist((withinMs) => sink.send(item.alert, withinMs), deadline);
    if (result.ok) onTaken(item);
    if (!result.ok && result.kind === 'refused')
      throw new Error(`the queue refused an alert for its content: ${result.detail}`);
    return { item, outage: result.ok ? undefined : result };
  });
  // In the order of the batch: the spill that they may become has the same name when the batch comes again.
  return {
    taken: results.flatMap(({ item, outage }) => (outage === undefined ? [item] : [])),
    waiting: results.flatMap(({ item, outage }) => (outage === undefined ? [] : [{ item, outage }])),
  };
}
