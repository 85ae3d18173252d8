import { once } from 'node:events';
import { earliestEventPosition } from '@azure/event-hubs';
import rhea from 'rhea';
import { describe, expect, test } from 'vitest';
import {
  connectClient,
  endpoint,
  failure,
  MIB,
  producer,
  read,
  sendTexts,
  start,
  texts,
} from '../support/eventHubs.ts';

describe('properties', () => {
  test('tell of a hub and its partitions', async () => {
    const client = producer('SignIns');
    const hub = await client.getEventHubProperties();
    expect(hub.name).toBe('signins');
    expect(hub.partitionIds).toEqual(['0', '1', '2', '3']);
    expect(Math.abs(Date.now() - hub.createdOn.getTime())).toBeLessThan(10_000);
    expect(await client.getPartitionProperties('1')).toMatchObject({
      isEmpty: true,
      beginningSequenceNumber: 0,
    });

    await sendTexts('1', 'a', 'b');
    const partition = await client.getPartitionProperties('1');
    expect(partition).toMatchObject({
      isEmpty: false,
      beginningSequenceNumber: 0,
      lastEnqueuedSequenceNumber: 1,
    });
    const [first, second] = await read('1', earliestEventPosition).received(2);
    expect(first).toMatchObject({ sequenceNumber: 0, offset: '0' });
    expect(second).toMatchObject({ sequenceNumber: 1, offset: partition.lastEnqueuedOffset });
    expect(second?.enqueuedTimeUtc).toEqual(partition.lastEnqueuedOnUtc);
  });

  test('of what does not exist are refused', async () => {
    const error = await failure(producer('nothing').getEventHubProperties());
    expect(error.code).toBe('MessagingEntityNotFoundError');
    expect((await failure(producer().getPartitionProperties('4'))).code).toBe('MessagingEntityNotFoundError');
  });
});

describe('sending', () => {
  test('to a partition, by key, and to any', async () => {
    const client = producer();
    await client.sendBatch([{ body: Buffer.from('named') }], { partitionId: '2' });
    for (let i = 0; i < 4; i++)
      await client.sendBatch([{ body: Buffer.from('keyed') }], { partitionKey: 'k' });
    for (let i = 0; i < 4; i++) await client.sendBatch([{ body: Buffer.from('any') }]);

    const byPartition: string[] = [];
    for (const partition of ['0', '1', '2', '3']) {
      const { lastEnqueuedSequenceNumber: last } = await client.getPartitionProperties(partition);
      const events = await read(partition, earliestEventPosition).received(last + 1);
      byPartition.push(texts(events).toSorted().join(' '));
      for (const event of events) {
        expect(event.partitionKey).toBe(String(event.body) === 'keyed' ? 'k' : undefined);
      }
    }
    expect(byPartition[2]).toContain('named');
    expect(byPartition.every((bodies) => bodies.includes('any'))).toBe(true);
    expect(byPartition.filter((bodies) => bodies.includes('keyed'))).toEqual([
      expect.stringMatching(/keyed keyed keyed keyed/),
    ]);
  });

  test('keeps every byte of a body, and the properties', async () => {
    await start({ maxMessageBytes: 20 * MIB });
    const large = Buffer.alloc(5 * MIB, Buffer.from([0, 1, 2, 0xfe, 0xff, 0x0d, 0x0a]));
    const bodies = [
      Buffer.alloc(0),
      Buffer.from([0x00, 0xff, 0x00, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
      Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
      Buffer.from('{"records":[ 1.0 ]}'),
      large,
    ];
    const properties = { text: 'ü', number: 3, yes: true };
    await producer().sendBatch(
      bodies.map((body) => ({ body, properties, messageId: 'm1', contentType: 'application/json' })),
      { partitionId: '0' },
    );
    const events = await read('0', earliestEventPosition).received(bodies.length);
    for (const [index, body] of bodies.entries()) {
      const received: unknown = events[index]?.body;
      expect(Buffer.isBuffer(received) && received.equals(body)).toBe(true);
    }
    expect(events[0]).toMatchObject({ properties, messageId: 'm1', contentType: 'application/json' });
  });

  test('keeps annotations that the sender made', async () => {
    const messageAnnotations = { 'x-opt-source': 'example' };
    const event = { body: Buffer.from('a'), bodyType: 'data' as const, messageAnnotations };
    await producer().sendBatch([event], { partitionId: '0' });
    const [received] = await read('0', earliestEventPosition).received(1);
    expect(received).toMatchObject({ sequenceNumber: 0, systemProperties: messageAnnotations });
  });

  test('tells the limit and refuses a message above it, while the link stays good', async () => {
    const client = producer();
    const batch = await client.createBatch();
    expect(batch.maxSizeInBytes).toBe(MIB);
    expect(batch.tryAdd({ body: Buffer.alloc(MIB) })).toBe(false);

    const tooLarge = [{ body: Buffer.alloc(MIB) }];
    const error = await failure(client.sendBatch(tooLarge, { partitionId: '0' }));
    expect(error.code).toBe('MessageTooLargeError');
    expect(error.message).toContain(`exceeds the limit (${MIB} bytes)`);
    expect(endpoint.heldBytes('signins')).toBe(0);

    await client.sendBatch([{ body: Buffer.alloc(MIB - 1000) }], { partitionId: '0' });
    expect(endpoint.heldBytes('signins')).toBeGreaterThan(MIB - 1000);
  });

  test('takes a message of almost 20 MiB where that is the limit', async () => {
    await start({ maxMessageBytes: 20 * MIB });
    const body = Buffer.alloc(20 * MIB - 1000, 'x');
    await producer().sendBatch([{ body }], { partitionId: '0' });
    const [event] = await read('0', earliestEventPosition).received(1);
    const received: unknown = event?.body;
    expect(Buffer.isBuffer(received) && received.equals(body)).toBe(true);
  });

  test('takes a message that is no batch, and rejects bytes that are no message', async () => {
    const { connection } = connectClient();
    const sender = connection.open_sender('signins/Partitions/0');
    await once(sender, 'sendable');
    sender.send({ body: rhea.message.data_section(Buffer.from('single')) });
    await once(sender, 'accepted');
    const batchFormat = 0x80013700;
    sender.send(Buffer.from([0x67, 0xff]), undefined, batchFormat);
    const [{ delivery }] = await once(sender, 'rejected');
    expect(delivery.remote_state.error.condition).toBe('amqp:decode-error');
    sender.send({ body: rhea.message.data_section(Buffer.from('next')) });
    await once(sender, 'accepted');
    expect(texts(await read('0', earliestEventPosition).received(2))).toEqual(['single', 'next']);
  });

  test('to what does not exist is refused', async () => {
    const toHub = await failure(producer('nothing').sendBatch([{ body: 'x' }]));
    expect(toHub.code).toBe('MessagingEntityNotFoundError');
    const toPartition = await failure(producer().sendBatch([{ body: 'x' }], { partitionId: '4' }));
    expect(toPartition.code).toBe('MessagingEntityNotFoundError');
  });
});
