import { Buffer } from 'node:buffer';
import type { EventDataBatch } from '@azure/event-hubs';
import { createProducer, type HubAddress, nameOf } from '../hub/address.ts';
import { toHubError } from '../hub/fault.ts';
import type { Item, Sink } from './source.ts';

/** Each chunk is one message of the hub, as a rule: its bytes are limited by who makes it. */
const MOST_EVENTS = 500;

/** Sends events to a hub; the service spreads them over the partitions, as it does with those of Azure Monitor. */
export function openHubSink(address: HubAddress): Sink {
  const client = createProducer(address);
  const where = `the hub ${nameOf(address)}`;
  const sent = { events: 0, records: 0, bytes: 0 };

  /** @returns the items behind the first that found no place */
  const fill = (batch: EventDataBatch, items: readonly Item[]): readonly Item[] => {
    for (const [index, { event }] of items.entries())
      if (!batch.tryAdd({ body: Buffer.from(event.body) })) return items.slice(index);
    return [];
  };

  const deliver = async (items: readonly Item[]): Promise<readonly Item[]> => {
    const tooLarge: Item[] = [];
    for (let waiting = items; waiting.length > 0; ) {
      const batch = await client.createBatch();
      const rest = fill(batch, waiting);
      if (batch.count === 0) {
        // Alone in a batch, and still no place.
        tooLarge.push(...waiting.slice(0, 1));
        waiting = waiting.slice(1);
        continue;
      }
      await client.sendBatch(batch);
      for (const { records, event } of waiting.slice(0, batch.count)) {
        sent.events++;
        sent.records += records;
        sent.bytes += event.body.length;
      }
      waiting = rest;
    }
    return tooLarge;
  };

  return {
    name: where,
    identity: { namespace: address.namespace, hub: address.hub },
    most: MOST_EVENTS,
    async deliver(items) {
      try {
        return await deliver(items);
      } catch (error) {
        throw toHubError(error, where);
      }
    },
    get outcome() {
      const lines = [`sent by this run  ${sent.events} events, ${sent.records} records, ${sent.bytes} bytes`];
      return { lines, json: { ...sent } };
    },
    close: () => client.close(),
  };
}
