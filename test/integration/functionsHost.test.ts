import { EventHubProducerClient } from '@azure/event-hubs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EventHubsEndpoint, startEventHubs } from '../../src/sandbox/eventHubs/endpoint.ts';
import { type Host, startHost } from '../../src/sandbox/functionsHost/host.ts';
import type { InvocationRequest } from '../../src/sandbox/functionsHost/rpc.ts';
import { createMemoryCheckpoints, type MemoryCheckpoints } from '../support/checkpoints.ts';

const HUB = 'sign-ins';
const PARTITION = '0';

let hub: EventHubsEndpoint;
let checkpoints: MemoryCheckpoints;
let host: Host | undefined;

beforeEach(async () => {
  hub = await startEventHubs({ hubs: { [HUB]: 1 } });
  checkpoints = createMemoryCheckpoints();
});

afterEach(async () => {
  await host?.close();
  await hub.close();
});

async function send(...texts: string[]): Promise<void> {
  const client = new EventHubProducerClient(hub.connectionString, HUB);
  await client.sendBatch(
    texts.map((text) => ({ body: Buffer.from(text) })),
    { partitionId: PARTITION },
  );
  await client.close();
}

/** The bodies of an invocation. */
function textsOf({ inputData }: InvocationRequest): string[] {
  return inputData.flatMap(({ data }) =>
    'collectionBytes' in data ? data.collectionBytes.bytes.map((bytes) => Buffer.from(bytes).toString()) : [],
  );
}

interface Watched {
  /** The bodies of each invocation. */
  readonly invocations: string[][];
  readonly failures: unknown[];
  /** Resolves when the partition is checkpointed up to that sequence number. */
  reached(sequenceNumber: number): Promise<void>;
}

/** Starts a host for a function. */
function start(
  invoke: (texts: readonly string[], attempt: number) => Promise<void>,
  maxEventBatchSize = 100,
): Watched {
  const invocations: string[][] = [];
  const failures: unknown[] = [];
  let onChange = (): void => {};
  host = startHost({
    connectionString: hub.connectionString,
    hub: HUB,
    consumerGroup: '$Default',
    checkpoints,
    maxEventBatchSize,
    function: {
      trigger: 'events',
      invoke: (request) => {
        invocations.push(textsOf(request));
        return invoke(textsOf(request), invocations.length);
      },
    },
    onCheckpoint: () => onChange(),
    onFailure: (error) => failures.push(error),
  });
  return {
    invocations,
    failures,
    reached: (sequenceNumber) =>
      new Promise((resolve) => {
        onChange = () => {
          if ((checkpoints.through.get(PARTITION) ?? -1) >= sequenceNumber) resolve();
        };
        onChange();
      }),
  };
}

describe('the host', () => {
  it('gives a function its events in batches, in order, and moves the checkpoint behind each', async () => {
    await send('a', 'b', 'c', 'd', 'e');
    const through: (number | undefined)[] = [];
    const watched = start(async () => {
      through.push(checkpoints.through.get(PARTITION));
    }, 2);
    await watched.reached(4);
    expect(watched.invocations.flat()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(Math.max(...watched.invocations.map((texts) => texts.length))).toBeLessThanOrEqual(2);
    // At each invocation the checkpoint stands at the last event before it.
    const before = watched.invocations.map((_, i) => watched.invocations.slice(0, i).flat().length);
    expect(through).toEqual(before.map((count) => (count === 0 ? undefined : count - 1)));
    expect(watched.failures).toEqual([]);
  });

  it('invokes a function that fails again with the same batch until it succeeds, and checkpoints only then', async () => {
    await send('a');
    const through: (number | undefined)[] = [];
    const watched = start(async (_, attempt) => {
      through.push(checkpoints.through.get(PARTITION));
      if (attempt < 3) throw new Error(`attempt ${attempt}`);
    });
    await watched.reached(0);
    expect(watched.invocations).toEqual([['a'], ['a'], ['a']]);
    expect(through).toEqual([undefined, undefined, undefined]);
    expect(watched.failures.map(String)).toEqual(['Error: attempt 1', 'Error: attempt 2']);
  });

  it('leaves the checkpoint where it is when it is closed while the function fails; the next host repeats', async () => {
    await send('a');
    const failed = Promise.withResolvers<void>();
    start(async () => {
      failed.resolve();
      throw new Error('not today');
    });
    await failed.promise;
    await host?.close();
    expect(checkpoints.through.get(PARTITION)).toBeUndefined();
    const next = start(async () => undefined);
    await next.reached(0);
    expect(next.invocations).toEqual([['a']]);
  });

  it('goes on behind the checkpoint', async () => {
    await send('a');
    await start(async () => undefined).reached(0);
    await host?.close();
    await send('b');
    const next = start(async () => undefined);
    await next.reached(1);
    expect(next.invocations).toEqual([['b']]);
  });
});
