import { earliestEventPosition } from '@azure/event-hubs';
import { describe, expect, test } from 'vitest';
import { startEventHubs } from '../../src/sandbox/eventHubs/endpoint.ts';
import {
  attach,
  endpoint,
  MIB,
  nextServedSocket,
  PARTITION_0,
  producer,
  RETRY,
  read,
  sendTexts,
  start,
  texts,
} from '../support/eventHubs.ts';

describe('faults and memory', () => {
  test('after cut connections, sending and receiving go on without loss', async () => {
    // The SDK tells a send that was under way of the cut only by its timeout.
    const client = producer('signins', { ...RETRY, timeoutInMs: 300 });
    const reading = read('0', earliestEventPosition, { ownerLevel: 0 });
    const bodies = ['0', '1', '2', '3'];
    await reading.idle;
    for (const [index, body] of bodies.entries()) {
      endpoint.dropConnections();
      await client.sendBatch([{ body: Buffer.from(body) }], { partitionId: '0' });
      await reading.received(index + 1);
    }
    expect(texts(reading.events)).toEqual(bodies);
  });

  test('released events are gone from memory, and readers begin at the first kept one', async () => {
    await sendTexts('0', 'a', 'b');
    const early = endpoint.heldBytes('signins');
    await sendTexts('0', 'c', 'd');
    const all = endpoint.heldBytes('signins');
    endpoint.release('signins', '0', 1);
    endpoint.release('signins', '0', 0);
    expect(endpoint.heldBytes('signins')).toBe(all - early);
    expect(texts(await read('0', earliestEventPosition).received(2))).toEqual(['c', 'd']);
    expect(texts(await read('0', { sequenceNumber: 0 }).received(2))).toEqual(['c', 'd']);

    endpoint.release('signins', '0', 3);
    expect(endpoint.heldBytes('signins')).toBe(0);
    expect(await producer().getPartitionProperties('0')).toMatchObject({
      isEmpty: true,
      beginningSequenceNumber: 4,
      lastEnqueuedSequenceNumber: 3,
    });
    await sendTexts('0', 'e');
    const [next] = await read('0', earliestEventPosition).received(1);
    expect(next?.sequenceNumber).toBe(4);
  });

  test('a client that asks for many large events and reads none does not fill the memory', async () => {
    await start({ maxMessageBytes: 5 * MIB });
    const client = producer();
    const body = Buffer.alloc(4 * MIB, 'x');
    for (let i = 0; i < 12; i++) await client.sendBatch([{ body }], { partitionId: '0' });

    const served = nextServedSocket();
    const slow = await attach(PARTITION_0);
    const servedSocket = await served;
    slow.socket.pause();
    slow.receiver.add_credit(100);
    await expect.poll(() => servedSocket.writableLength).toBeGreaterThan(0);
    expect(servedSocket.writableLength).toBeLessThan(12 * MIB);
    slow.socket.resume();
    await expect.poll(() => slow.sequenceNumbers.length, { timeout: 10_000 }).toBe(12);
  });

  test('a client gets no more events than it asked for', async () => {
    await sendTexts('0', 'a', 'b', 'c', 'd');
    const link = await attach(PARTITION_0);
    link.receiver.add_credit(1);
    await expect.poll(() => link.sequenceNumbers).toEqual([0]);
    endpoint.release('signins', '0', 1);
    link.receiver.add_credit(1);
    await expect.poll(() => link.sequenceNumbers).toEqual([0, 2]);
  });

  test('what is asked of hubs and partitions that are not there is an error', () => {
    expect(() => endpoint.heldBytes('nothing')).toThrow(`no event hub 'nothing'`);
    expect(() => endpoint.release('signins', '4', 0)).toThrow(`no partition '4'`);
  });

  test('options that cannot be are refused', async () => {
    await expect(startEventHubs({ hubs: { a: 0 } })).rejects.toThrow(RangeError);
    await expect(startEventHubs({ hubs: { a: 1 }, maxMessageBytes: 257 * MIB })).rejects.toThrow(RangeError);
  });
});
