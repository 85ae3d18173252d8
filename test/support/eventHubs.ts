import { randomUUID } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { Socket } from 'node:net';
import {
  type Checkpoint,
  type CheckpointStore,
  EventHubConsumerClient,
  EventHubProducerClient,
  type EventPosition,
  MessagingError,
  type PartitionOwnership,
  type ReceivedEventData,
  type SubscribeOptions,
} from '@azure/event-hubs';
import rhea, { type Connection, type EventContext, type Receiver } from 'rhea';
import { afterEach, beforeEach } from 'vitest';
import {
  type EventHubsEndpoint,
  type EventHubsOptions,
  startEventHubs,
} from '../../src/sandbox/eventHubs/endpoint.ts';

export const MIB = 1024 * 1024;
export const PARTITION_0 = 'signins/ConsumerGroups/$Default/Partitions/0';
/** The SDK waits 30 seconds before a retry unless told otherwise. */
export const RETRY = { retryDelayInMs: 50, timeoutInMs: 10_000 };

export let endpoint: EventHubsEndpoint;
let closers: (() => Promise<void>)[] = [];

export async function start(options: Partial<EventHubsOptions> = {}): Promise<void> {
  await endpoint?.close();
  endpoint = await startEventHubs({ hubs: { signins: 4 }, ...options });
}

export function producer(hub = 'signins', retryOptions = RETRY): EventHubProducerClient {
  const client = new EventHubProducerClient(endpoint.connectionString, hub, { retryOptions });
  closers.push(() => client.close());
  return client;
}

export function consumer(group = '$Default'): EventHubConsumerClient {
  const options = { retryOptions: RETRY };
  const client = new EventHubConsumerClient(group, endpoint.connectionString, 'signins', options);
  closers.push(() => client.close());
  return client;
}

/** A client that shares the partitions with others of the same store. */
export function sharingConsumer(store: CheckpointStore): EventHubConsumerClient {
  const client = new EventHubConsumerClient('$Default', endpoint.connectionString, 'signins', store, {
    retryOptions: RETRY,
    loadBalancingOptions: { strategy: 'greedy', updateIntervalInMs: 50 },
  });
  closers.push(() => client.close());
  return client;
}

export interface Reading {
  readonly events: ReceivedEventData[];
  /** The link is attached and the service had nothing for it. */
  readonly idle: Promise<void>;
  /** The first error the SDK told. */
  readonly failed: Promise<Error & { code?: string }>;
  /** That many events in all have come; rejected by an error. */
  received(count: number): Promise<ReceivedEventData[]>;
  stop(): Promise<void>;
}

/** Reads one partition, or all of them when none is named. */
export function read(
  partition: string | undefined,
  startPosition: EventPosition,
  options: SubscribeOptions & { client?: EventHubConsumerClient; checkpoint?: boolean } = {},
): Reading {
  const { client = consumer(), checkpoint = false, ...subscribeOptions } = options;
  const events: ReceivedEventData[] = [];
  const idle = Promise.withResolvers<void>();
  const failed = Promise.withResolvers<Error & { code?: string }>();
  let onEvents = (): void => {};
  const handlers = {
    processEvents: async (batch: ReceivedEventData[], context: { updateCheckpoint: Update }) => {
      const last = batch.at(-1);
      if (last === undefined) return idle.resolve();
      if (checkpoint) await context.updateCheckpoint(last);
      events.push(...batch);
      onEvents();
    },
    processError: async (error: Error) => failed.resolve(error),
  };
  const all: SubscribeOptions = {
    startPosition,
    maxWaitTimeInSeconds: 0.1,
    skipParsingBodyAsJson: true,
    ...subscribeOptions,
  };
  const subscription =
    partition === undefined ? client.subscribe(handlers, all) : client.subscribe(partition, handlers, all);
  closers.push(() => subscription.close());
  return {
    events,
    idle: idle.promise,
    failed: failed.promise,
    received: (count) =>
      new Promise((resolve, reject) => {
        onEvents = () => {
          if (events.length >= count) resolve(events);
        };
        onEvents();
        failed.promise.then(reject);
      }),
    stop: () => subscription.close(),
  };
}

