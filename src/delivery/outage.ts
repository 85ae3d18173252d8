import type { Delivery } from './ports.ts';

/**
 * A way to send that gives up after the first answer "unavailable": everything behind it gets the same answer at once.
 * Each attempt waits out the adapter's whole patience. A thousand alerts to a queue that is down would otherwise take
 * longer than the function may run, and the host would end the process instead of hearing what is wrong.
 */
export function untilOutage<T>(send: (item: T) => Promise<Delivery>): (item: T) => Promise<Delivery> {
  let outage: Delivery | undefined;
  return async (item) => {
    if (outage !== undefined) return outage;
    const result = await send(item);
    if (!result.ok && result.kind === 'unavailable') outage = result;
    return result;
  };
}
