import { Buffer } from 'node:buffer';
import type { Delivery, Receiver } from 'rhea';
import {
  type AmqpMessage,
  dataSections,
  decodeMessage,
  encodeMessage,
  isRefusal,
  type Refusal,
  toLong,
  toTimestamp,
} from './amqp.ts';
import { type Namespace, notFound, type Target } from './namespace.ts';
import type { EventPosition, PartitionLog } from './partition.ts';

/** The message format of a batch: every data section is a whole AMQP message (Microsoft.Azure.Amqp). */
const BATCH_FORMAT = 0x80013700;
const PARTITION_KEY = 'x-opt-partition-key';

/** What arrived on a producer's link: rhea hands over the bytes of a batch, and other messages decoded. */
export interface Arrival {
  readonly delivery: Delivery;
  readonly message: Buffer | AmqpMessage;
}

/** The links on which clients send events. */
export class Producers {
  readonly #namespace: Namespace;
  readonly #maxMessageBytes: number;
  readonly #onAppended: (partition: PartitionLog) => void;
  readonly #targets = new WeakMap<Receiver, Target>();

  constructor(namespace: Namespace, maxMessageBytes: number, onAppended: (partition: PartitionLog) => void) {
    this.#namespace = namespace;
    this.#maxMessageBytes = maxMessageBytes;
    this.#onAppended = onAppended;
  }

  /** @returns why the link cannot be, or undefined when it is open */
  open(link: Receiver, address: string): Refusal | undefined {
    const target = this.#namespace.target(address);
    if (isRefusal(target)) return target;
    this.#targets.set(link, target);
    return undefined;
  }

  /** Takes a message in and accepts it, or rejects it with the reason; the link stays open either way. */
  receive(link: Receiver, arrival: Arrival): void {
    const refusal = this.#store(link, arrival);
    if (refusal === undefined) arrival.delivery.accept();
    else arrival.delivery.reject(refusal);
  }

  #store(link: Receiver, { delivery, message }: Arrival): Refusal | undefined {
    const target = this.#targets.get(link);
    if (target === undefined) return notFound(link.name);
    const size = Buffer.isBuffer(message) ? message.length : encodeMessage(message).length;
    if (size > this.#maxMessageBytes) return tooLarge(delivery.id, size, this.#maxMessageBytes);
    let events: Events;
    try {
      events = readEvents(message, delivery.format);
    } catch (error) {
      return {
        condition: 'amqp:decode-error',
        description: `The message is no AMQP message: ${String(error)}`,
      };
    }
    const partition = target.partition ?? target.hub.choosePartition(events.partitionKey);
    for (const event of events.messages) {
      partition.append((position) => encodeEvent(event, position, events.partitionKey));
    }
    this.#onAppended(partition);
    return undefined;
  }
}

interface Events {
  readonly messages: readonly AmqpMessage[];
  readonly partitionKey: string | undefined;
}

/** @throws when the bytes are no AMQP message */
function readEvents(message: Buffer | AmqpMessage, format: number): Events {
  const envelope = Buffer.isBuffer(message) ? decodeMessage(message) : message;
  const key = envelope.message_annotations?.[PARTITION_KEY];
  return {
    messages: format === BATCH_FORMAT ? dataSections(envelope).map(decodeMessage) : [envelope],
    partitionKey: typeof key === 'string' ? key : undefined,
  };
}

function encodeEvent(event: AmqpMessage, position: EventPosition, partitionKey: string | undefined): Buffer {
  return encodeMessage({
    ...event,
    message_annotations: {
      ...event.message_annotations,
      ...(partitionKey === undefined ? {} : { [PARTITION_KEY]: partitionKey }),
      'x-opt-sequence-number': toLong(position.sequenceNumber),
      'x-opt-offset': String(position.offset),
      'x-opt-enqueued-time': toTimestamp(position.enqueuedTime),
    },
  });
}

/** The service rejects the delivery and keeps the link; the clients report it as MessageTooLargeError. */
function tooLarge(deliveryId: number, size: number, limit: number): Refusal {
  return {
    condition: 'amqp:link:message-size-exceeded',
    description: `The received message (delivery-id:${deliveryId}, size:${size} bytes) exceeds the limit (${limit} bytes) currently allowed on the link.`,
  };
}
