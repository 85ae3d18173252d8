import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import type { PartitionContext, ReceivedEventData } from '@azure/event-hubs';
import type { DequeuedMessageItem } from '@azure/storage-queue';

/** The forms of the host's typed data that the invocations use. */
type TypedData =
  | { readonly json: string }
  | { readonly string: string }
  | { readonly int: Sint64 }
  | { readonly collectionBytes: { readonly bytes: readonly Uint8Array[] } }
  | { readonly collectionString: { readonly string: readonly string[] } }
  | { readonly collectionSint64: { readonly sint64: readonly Sint64[] } };

/** A 64-bit number as protobuf hands it to JavaScript. */
interface Sint64 {
  readonly low: number;
  readonly high: number;
  readonly unsigned: false;
}

export interface InvocationRequest {
  /** The trace of the invocation, which the host begins (W3C Trace Context). */
  readonly traceContext?: { readonly traceParent: string };
  readonly triggerMetadata: Readonly<Record<string, TypedData>>;
  readonly inputData: readonly { readonly name: string; readonly data: TypedData }[];
}

/**
 * The message by which the Functions host asks the worker for an invocation, for a trigger with `many` and `binary`:
 * names, order and types as the host's EventHubTriggerBindingStrategy (Event Hubs extension 6) writes them. The worker's
 * library makes of it what a handler sees, with all its oddities (times without a zone, 64-bit numbers in two halves).
 */
export function toInvocationRequest(
  binding: string,
  events: readonly ReceivedEventData[],
  context: PartitionContext,
): InvocationRequest {
  const partition = json({
    FullyQualifiedNamespace: context.fullyQualifiedNamespace,
    EventHubName: context.eventHubName,
    ConsumerGroup: context.consumerGroup,
    PartitionId: context.partitionId,
    IsCheckpointingAfterInvocation: true,
  });
  const offsets = { collectionString: { string: events.map(({ offset }) => String(offset)) } };
  return {
    traceContext: createTraceContext(),
    inputData: [
      { name: binding, data: { collectionBytes: { bytes: events.map(({ body }) => toBytes(body)) } } },
    ],
    triggerMetadata: {
      TriggerPartitionContext: partition,
      PartitionContext: partition,
      PartitionKeyArray: {
        collectionString: { string: events.flatMap(({ partitionKey }) => partitionKey ?? []) },
      },
      OffsetArray: offsets,
      OffsetStringArray: offsets,
      SequenceNumberArray: {
        collectionSint64: { sint64: events.map(({ sequenceNumber }) => toSint64(sequenceNumber)) },
      },
      EnqueuedTimeUtcArray: json(
        events.map(({ enqueuedTimeUtc }) => enqueuedTimeUtc.toISOString().replace('Z', '')),
      ),
      PropertiesArray: json(events.map(({ properties }) => properties ?? {})),
      SystemPropertiesArray: json(events.map(toSystemProperties)),
    },
  };
}

/** The message by which the host invokes a function that a timer triggers. */
export function toTimerRequest(binding: string): InvocationRequest {
  const data = json({ Schedule: { AdjustForDST: true }, ScheduleStatus: null, IsPastDue: false });
  return { traceContext: createTraceContext(), triggerMetadata: {}, inputData: [{ name: binding, data }] };
}

function createTraceContext(): { readonly traceParent: string } {
  const id = (bytes: number) => randomBytes(bytes).toString('hex');
  return { traceParent: `00-${id(16)}-${id(8)}-01` };
}

/**
 * The message by which the host invokes a function for a queue message: names and types as the binding data contract of its
 * queue extension (5) has them. The message was base64 in the queue (host.json); the worker's library parses what is JSON.
 */
export function toQueueRequest(binding: string, message: DequeuedMessageItem): InvocationRequest {
  const text = Buffer.from(message.messageText, 'base64').toString('utf8');
  return {
    inputData: [{ name: binding, data: { string: text } }],
    triggerMetadata: {
      QueueTrigger: { string: text },
      DequeueCount: { int: toSint64(message.dequeueCount) },
      ExpirationTime: json(message.expiresOn),
      Id: { string: message.messageId },
      InsertionTime: json(message.insertedOn),
      NextVisibleTime: json(message.nextVisibleOn),
      PopReceipt: { string: message.popReceipt },
    },
  };
}

function json(value: unknown): TypedData {
  return { json: JSON.stringify(value) };
}

/** The client was told not to parse bodies, so a data section arrives as the bytes that were sent. */
function toBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  throw new TypeError(`an event of the sandbox’s hub has a body that is no bytes: ${typeof body}`);
}

function toSint64(value: number): Sint64 {
  return { low: value | 0, high: Math.floor(value / 2 ** 32), unsigned: false };
}

function toSystemProperties(event: ReceivedEventData): object {
  return {
    SequenceNumber: event.sequenceNumber,
    Offset: Number(event.offset),
    OffsetString: String(event.offset),
    PartitionKey: event.partitionKey ?? null,
    EnqueuedTimeUtc: event.enqueuedTimeUtc.toISOString().replace('Z', ''),
  };
}
