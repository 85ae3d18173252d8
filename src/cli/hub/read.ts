import { Buffer } from 'node:buffer';
import type { EventHubConsumerClient, EventPosition, ReceivedEventData } from '@azure/event-hubs';

export interface ReadOptions {
  readonly maxBatchSize?: number;
  /** After this an empty batch says that there is nothing at the moment. */
  readonly waitSeconds?: number;
}

/** What is asked for in one step of reading. */
interface Step {
  readonly events: readonly ReceivedEventData[];
  readonly taken: () => void;
}

/**
 * Reads a partition from a position on: batches as they come, an empty one when there is nothing for some time. The next
 * batch is asked for when the last one was taken, so memory holds little more than one.
 * Without an owner level: whoever owns the partition, such as the function app, is never cut off by this.
 * @throws what the SDK reports
 */
export async function* readPartition(
  client: EventHubConsumerClient,
  partition: string,
  startPosition: EventPosition,
  { maxBatchSize = 100, waitSeconds = 1 }: ReadOptions = {},
): AsyncGenerator<readonly ReceivedEventData[]> {
  const steps: Step[] = [];
  let failure: { readonly error: unknown } | undefined;
  let wake = Promise.withResolvers<void>();
  const subscription = client.subscribe(
    partition,
    {
      processEvents: (events) =>
        new Promise<void>((taken) => {
          steps.push({ events, taken });
          wake.resolve();
        }),
      async processError(error) {
        failure ??= { error };
        wake.resolve();
      },
    },
    { startPosition, maxBatchSize, maxWaitTimeInSeconds: waitSeconds, skipParsingBodyAsJson: true },
  );
  try {
    for (;;) {
      await wake.promise;
      wake = Promise.withResolvers();
      for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
        try {
          yield step.events;
        } finally {
          step.taken();
        }
      }
      if (failure !== undefined) throw failure.error;
    }
  } finally {
    for (const { taken } of steps) taken();
    await subscription.close();
  }
}

/** The first event from a position on; undefined when none comes within some seconds. */
export async function peek(
  client: EventHubConsumerClient,
  partition: string,
  position: EventPosition,
  patienceSeconds = 15,
): Promise<ReceivedEventData | undefined> {
  let rounds = 0;
  for await (const [first] of readPartition(client, partition, position, { maxBatchSize: 1 })) {
    if (first !== undefined) return first;
    if (++rounds >= patienceSeconds) return undefined;
  }
  return undefined;
}

/** The bytes of an event: data sections come as they were sent; a value that somebody sent as such becomes its JSON. */
export function bytesOf({ body }: ReceivedEventData): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''), 'utf8');
}
