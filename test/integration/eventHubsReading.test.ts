import { type EventPosition, earliestEventPosition, latestEventPosition } from '@azure/event-hubs';
import { describe, expect, test } from 'vitest';
import {
  type Attached,
  attach,
  consumer,
  endpoint,
  PARTITION_0,
  producer,
  read,
  SharedStore,
  sendTexts,
  sharingConsumer,
  start,
  texts,
} from '../support/eventHubs.ts';

describe('receiving', () => {
  test('begins where the position says', async () => {
    await sendTexts('0', 'a', 'b', 'c', 'd');
    const [, b] = await read('0', earliestEventPosition).received(4);
    const offset = b?.offset ?? '';
    const from = async (position: EventPosition, count: number) =>
      texts(await read('0', position).received(count)).join('');
    expect(await from({ sequenceNumber: 1 }, 2)).toBe('cd');
    expect(await from({ sequenceNumber: 1, isInclusive: true }, 3)).toBe('bcd');
    expect(await from({ offset }, 2)).toBe('cd');
    expect(await from({ offset, isInclusive: true }, 3)).toBe('bcd');
  });

  test('begins behind a time', async () => {
    const client = producer();
    await sendTexts('0', 'before');
    const { lastEnqueuedOnUtc: time } = await client.getPartitionProperties('0');
    // The clock counts milliseconds: send until it has moved on.
    let sent = 0;
    let last = time;
    while (last.getTime() === time.getTime()) {
      await sendTexts('0', 'later');
      sent++;
      last = (await client.getPartitionProperties('0')).lastEnqueuedOnUtc;
    }
    const [event] = await read('0', { enqueuedOn: time }).received(1);
    expect(event?.enqueuedTimeUtc).toEqual(last);
    expect(event?.sequenceNumber).toBe(sent);
    expect(await read('0', { enqueuedOn: time.getTime() - 1000 }).received(1 + sent)).toHaveLength(1 + sent);
  });

  test('from the latest gets only what comes after', async () => {
    await sendTexts('0', 'old');
    const reading = read('0', latestEventPosition);
    await reading.idle;
    await sendTexts('0', 'new');
    expect(texts(await reading.received(1))).toEqual(['new']);
  });

  test('needs a consumer group that exists', async () => {
    await start({ consumerGroups: ['Second'] });
    await sendTexts('0', 'a');
    expect(await read('0', earliestEventPosition, { client: consumer('second') }).received(1)).toHaveLength(
      1,
    );
    const error = await read('0', earliestEventPosition, { client: consumer('third') }).failed;
    expect(error.code).toBe('MessagingEntityNotFoundError');
  });

  test('refuses a position that is none', async () => {
    const error = await read('0', { offset: 'abc' }).failed;
    expect(error.code).toBe('InvalidFieldError');
    expect(error.message).toContain(`x-opt-offset > 'abc'`);
  });

  test('allows five readers of a partition without owner level', async () => {
    const readings = Array.from({ length: 5 }, () => read('0', latestEventPosition));
    await Promise.all(readings.map((reading) => reading.idle));
    const sixth = read('0', latestEventPosition);
    expect((await sixth.failed).code).toBe('QuotaExceededError');
    await sixth.stop();
    await readings[0]?.stop();
    await read('0', latestEventPosition).idle;
  });

  test.each([
    ['a closed link', ({ receiver }: Attached) => receiver.close()],
    ['a closed session', ({ receiver }: Attached) => receiver.session.close()],
    ['a closed connection', ({ receiver }: Attached) => receiver.connection.close()],
    ['a cut connection', () => endpoint.dropConnections()],
  ])('%s makes room for another reader', async (_, leave) => {
    const links = await Promise.all(Array.from({ length: 5 }, () => attach(PARTITION_0)));
    const [first] = links;
    if (first === undefined) throw new Error('No link was attached.');
    leave(first);
    await read('0', latestEventPosition).idle;
  });
});

describe('owner levels', () => {
  test('the higher one, or the later of the same, cuts the others off', async () => {
    const plain = read('0', latestEventPosition);
    await plain.idle;
    const first = read('0', latestEventPosition, { ownerLevel: 1 });
    await first.idle;
    expect((await plain.failed).code).toBe('ReceiverDisconnectedError');
    await plain.stop();

    const same = read('0', latestEventPosition, { ownerLevel: 1 });
    await same.idle;
    expect((await first.failed).code).toBe('ReceiverDisconnectedError');
    await first.stop();

    const higher = read('0', latestEventPosition, { ownerLevel: 2 });
    await higher.idle;
    expect((await same.failed).code).toBe('ReceiverDisconnectedError');
    await same.stop();

    const lower = read('0', latestEventPosition, { ownerLevel: 1 });
    expect((await lower.failed).code).toBe('ReceiverDisconnectedError');
    const none = read('0', latestEventPosition);
    expect((await none.failed).code).toBe('ReceiverDisconnectedError');

    await sendTexts('0', 'for the owner');
    expect(texts(await higher.received(1))).toEqual(['for the owner']);
    expect(plain.events.length + first.events.length + same.events.length).toBe(0);
  });

  test('matter within a consumer group only', async () => {
    await start({ consumerGroups: ['second'] });
    const owner = read('0', earliestEventPosition, { ownerLevel: 5 });
    const other = read('0', earliestEventPosition, { client: consumer('second') });
    await Promise.all([owner.idle, other.idle]);
    await sendTexts('0', 'a');
    expect(await owner.received(1)).toHaveLength(1);
    expect(await other.received(1)).toHaveLength(1);
  });
});

describe('load balancing', () => {
  test('two clients share four partitions and go on from the checkpoints', async () => {
    const store = new SharedStore();
    const sendToAll = async (text: string) => {
      for (const partition of ['0', '1', '2', '3']) await sendTexts(partition, `${text}${partition}`);
    };
    await sendToAll('a');
    const options = { checkpoint: true };
    const first = read(undefined, earliestEventPosition, { ...options, client: sharingConsumer(store) });
    expect(texts(await first.received(4)).toSorted()).toEqual(['a0', 'a1', 'a2', 'a3']);
    expect(store.shares()).toEqual([4]);

    const second = read(undefined, earliestEventPosition, {
      ...options,
      client: sharingConsumer(store),
    });
    await expect.poll(() => store.shares(), { timeout: 10_000 }).toEqual([2, 2]);
    await sendToAll('b');
    const later = () => [...texts(first.events).slice(4), ...texts(second.events)].toSorted();
    await expect.poll(later, { timeout: 10_000 }).toEqual(['b0', 'b1', 'b2', 'b3']);
    expect(second.events).toHaveLength(2);

    await first.stop();
    await second.stop();
    await sendToAll('c');
    const third = read(undefined, earliestEventPosition, { ...options, client: sharingConsumer(store) });
    expect(texts(await third.received(4)).toSorted()).toEqual(['c0', 'c1', 'c2', 'c3']);
  });
});
