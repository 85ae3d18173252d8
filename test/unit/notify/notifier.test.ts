import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDigester } from '../../../src/notify/digest.ts';
import { createNotifier, type NotifyParts } from '../../../src/notify/notifier.ts';
import { type Notification, WebhookError } from '../../../src/notify/ports.ts';
import { createRenderer } from '../../../src/notify/render.ts';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';
import { createFakeNotificationStore, type FakeNotificationStore } from '../../fakes/notificationStore.ts';
import { type AlertSeed, toIncomingAlert } from '../../support/alerts.ts';

const MINUTE = 60_000;

let store: FakeNotificationStore;
let clock: FakeClock;
let sent: Notification[];
let isDown: boolean;
let parts: NotifyParts;

beforeEach(() => {
  store = createFakeNotificationStore();
  clock = createFakeClock('manual');
  sent = [];
  isDown = false;
  parts = {
    store,
    webhook: {
      async send(notification) {
        await new Promise((resolve) => setImmediate(resolve));
        if (isDown) throw new WebhookError('down');
        sent.push(notification);
      },
    },
    renderer: createRenderer({ format: 'cloudevents', language: 'en', timeZone: 'UTC' }),
    clock,
    windowMs: 15 * MINUTE,
    perMinute: 3,
  };
});

/** An instance of the function. */
const start = () => {
  const notify = createNotifier(parts);
  return (seed: AlertSeed, message = `message of ${seed.record}`) => notify(toIncomingAlert(seed), message);
};
const digest = () => createDigester(parts)();

/** What was sent: a record's id for an alert, a number of alerts for a digest. */
const told = () =>
  sent.map(({ body }) => {
    const { subject, data } = JSON.parse(body);
    return subject ?? data.alerts;
  });

describe('an alert', () => {
  it('is told at once when it is the first of its user and code; further ones are counted until the window ends', async () => {
    const notify = start();
    expect(await notify({ record: 'a' })).toBe('told');
    expect(await notify({ record: 'b' })).toBe('counted');
    expect(await notify({ record: 'c' })).toBe('counted');
    expect(await notify({ record: 'd', code: '500121' })).toBe('told');
    await clock.advance(14 * MINUTE);
    expect(await digest()).toMatchObject({ told: 0, waiting: 2 });
    await clock.advance(MINUTE);
    expect(await digest()).toEqual({ told: 2, groups: 1, waiting: 0 });
    expect(await notify({ record: 'e' })).toBe('told');
    expect(told()).toEqual(['a', 'd', 2, 'e']);
  });

  it('is dropped when it comes again: told, counted, in another message, in another instance, in a later window', async () => {
    const notify = start();
    await notify({ record: 'a' });
    await notify({ record: 'b' });
    expect(await notify({ record: 'a' }, 'another')).toBe('repeat');
    expect(await notify({ record: 'b' }, 'another')).toBe('repeat');
    expect(await start()({ record: 'a' }, 'another')).toBe('repeat');
    await clock.advance(60 * MINUTE);
    expect(await start()({ record: 'b' }, 'another')).toBe('repeat');
    expect(await digest()).toMatchObject({ told: 1 });
    expect(await start()({ record: 'b' }, 'another')).toBe('repeat');
    expect(await digest()).toMatchObject({ told: 0 });
    expect(told()).toEqual(['a', 1]);
  });

  it('is told once when copies of it are handled at the same time', async () => {
    const notifiers = [start(), start(), start()];
    const outcomes = await Promise.all(
      notifiers.flatMap((notify, index) => [
        notify({ record: 'a' }, `copy ${index}`),
        notify({ record: 'a' }, `copy ${index + 3}`),
      ]),
    );
    expect(outcomes.filter((outcome) => outcome === 'told')).toHaveLength(1);
    await clock.advance(60 * MINUTE);
    await digest();
    expect(told()).toEqual(['a']);
  });

  it('is told when its message comes again after the webhook had failed', async () => {
    const notify = start();
    isDown = true;
    await expect(notify({ record: 'a' })).rejects.toThrow(WebhookError);
    // An attempt takes a place of its minute, also when it fails.
    await clock.advance(MINUTE);
    isDown = false;
    expect(await notify({ record: 'a' })).toBe('told');
    expect(await notify({ record: 'a' })).toBe('repeat');
  });

  it('is told in another message as well, such as one that was moved back from the poison queue', async () => {
    isDown = true;
    await expect(start()({ record: 'a' })).rejects.toThrow(WebhookError);
    isDown = false;
    expect(await start()({ record: 'a' }, 'moved back')).toBe('counted');
    await clock.advance(15 * MINUTE);
    expect(await digest()).toMatchObject({ told: 1 });
    isDown = true;
    await expect(start()({ record: 'b' })).rejects.toThrow(WebhookError);
    isDown = false;
    await clock.advance(15 * MINUTE);
    expect(await start()({ record: 'b' }, 'moved back')).toBe('told');
  });

  it.each(['isKnown', 'open', 'takePlace', 'remember', 'postpone'] as const)(
    'is never lost when its instance dies at %s',
    async (method) => {
      if (method === 'postpone') await start()({ record: 'before' });
      store.before = (called) => {
        if (called === method) throw new Error('the process died');
      };
      await expect(start()({ record: 'a' })).rejects.toThrow('died');
      store.before = undefined;
      await start()({ record: 'a' });
      await clock.advance(15 * MINUTE);
      await digest();
      const counts: Partial<Record<typeof method, unknown>> = {
        // It was told, and that was not written down: the one case in which it is told again.
        remember: ['a', 'a'],
        postpone: ['before', 1],
      };
      expect(told()).toEqual(counts[method] ?? ['a']);
    },
  );
});

