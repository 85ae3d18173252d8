import { Buffer } from 'node:buffer';
import type { Container, EventContext, Sender } from 'rhea';
import { socketOf } from './amqp.ts';
import { Consumers, type ReaderRequest } from './consumers.ts';
import { answerRequest, isRequestNode } from './management.ts';
import type { Namespace } from './namespace.ts';
import { Producers } from './producers.ts';

/**
 * Serves the links that clients attach. In rhea's words the endpoint has a receiver where the client sends,
 * and a sender where the client receives.
 */
export function serveLinks(container: Container, namespace: Namespace, maxMessageBytes: number): void {
  const consumers = new Consumers(namespace);
  const producers = new Producers(namespace, maxMessageBytes, (partition) =>
    consumers.flowPartition(partition),
  );

  container.on('receiver_open', ({ receiver }: EventContext) => {
    if (receiver === undefined) return;
    const address = receiver.target?.address ?? '';
    const refusal = isRequestNode(address) ? undefined : producers.open(receiver, address);
    // A refused link is answered without target, then closed (AMQP 1.0, part 2, 2.6.3).
    if (refusal === undefined) receiver.set_target({ address });
    else receiver.close(refusal);
  });

  container.on('message', (context: EventContext) => {
    const { connection, receiver, delivery } = context;
    const message: unknown = context.message;
    if (receiver === undefined || delivery === undefined || typeof message !== 'object' || message === null)
      return;
    const address = receiver.target?.address ?? '';
    if (isRequestNode(address) && !Buffer.isBuffer(message)) {
      delivery.accept();
      answerRequest(namespace, address, message, connection);
    } else {
      producers.receive(receiver, { delivery, message });
    }
  });

  container.on('sender_open', ({ sender }: EventContext) => {
    if (sender === undefined) return;
    const request = readerRequest(sender);
    const refusal = isRequestNode(request.address) ? undefined : consumers.open(sender, request);
    if (refusal === undefined) {
      sender.set_source(sender.source);
      sender.set_target(sender.target ?? { address: '' });
    } else {
      sender.close(refusal);
    }
  });

  const onFlow = ({ sender }: EventContext): void => {
    if (sender !== undefined) consumers.flow(sender);
  };
  // The first comes when the client asks for more, the second when a full session has room again.
  container.on('sender_flow', onFlow);
  container.on('sendable', onFlow);

  container.on('connection_open', ({ connection }: EventContext) => {
    socketOf(connection).on('drain', () => consumers.flowConnection(connection));
  });
  for (const event of ['sender_close', 'session_close', 'connection_close', 'disconnected']) {
    container.on(event, () => consumers.forgetClosed());
  }
}

const SELECTOR_FILTER = 'apache.org:selector-filter:string';
const OWNER_LEVEL = 'com.microsoft:epoch';

function readerRequest(link: Sender): ReaderRequest {
  // A described value: rhea leaves the text in its member `value`.
  const filter: unknown = link.source?.filter?.[SELECTOR_FILTER];
  const selector: unknown =
    typeof filter === 'object' && filter !== null && 'value' in filter ? filter.value : filter;
  const ownerLevel: unknown = link.properties?.[OWNER_LEVEL];
  return {
    address: link.source?.address ?? '',
    selector: selector === undefined || selector === null ? undefined : String(selector),
    ownerLevel: typeof ownerLevel === 'number' ? ownerLevel : undefined,
  };
}
