import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Sender } from 'rhea';
import { expect, it } from 'vitest';
import { Consumers } from '../../../src/sandbox/eventHubs/consumers.ts';
import { Namespace } from '../../../src/sandbox/eventHubs/namespace.ts';

/** What the endpoint uses of a sender of rhea, over a socket that is never full: the system takes every write at once. */
function link(sent: unknown[]): Sender {
  const sender = {
    credit: 100,
    delivery_count: 0,
    connection: { socket: new Socket() },
    sendable: () => true,
    is_open: () => true,
    send: (encoded: unknown) => sent.push(encoded),
  };
  return sender as unknown as Sender;
}

it('a reader whose socket was never full, and so never says that it is empty, still gets everything', async () => {
  const namespace = new Namespace({ hub: 1 }, []);
  const partition = namespace.hub('hub')?.partition('0');
  for (let i = 0; i < 5; i++) partition?.append(() => Buffer.alloc(3 * 1024 * 1024));
  const consumers = new Consumers(namespace);
  const sent: unknown[] = [];
  const reader = link(sent);
  const address = 'hub/ConsumerGroups/$Default/Partitions/0';
  expect(consumers.open(reader, { address, selector: undefined, ownerLevel: undefined })).toBeUndefined();
  consumers.flow(reader);
  expect(sent).toHaveLength(2);
  for (let turn = 0; turn < 3; turn++) await nextTurn();
  expect(sent).toHaveLength(5);
});
