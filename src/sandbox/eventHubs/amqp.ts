import { Buffer } from 'node:buffer';
import { Socket } from 'node:net';
import rhea, { type Connection, type Sender, type Typed } from 'rhea';

/**
 * The few things that the endpoint needs from rhea, with types that can be checked.
 * rhea declares most of what it decodes as `any`; here it becomes `unknown` and is read with a check.
 */

/** Why a link or a message is not taken: an AMQP error condition and a text (AMQP 1.0, part 2, 2.8.14). */
export interface Refusal {
  readonly condition: string;
  readonly description: string;
}

export function isRefusal(value: object): value is Refusal {
  return 'condition' in value && 'description' in value;
}

/** A decoded AMQP message: the parts that somebody here looks at. rhea keeps the others beside them. */
export interface AmqpMessage {
  readonly message_id?: unknown;
  readonly correlation_id?: unknown;
  readonly reply_to?: unknown;
  readonly message_annotations?: Readonly<Record<string, unknown>>;
  readonly application_properties?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** @throws when the bytes are no AMQP message */
export function decodeMessage(encoded: Buffer): AmqpMessage {
  const decoded: object = rhea.message.decode(encoded);
  return decoded;
}

export function encodeMessage(message: AmqpMessage): Buffer {
  return rhea.message.encode(message);
}

/** The bytes of each data section of a message's body, in order; none when the body is of another kind. */
export function dataSections(message: AmqpMessage): Buffer[] {
  const { body } = message;
  const content = typeof body === 'object' && body !== null && 'content' in body ? body.content : undefined;
  const sections: readonly unknown[] = Array.isArray(content) ? content : [content];
  return sections.filter((section) => Buffer.isBuffer(section));
}

export function toLong(value: number): Typed {
  return rhea.types.wrap_long(value);
}

export function toInt(value: number): Typed {
  return rhea.types.wrap_int(value);
}

/** @param milliseconds since 1970, UTC */
export function toTimestamp(milliseconds: number): Typed {
  return rhea.types.wrap_timestamp(milliseconds);
}

export function toStringArray(values: readonly string[]): Typed {
  const str8 = 0xa1;
  return rhea.types.wrap_array(values, str8, undefined);
}

/** Sends an encoded message in the standard format (0). */
export function sendEncoded(link: Sender, encoded: Buffer): void {
  link.send(encoded, undefined, 0);
}

function numberOf(link: Sender, name: 'credit' | 'delivery_count'): number {
  const value: unknown = Reflect.get(link, name);
  if (typeof value !== 'number') throw new TypeError(`A sender of rhea has no number '${name}'.`);
  return value;
}

/**
 * How many deliveries the client has allowed on a link since it was attached.
 * rhea lowers the credit only when it writes, some time after `send`: whoever looks at the credit alone
 * hands over far more than was asked for.
 */
export function allowedDeliveries(link: Sender): number {
  return numberOf(link, 'delivery_count') + numberOf(link, 'credit');
}

/** The TCP socket under a connection. */
export function socketOf(connection: Connection): Socket {
  const socket: unknown = connection['socket'];
  if (!(socket instanceof Socket)) throw new TypeError('A connection of rhea has no TCP socket.');
  return socket;
}
