import { once } from 'node:events';
import type { Socket } from 'node:net';
import rhea from 'rhea';
import { serveLinks } from './links.ts';
import { type Hub, Namespace } from './namespace.ts';

const HOST = '127.0.0.1';

/** "Azure Event Hubs quotas and limits", Microsoft Learn: the largest publication, a batch included. */
const DEFAULT_MAX_MESSAGE_BYTES = 1_048_576;

/** What the service says in its open frame: the largest frame, and the silence after which it hangs up. */
const MAX_FRAME_BYTES = 65_536;
const IDLE_TIMEOUT_MS = 240_000;

/**
 * Frames that a client may have under way in a session. rhea opens the window again only after a whole message,
 * once less than half of it is left: a message of more frames than that half can stop its link for good,
 * where it should be refused. With rhea's own 2,048 that happens from 64 MiB on.
 */
const SESSION_WINDOW_FRAMES = 16_384;

/** Surely within half a window. */
const LARGEST_MAX_MESSAGE_BYTES = (SESSION_WINDOW_FRAMES / 4) * MAX_FRAME_BYTES;

/** Messages a client may send ahead of their acceptance. */
const PRODUCER_CREDIT = 1_000;

/** snd-settle-mode "settled": Event Hubs keeps no state of what a receiver did with an event. */
const SETTLED = 1;

export interface EventHubsOptions {
  /** Name of each hub and its number of partitions. */
  readonly hubs: Readonly<Record<string, number>>;
  /** The consumer groups of every hub beside `$Default`. */
  readonly consumerGroups?: readonly string[];
  /** The largest message or batch, encoded; without it 1,048,576 as in the service. At most 256 MiB. */
  readonly maxMessageBytes?: number;
}

export interface EventHubsEndpoint {
  readonly port: number;
  /** For the clients of the Event Hubs SDKs. The key is not checked. */
  readonly connectionString: string;
  /** Bytes of events held in memory by a hub. */
  heldBytes(hub: string): number;
  /**
   * Drops the events of a partition up to and including a sequence number, once they were read and
   * checkpointed: this keeps memory flat on long runs.
   */
  release(hub: string, partition: string, throughSequenceNumber: number): void;
  /** Cuts every connection, as a network fault would; clients reconnect. */
  dropConnections(): void;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts an Event Hubs namespace in this process, on a free port of 127.0.0.1: the part of AMQP 1.0 that the
 * Event Hubs SDKs speak, without TLS (as they do with `UseDevelopmentEmulator=true`) and with events in memory.
 * @throws RangeError on a number of partitions or a message size that cannot be
 */
export async function startEventHubs(options: EventHubsOptions): Promise<EventHubsEndpoint> {
  const maxMessageBytes = options.maxMessageBytes ?? DEFAULT_MAX_MESSAGE_BYTES;
  if (!(maxMessageBytes > 0 && maxMessageBytes <= LARGEST_MAX_MESSAGE_BYTES)) {
    throw new RangeError(`maxMessageBytes is ${maxMessageBytes}; give 1 to ${LARGEST_MAX_MESSAGE_BYTES}.`);
  }
  const namespace = new Namespace(options.hubs, options.consumerGroups ?? []);
  const container = rhea.create_container({ id: 'event-hubs' });
  serveLinks(container, namespace, maxMessageBytes);
  // rhea ends the connection on which this happened; the client sees it drop and says nothing of the cause.
  container.on('error', (error: unknown) => console.error('Event Hubs endpoint:', error));

  const server = container.listen({
    host: HOST,
    port: 0,
    max_frame_size: MAX_FRAME_BYTES,
    idle_time_out: IDLE_TIMEOUT_MS,
    session_buffer_size: { incoming: SESSION_WINDOW_FRAMES },
    receiver_options: {
      autoaccept: false,
      credit_window: PRODUCER_CREDIT,
      max_message_size: maxMessageBytes,
    },
    sender_options: { snd_settle_mode: SETTLED },
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string')
    throw new Error('The endpoint listens on no TCP port.');

  function hubNamed(name: string): Hub {
    const hub = namespace.hub(name);
    if (hub === undefined) throw new Error(`There is no event hub '${name}' here.`);
    return hub;
  }

  function dropConnections(): void {
    // Only an error tells rhea that the socket is gone; without it, its timers would go on.
    for (const socket of sockets) socket.destroy(new Error('The endpoint cut the connection.'));
  }

  return {
    port: address.port,
    connectionString: `Endpoint=sb://${HOST}:${address.port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=not-checked;UseDevelopmentEmulator=true;`,
    heldBytes(hub) {
      return hubNamed(hub).partitions.reduce((sum, partition) => sum + partition.heldBytes, 0);
    },
    release(hub, partitionId, throughSequenceNumber) {
      const partition = hubNamed(hub).partition(partitionId);
      if (partition === undefined) throw new Error(`Event hub '${hub}' has no partition '${partitionId}'.`);
      partition.release(throughSequenceNumber);
    },
    dropConnections,
    async close() {
      const closed = once(server, 'close');
      server.close();
      dropConnections();
      await closed;
    },
  };
}
