import { type EventDataBatch, EventHubProducerClient } from '@azure/event-hubs';
import { HUB, MAX_EVENT_BYTES, PARTITIONS } from './endpoints.ts';
import type { EventHubsEndpoint } from './eventHubs/endpoint.ts';

/** Sends bodies to the hub, in their order, spread over the partitions as Azure Monitor (which sets no key) does it. */
export interface Sender {
  /** Events handed over so far. */
  readonly sent: number;
  send(body: Buffer): Promise<void>;
  flush(): Promise<void>;
  close(): Promise<void>;
}

const BATCH_BYTES = 1024 * 1024;

/** The hub keeps unread events in memory: beyond this many bytes the sender waits for the reader. */
const MAX_HELD_BYTES = 4 * 1024 * 1024;

/**
 * @param whenRead resolves when events have been read and checkpointed, so that the hub has room again
 */
export function createSender(hub: EventHubsEndpoint, whenRead: () => Promise<void>): Sender {
  const client = new EventHubProducerClient(hub.connectionString, HUB);
  let sent = 0;
  let batches = 0;
  let batch: EventDataBatch | undefined;

  const open = (bytes: number): Promise<EventDataBatch> =>
    client.createBatch({
      partitionId: String(batches++ % PARTITIONS),
      maxSizeInBytes: bytes < BATCH_BYTES / 2 ? BATCH_BYTES : MAX_EVENT_BYTES + 32 * 1024,
    });

  const flush = async (): Promise<void> => {
    if (batch === undefined || batch.count === 0) return;
    while (hub.heldBytes(HUB) > MAX_HELD_BYTES) await whenRead();
    await client.sendBatch(batch);
    batch = undefined;
  };

  return {
    get sent() {
      return sent;
    },
    async send(body) {
      batch ??= await open(body.length);
      if (!batch.tryAdd({ body })) {
        await flush();
        batch = await open(body.length);
        if (!batch.tryAdd({ body }))
          throw new Error(`an event of ${body.length} bytes does not fit the sandbox’s hub`);
      }
      sent++;
    },
    flush,
    close: () => client.close(),
  };
}
