import type { Connection, Sender } from 'rhea';
import {
  type AmqpMessage,
  encodeMessage,
  sendEncoded,
  toInt,
  toLong,
  toStringArray,
  toTimestamp,
} from './amqp.ts';
import { type Hub, type Namespace, notFound } from './namespace.ts';
import type { PartitionLog } from './partition.ts';

/** The node that takes the clients' tokens (OASIS, "AMQP Claims-based Security Version 1.0"). */
const CBS = '$cbs';
/** The node that tells about hubs and partitions (OASIS, "AMQP Management Version 1.0"). */
const MANAGEMENT = '$management';

type RequestNode = typeof CBS | typeof MANAGEMENT;

/** True for the addresses that answer requests instead of holding events. */
export function isRequestNode(address: string): address is RequestNode {
  return address === CBS || address === MANAGEMENT;
}

interface Answer {
  readonly status: number;
  readonly description: string;
  readonly condition?: string;
  readonly body?: unknown;
}

/**
 * Answers a request on the link that the client opened for answers.
 * Every token is taken, as by the local emulator: only this machine can reach the endpoint.
 */
export function answerRequest(
  namespace: Namespace,
  node: RequestNode,
  request: AmqpMessage,
  connection: Connection,
): void {
  const answer = node === CBS ? { status: 202, description: 'Accepted' } : read(namespace, request);
  const link = connection.find_sender(
    (sender: Sender) => sender.name === request.reply_to || sender.target?.address === request.reply_to,
  );
  if (link === undefined) return;
  sendEncoded(
    link,
    encodeMessage({
      correlation_id: request.message_id,
      application_properties: {
        'status-code': toInt(answer.status),
        'status-description': answer.description,
        ...(answer.condition === undefined ? {} : { 'error-condition': answer.condition }),
      },
      body: answer.body,
    }),
  );
}

function read(namespace: Namespace, request: AmqpMessage): Answer {
  const { operation, type, name, partition: partitionId } = request.application_properties ?? {};
  if (operation !== 'READ')
    return refused(400, 'amqp:not-allowed', `The operation '${operation}' is not known; READ is.`);
  const hub = namespace.hub(String(name));
  if (hub === undefined) return missing(String(name));
  if (type === 'com.microsoft:eventhub') return { status: 200, description: 'OK', body: describeHub(hub) };
  if (type !== 'com.microsoft:partition')
    return refused(400, 'amqp:not-allowed', `The type '${type}' is not known.`);
  const partition = hub.partition(String(partitionId));
  if (partition === undefined) return missing(`${hub.name}/Partitions/${partitionId}`);
  return { status: 200, description: 'OK', body: describePartition(hub, partition) };
}

function refused(status: number, condition: string, description: string): Answer {
  return { status, condition, description };
}

function missing(entity: string): Answer {
  const { condition, description } = notFound(entity);
  return refused(404, condition, description);
}

function describeHub(hub: Hub): object {
  return {
    name: hub.name,
    type: 'com.microsoft:eventhub',
    created_at: toTimestamp(hub.createdAt.getTime()),
    partition_count: toInt(hub.partitions.length),
    partition_ids: toStringArray(hub.partitions.map((partition) => partition.id)),
    georeplication_factor: toInt(1),
  };
}

function describePartition(hub: Hub, partition: PartitionLog): object {
  const { last } = partition;
  return {
    name: hub.name,
    type: 'com.microsoft:partition',
    partition: partition.id,
    begin_sequence_number: toLong(partition.firstSequenceNumber),
    last_enqueued_sequence_number: toLong(last?.sequenceNumber ?? -1),
    last_enqueued_offset: String(last?.offset ?? -1),
    last_enqueued_time_utc: toTimestamp(last?.enqueuedTime ?? 0),
    is_partition_empty: partition.firstSequenceNumber === partition.nextSequenceNumber,
  };
}
