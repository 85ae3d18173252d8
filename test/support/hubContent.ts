import { EventHubConsumerClient, EventHubProducerClient, earliestEventPosition } from '@azure/event-hubs';

/** An event of the hub, as a client of its own reads it. */
export interface HubEvent {
  readonly partition: string;
  readonly sequenceNumber: number;
  readonly body: Buffer;
}

/** Everything that a hub holds. */
export async function readHub(connectionString: string, hub: string): Promise<HubEvent[]> {
  const client = new EventHubConsumerClient('$Default', connectionString, hub);
  const events: HubEvent[] = [];
  try {
    for (const partition of await client.getPartitionIds()) {
      const { isEmpty, lastEnqueuedSequenceNumber } = await client.getPartitionProperties(partition);
      if (isEmpty) continue;
      await new Promise<void>((resolve, reject) => {
        const subscription = client.subscribe(
          partition,
          {
            async processEvents(received) {
              for (const { sequenceNumber, body } of received)
                events.push({ partition, sequenceNumber, body });
              if (received.at(-1)?.sequenceNumber === lastEnqueuedSequenceNumber)
                subscription.close().then(resolve, reject);
            },
            processError: async (error) => reject(error),
          },
          { startPosition: earliestEventPosition, maxWaitTimeInSeconds: 0.1, skipParsingBodyAsJson: true },
        );
      });
    }
  } finally {
    await client.close();
  }
  return events;
}

/** Sends bodies to a partition, in their order. */
export async function sendBodies(
  connectionString: string,
  hub: string,
  partitionId: string,
  bodies: readonly (string | Buffer)[],
): Promise<void> {
  const client = new EventHubProducerClient(connectionString, hub);
  await client.sendBatch(
    bodies.map((body) => ({ body: Buffer.from(body) })),
    { partitionId },
  );
  await client.close();
}
