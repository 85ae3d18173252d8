import type { Connection, Sender } from 'rhea';
import { allowedDeliveries, isRefusal, type Refusal, sendEncoded, socketOf } from './amqp.ts';
import type { Namespace } from './namespace.ts';
import type { PartitionLog } from './partition.ts';
import { parseSelector } from './selector.ts';

/** "Azure Event Hubs quotas and limits", Microsoft Learn: non-epoch receivers per consumer group and partition. */
const MAX_READERS_WITHOUT_OWNER_LEVEL = 5;

/**
 * Bytes that may wait in a connection's socket before no more are handed to it. A client may ask for hundreds
 * of events at once; of 20 MiB each, written without looking, they would all stand in memory as copies.
 */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;

interface Reader {
  readonly link: Sender;
  readonly partition: PartitionLog;
  readonly consumerGroup: string;
  readonly ownerLevel: number | undefined;
  /** The sequence number from which it reads on. */
  next: number;
  /** Deliveries handed to the link since it was attached. */
  sent: number;
}

/** What a client asks for when it attaches a link to read a partition. */
export interface ReaderRequest {
  readonly address: string;
  readonly selector: string | undefined;
  /** The owner level (epoch), if the client claims the partition for itself. */
  readonly ownerLevel: number | undefined;
}

/** The links on which clients receive events. */
export class Consumers {
  readonly #namespace: Namespace;
  readonly #readers = new Map<Sender, Reader>();

  constructor(namespace: Namespace) {
    this.#namespace = namespace;
  }

  /** @returns why the link cannot be, or undefined when it is open */
  open(link: Sender, request: ReaderRequest): Refusal | undefined {
    const source = this.#namespace.source(request.address);
    if (isRefusal(source)) return source;
    const selector = parseSelector(request.selector);
    if (isRefusal(selector)) return selector;
    const { ownerLevel } = request;
    const refusal = this.#claim(source.partition, source.consumerGroup, ownerLevel);
    if (refusal !== undefined) return refusal;
    const next = source.partition.seek(selector);
    this.#readers.set(link, { ...source, link, ownerLevel, next, sent: 0 });
    return undefined;
  }

  /** Sends what a link may have: after the client asked for more. */
  flow(link: Sender): void {
    const reader = this.#readers.get(link);
    if (reader !== undefined) this.#pump(reader);
  }

  /** Sends what all links to a partition may have: after events were appended. */
  flowPartition(partition: PartitionLog): void {
    for (const reader of this.#readers.values()) if (reader.partition === partition) this.#pump(reader);
  }

  /** Sends what all links of a connection may have: after its socket was written empty. */
  flowConnection(connection: Connection): void {
    for (const reader of this.#readers.values())
      if (reader.link.connection === connection) this.#pump(reader);
  }

  /** Forgets the links that are closed, by themselves or with their session or connection. */
  forgetClosed(): void {
    for (const link of this.#readers.keys()) if (!link.is_open()) this.#readers.delete(link);
  }

  #pump(reader: Reader): void {
    const { link, partition } = reader;
    const socket = socketOf(link.connection);
    let room = MAX_UNSENT_BYTES - socket.writableLength;
    while (room > 0 && reader.sent < allowedDeliveries(link) && link.sendable()) {
      const event = partition.read(reader.next);
      if (event === undefined) return;
      sendEncoded(link, event.encoded);
      room -= event.encoded.length;
      reader.sent++;
      reader.next = event.sequenceNumber + 1;
    }
    if (room > 0) return;
    // rhea writes on the next tick. When the system takes all of it at once the socket was never full, and will not
    // say that it is empty: without a look of our own the reader would wait for ever.
    setImmediate(() => {
      if (!socket.writableNeedDrain && this.#readers.has(link)) this.#pump(reader);
    });
  }

  /**
   * Makes room for a reader as the service does: one with an owner level cuts off all others of its consumer
   * group, except that of a higher level, which nobody gets past; without levels, five may read side by side.
   */
  #claim(
    partition: PartitionLog,
    consumerGroup: string,
    ownerLevel: number | undefined,
  ): Refusal | undefined {
    const others = [...this.#readers.values()].filter(
      (reader) => reader.partition === partition && reader.consumerGroup === consumerGroup,
    );
    const highest = Math.max(...others.map((reader) => reader.ownerLevel ?? Number.NEGATIVE_INFINITY));
    if (highest > (ownerLevel ?? Number.NEGATIVE_INFINITY)) {
      const description = `At least one receiver for the partition is created with epoch of '${highest}', and so a receiver with ${describe(ownerLevel)} is not allowed.`;
      return { condition: 'amqp:link:stolen', description };
    }
    if (ownerLevel === undefined) {
      if (others.length < MAX_READERS_WITHOUT_OWNER_LEVEL) return undefined;
      const description = `Exceeded the maximum number of allowed receivers per partition in a consumer group which is ${MAX_READERS_WITHOUT_OWNER_LEVEL}.`;
      return { condition: 'amqp:resource-limit-exceeded', description };
    }
    for (const other of others) {
      this.#readers.delete(other.link);
      const description = `New receiver with higher epoch of '${ownerLevel}' is created hence current receiver with ${describe(other.ownerLevel)} is getting disconnected.`;
      other.link.close({ condition: 'amqp:link:stolen', description });
    }
    return undefined;
  }
}

function describe(ownerLevel: number | undefined): string {
  return ownerLevel === undefined ? 'no epoch' : `epoch '${ownerLevel}'`;
}