describe('the cap', () => {
  it('leaves one place of a minute to the digest; what is above goes into the next one', async () => {
    const notify = start();
    const outcomes = [];
    for (let user = 0; user < 5; user++)
      outcomes.push(await notify({ record: `${user}`, user: `user${user}@example.com` }));
    expect(outcomes).toEqual(['told', 'told', 'postponed', 'postponed', 'postponed']);
    expect(await digest()).toEqual({ told: 3, groups: 3, waiting: 0 });
    // A second digest in the same minute would be one notification too many.
    expect(await notify({ record: '5', user: 'user5@example.com' })).toBe('postponed');
    expect(await digest()).toEqual({ told: 0, groups: 0, waiting: 1 });
    await clock.advance(MINUTE);
    expect(await digest()).toEqual({ told: 1, groups: 1, waiting: 0 });
    expect(told()).toEqual(['0', '1', 3, 1]);
  });

  it('holds over several instances', async () => {
    const notifiers = Array.from({ length: 4 }, start);
    await Promise.all(
      Array.from({ length: 40 }, (_, user) =>
        notifiers[user % 4]?.({ record: `${user}`, user: `user${user}@example.com` }),
      ),
    );
    expect(sent.length).toBeLessThanOrEqual(2);
    expect(await digest()).toMatchObject({ told: 40 - sent.length + 1 });
  });
});

it('a burst of 10,000 alerts becomes no more notifications than the cap allows, and every alert is told of', async () => {
  const alert = toIncomingAlert({ record: 'a' });
  const notifiers = Array.from({ length: 4 }, () => createNotifier(parts));
  await Promise.all(
    Array.from({ length: 10_000 }, (_, index) => {
      const id = createHash('md5').update(`${index}`).digest('hex');
      const data = { ...alert.data, who: { UserPrincipalName: `user${index % 3_000}@example.com` } };
      return notifiers[index % 4]?.({ ...alert, id, data }, `message ${index}`);
    }),
  );
  const perMinute = [];
  for (let minute = 0, before = 0; minute < 20; minute++) {
    await digest();
    perMinute.push(sent.length - before);
    before = sent.length;
    await clock.advance(MINUTE);
  }
  expect(Math.max(...perMinute)).toBeLessThanOrEqual(parts.perMinute);
  // Two at once, one digest at once for the other users, one at the end of the window for what came again.
  expect(perMinute.filter((count) => count > 0)).toEqual([3, 1]);
  const events = sent.map(({ body }) => JSON.parse(body));
  expect(events.reduce((sum, { data }) => sum + (data.alerts ?? 1), 0)).toBe(10_000);
});

describe('a digest', () => {
  it('that the webhook does not take waits on', async () => {
    const notify = start();
    await notify({ record: 'a' });
    await notify({ record: 'b' });
    await clock.advance(15 * MINUTE);
    isDown = true;
    await expect(digest()).rejects.toThrow(WebhookError);
    isDown = false;
    await clock.advance(MINUTE);
    expect(await digest()).toMatchObject({ told: 1 });
  });

  it('has the largest groups first, and the same id when it is sent again', async () => {
    const notify = start();
    for (const record of ['a1', 'a2', 'b1', 'b2', 'b3', 'c1', 'c2', 'c3', 'c4'])
      await notify({ record, user: `${record[0]}@example.com` });
    store.before = (called) => {
      if (called === 'withdraw') throw new Error('the process died');
    };
    await clock.advance(15 * MINUTE);
    await expect(digest()).rejects.toThrow('died');
    store.before = undefined;
    await clock.advance(MINUTE);
    await digest();
    const [first, second] = sent.slice(-2).map(({ body }) => JSON.parse(body));
    expect(second.id).toBe(first.id);
    expect(second.data).toMatchObject({
      alerts: 7,
      groups: 3,
      largest: [
        { who: 'c@example.com', code: '50126', alerts: 4 },
        { who: 'b@example.com', alerts: 2 },
        { who: 'a@example.com', alerts: 1 },
      ],
    });
  });

  it('takes a sign-in without a time that can be for one of now', async () => {
    const notify = start();
    await notify({ record: 'a' });
    const alert = toIncomingAlert({ record: 'b' });
    for (const [index, time] of ['0001-01-01T00:00:00Z', '+010000-01-01T00:00:00Z', 'x'].entries()) {
      const id = `${index}`.repeat(32);
      await createNotifier(parts)({ ...alert, id, data: { ...alert.data, time } }, id);
    }
    expect([...store.waitingAlerts.values()].map(({ time }) => time)).toEqual(Array(3).fill(clock.now()));
  });

  it('forgets windows and minutes that are over, and what is known after a week', async () => {
    await start()({ record: 'a' });
    await digest();
    expect([store.windows.size, store.minutes.size, store.known.size]).toEqual([1, 1, 1]);
    await clock.advance(60 * MINUTE);
    await digest();
    expect([store.windows.size, store.minutes.size, store.known.size]).toEqual([0, 0, 1]);
    await clock.advance(7 * 24 * 60 * MINUTE);
    for (let minute = 0; minute < 16; minute++) {
      await digest();
      await clock.advance(MINUTE);
    }
    expect(store.known.size).toBe(0);
  });
});
