import { expect, it } from 'vitest';
import type { NotificationStore, WaitingAlert } from '../../src/notify/ports.ts';

const NOW = '2026-11-26T10:15:00Z';

/** An alert that waits. */
export function toAlert(id: string, changes: Partial<WaitingAlert> = {}): WaitingAlert {
  const text = {
    group: 'a'.repeat(32),
    who: 'user@example.com',
    code: '50126',
    level: 'High',
    name: '',
  } as const;
  return { id, ...text, time: Date.parse(NOW), due: Date.parse(NOW) + 900_000, ...changes };
}

/** An id of 32 hex digits that begins with these. */
const idOf = (begin: string) => begin.padEnd(32, '0');

const byId = (alerts: readonly WaitingAlert[]) => alerts.toSorted((a, b) => a.id.localeCompare(b.id));

/**
 * What every notification store does.
 * @param create a store that nothing was put into yet
 */
export function testNotificationStore(create: () => Promise<NotificationStore>): void {
  it('knows an alert that was told, once', async () => {
    const store = await create();
    expect(await store.isKnown(idOf('a1'))).toBe(false);
    expect(await store.remember(idOf('a1'), NOW)).toBe(true);
    expect(await store.remember(idOf('a1'), NOW)).toBe(false);
    expect(await store.isKnown(idOf('a1'))).toBe(true);
    expect(await store.isKnown(idOf('a2'))).toBe(false);
    expect(await store.waiting()).toEqual([]);
  });

  it('makes an alert known and wait in one step, and does neither when it is known', async () => {
    const store = await create();
    // Text that means something to a query, an address or a row.
    const hostile = toAlert(idOf('b1'), { who: `' or 1 eq 1 / # ? \\ 田中`, name: '', code: '' });
    expect(await store.postpone(hostile, NOW)).toBe(true);
    expect(await store.postpone(toAlert(idOf('b1')), NOW)).toBe(false);
    await store.remember(idOf('b2'), NOW);
    expect(await store.postpone(toAlert(idOf('b2')), NOW)).toBe(false);
    expect(await store.waiting()).toEqual([hostile]);
    expect(await store.isKnown(idOf('b1'))).toBe(true);
  });

  it('lets only one of many have an alert', async () => {
    const store = await create();
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        index % 2 === 0 ? store.remember(idOf('c1'), NOW) : store.postpone(toAlert(idOf('c1')), NOW),
      ),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
    const isWaiting = results.findIndex(Boolean) % 2 === 1;
    expect(await store.waiting()).toHaveLength(isWaiting ? 1 : 0);
  });

  it('ends the waiting of alerts, also of those that do not wait, and still knows them', async () => {
    const store = await create();
    // More of one part than a transaction holds.
    const ids = Array.from({ length: 106 }, (_, index) => idOf(`${index < 3 ? 'f' : '7'}${index}a`));
    await Promise.all(ids.map((id) => store.postpone(toAlert(id), NOW)));
    expect(byId(await store.waiting())).toEqual(byId(ids.map((id) => toAlert(id))));
    const some = ids.slice(4);
    await store.withdraw([...some, idOf('7e'), idOf('d1')]);
    expect(byId(await store.waiting()).map(({ id }) => id)).toEqual(ids.slice(0, 4).sort());
    expect(await store.isKnown(some[0] ?? '')).toBe(true);
    await store.withdraw([]);
  });

  it('has one window of a group and slot, whoever opens it', async () => {
    const store = await create();
    const window = { slot: NOW, group: 'd'.repeat(32) };
    const opened = await Promise.all(
      ['1', '2', '3', '4'].map((digit) => store.open({ ...window, first: idOf(digit), message: digit })),
    );
    expect(new Set(opened.map(({ first, message }) => `${first} ${message}`)).size).toBe(1);
    expect(opened[0]).toMatchObject(window);
    const other = { slot: NOW, group: 'e'.repeat(32), first: idOf('5'), message: '5' };
    expect(await store.open(other)).toEqual(other);
  });

  it('gives out the places of a minute, each once', async () => {
    const store = await create();
    const takes = await Promise.all(Array.from({ length: 8 }, () => store.takePlace(NOW, 3)));
    // Who loses a race may be sent away, but no place is given out twice.
    expect(takes.filter(Boolean).length).toBeLessThanOrEqual(3);
    while (await store.takePlace(NOW, 3));
    expect(await store.takePlace(NOW, 4)).toBe(true);
    expect(await store.takePlace(NOW, 4)).toBe(false);
    expect(await store.takePlace('2026-11-26T10:16:00Z', 1)).toBe(true);
  });

  it('forgets what is old, and nothing else', async () => {
    const store = await create();
    const window = { group: 'd'.repeat(32), message: '1' };
    const old = '2026-11-19T10:14:59Z';
    await store.open({ ...window, slot: old, first: idOf('1') });
    await store.open({ ...window, slot: NOW, first: idOf('2') });
    await store.takePlace(old, 1);
    await store.takePlace(NOW, 1);
    await store.remember(idOf('a1'), old);
    await store.remember(idOf('a2'), NOW);
    await store.remember(idOf('b1'), old);
    await store.postpone(toAlert(idOf('a3')), old);
    const limit = '2026-11-19T10:15:00Z';
    await store.forget({ slotsBefore: limit, minutesBefore: limit, knownBefore: limit, part: 0xa + 16 });
    expect(await store.open({ ...window, slot: old, first: idOf('3') })).toMatchObject({ first: idOf('3') });
    expect(await store.open({ ...window, slot: NOW, first: idOf('3') })).toMatchObject({ first: idOf('2') });
    expect(await store.takePlace(old, 1)).toBe(true);
    expect(await store.takePlace(NOW, 1)).toBe(false);
    // Of the other parts it is another minute's turn.
    const known = ['a1', 'a2', 'b1'].map((begin) => store.isKnown(idOf(begin)));
    expect(await Promise.all(known)).toEqual([false, true, true]);
    expect(await store.waiting()).toHaveLength(1);
  });
}