type Update = (event: ReceivedEventData) => Promise<void>;

/** What a store of checkpoints in blobs does, in memory, so that several clients can share it. */
export class SharedStore implements CheckpointStore {
  readonly owners = new Map<string, PartitionOwnership>();
  readonly checkpoints = new Map<string, Checkpoint>();

  async listOwnership(): Promise<PartitionOwnership[]> {
    return [...this.owners.values()].map((owner) => ({ ...owner }));
  }

  async claimOwnership(claims: PartitionOwnership[]): Promise<PartitionOwnership[]> {
    const current = (claim: PartitionOwnership) => this.owners.get(claim.partitionId)?.etag === claim.etag;
    const claimed = claims
      .filter(current)
      .map((claim) => ({ ...claim, etag: randomUUID(), lastModifiedTimeInMs: Date.now() }));
    for (const claim of claimed) this.owners.set(claim.partitionId, claim);
    return claimed;
  }

  async updateCheckpoint(checkpoint: Checkpoint): Promise<void> {
    this.checkpoints.set(checkpoint.partitionId, checkpoint);
  }

  async listCheckpoints(): Promise<Checkpoint[]> {
    return [...this.checkpoints.values()];
  }

  /** How many partitions each client owns, in order. */
  shares(): number[] {
    const owners = Map.groupBy(this.owners.values(), (owner) => owner.ownerId);
    return [...owners.entries()].filter(([id]) => id !== '').map(([, owned]) => owned.length);
  }
}

export function texts(events: ReceivedEventData[]): string[] {
  return events.map((event) => String(event.body));
}

export async function sendTexts(partitionId: string, ...bodies: string[]): Promise<void> {
  await producer().sendBatch(
    bodies.map((body) => ({ body: Buffer.from(body) })),
    { partitionId },
  );
}

export async function failure(work: Promise<unknown>): Promise<MessagingError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason) => reason,
  );
  if (!(error instanceof MessagingError)) throw new Error('Expected the SDK to refuse.', { cause: error });
  return error;
}

/** A client below the SDK, which hides credit and formats of messages, and closes links only in its own way. */
export function connectClient(): { connection: Connection; socket: Socket } {
  const connection = rhea.connect({
    host: '127.0.0.1',
    port: endpoint.port,
    username: 'test',
    reconnect: false,
  });
  const socket: unknown = connection['socket'];
  if (!(socket instanceof Socket)) throw new Error('rhea opened no socket.');
  // rhea writes a warning of its own where nobody listens.
  connection.on('disconnected', () => {});
  closers.push(async () => void socket.destroy(new Error('The test is over.')));
  return { connection, socket };
}

export interface Attached {
  readonly receiver: Receiver;
  readonly socket: Socket;
  /** Of the events received. */
  readonly sequenceNumbers: unknown[];
}

/** Attaches a link, without credit, to read a partition from its first event. */
export async function attach(source: string): Promise<Attached> {
  const { connection, socket } = connectClient();
  const sequenceNumbers: unknown[] = [];
  connection.on('message', ({ message }: EventContext) => {
    sequenceNumbers.push(message?.message_annotations?.['x-opt-sequence-number']);
  });
  const receiver = connection.open_receiver({ source, credit_window: 0 });
  await once(receiver, 'receiver_open');
  return { receiver, socket, sequenceNumbers };
}

/** The endpoint's side of the next connection. */
export function nextServedSocket(): Promise<Socket> {
  return new Promise((resolve) => {
    const onSocket = (message: unknown): void => {
      const socket = typeof message === 'object' && message !== null && 'socket' in message && message.socket;
      if (!(socket instanceof Socket)) return;
      unsubscribe('net.server.socket', onSocket);
      resolve(socket);
    };
    subscribe('net.server.socket', onSocket);
  });
}

beforeEach(() => start());

afterEach(async () => {
  // Readers before the clients they belong to, all before the endpoint.
  for (const close of closers.toReversed()) await close();
  closers = [];
  await endpoint.close();
});
