import { beforeEach, describe, expect, it } from 'vitest';
import {
  afterFailure,
  attemptsOf,
  dueSpills,
  enqueuedOf,
  isDue,
  refusalsOf,
} from '../../../src/delivery/dueSpills.ts';
import type { Metadata } from '../../../src/delivery/ports.ts';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';
import { createFakeLeasingStore, type FakeLeasingStore } from '../../fakes/leasingStore.ts';

const NOW = Date.parse('2026-01-02T03:00:00Z');
const entry = (metadata: Metadata) => ({ name: 'rows/2026-01-02-03/a', bytes: 1, metadata });
const at = (ms: number) => new Date(NOW + ms).toISOString();

const ONE_LEFT = { lines: 1, isRefusalDoubted: false };

describe('the metadata of a spill', () => {
  it.each([
    [{ attempts: '3' }, 3],
    [{ attempts: '0' }, 0],
    [{}, 0],
    [{ attempts: '-1' }, 0],
    [{ attempts: '1.5' }, 0],
    [{ attempts: 'many' }, 0],
  ])('of %j says that it was tried %i times', (metadata: Metadata, attempts) => {
    expect(attemptsOf(entry(metadata))).toBe(attempts);
  });

  it('counts refusals by themselves', () => {
    const once = afterFailure(entry({}), { lines: 1, isRefusalDoubted: true }, NOW, 0);
    expect(refusalsOf(entry(once))).toBe(1);
    expect(refusalsOf(entry(afterFailure(entry(once), ONE_LEFT, NOW, 0)))).toBe(1);
    expect(refusalsOf(entry({ attempts: '7' }))).toBe(0);
  });

  it('says since when it waits, if it does', () => {
    expect(enqueuedOf(entry({ enqueued: at(0) }))).toBe(at(0));
    expect(enqueuedOf(entry({}))).toBe('');
  });

  it('counts the attempt and the lines that are left, and keeps the rest', () => {
    const before = entry({ count: '9', enqueued: at(-1), toolversion: '0.1.0', attempts: '1' });
    expect(afterFailure(before, { lines: 4, isRefusalDoubted: false }, NOW, 1)).toEqual({
      count: '4',
      enqueued: at(-1),
      toolversion: '0.1.0',
      attempts: '2',
      nextattempt: at(60_000),
    });
  });

  it.each([
    [0, 15_000, 30_000],
    [1, 30_000, 60_000],
    [2, 60_000, 120_000],
    [3, 120_000, 240_000],
    [4, 150_000, 300_000],
    [50, 150_000, 300_000],
  ])('after %i attempts has it wait %i to %i ms', (attempts, least, most) => {
    const tried = entry({ attempts: String(attempts) });
    expect(afterFailure(tried, ONE_LEFT, NOW, 0)['nextattempt']).toBe(at(least));
    expect(afterFailure(tried, ONE_LEFT, NOW, 1)['nextattempt']).toBe(at(most));
  });
});

describe('a spill', () => {
  it.each([
    ['has not been tried', undefined, true],
    ['waited long enough', at(0), true],
    ['waited longer', at(-1), true],
    ['is to wait', at(1), false],
    ['is to wait the longest', at(600_000), false],
    ['has a time that no clock that is right wrote', at(600_001), true],
    ['has a time that is none', 'tomorrow', true],
  ])('that %s', (_, nextattempt, due) => {
    expect(isDue(entry(nextattempt === undefined ? {} : { nextattempt }), NOW)).toBe(due);
  });
});

describe('the spills that are due', () => {
  let clock: FakeClock;
  let store: FakeLeasingStore;
  beforeEach(() => {
    clock = createFakeClock();
    store = createFakeLeasingStore(clock);
  });

  const put = (name: string, metadata: Metadata) => store.put(name, Buffer.from('x'), 1_000, metadata);
  async function names(sink: 'rows' | 'alerts' = 'rows') {
    const found: string[] = [];
    for await (const { name } of dueSpills(store, sink, clock.now)) found.push(name);
    return found;
  }

  it('come hour by hour, within an hour by the time of their first event, then by name', async () => {
    await put('rows/2026-01-02-03/a', { enqueued: '2026-01-02T03:30:00Z' });
    await put('rows/2026-01-02-03/d', { enqueued: '2026-01-02T03:10:00Z' });
    await put('rows/2026-01-02-03/c', { enqueued: '2026-01-02T03:10:00Z' });
    await put('rows/2026-01-01-23/z', { enqueued: '2026-01-01T23:59:00Z' });
    await put('rows/2026-01-02-04/b', { enqueued: '2026-01-02T04:00:00Z' });
    await put('alerts/2026-01-01-01/a', { enqueued: '2026-01-01T01:00:00Z' });
    expect(await names()).toEqual([
      'rows/2026-01-01-23/z',
      'rows/2026-01-02-03/c',
      'rows/2026-01-02-03/d',
      'rows/2026-01-02-03/a',
      'rows/2026-01-02-04/b',
    ]);
    expect(await names('alerts')).toEqual(['alerts/2026-01-01-01/a']);
  });

  it('leave out those that are to wait, by the time at which they would be tried', async () => {
    const soon = new Date(clock.now() + 5_000).toISOString();
    await put('rows/2026-01-02-03/a', { nextattempt: soon });
    await put('rows/2026-01-02-03/b', {});
    expect(await names()).toEqual(['rows/2026-01-02-03/b']);
    await clock.sleep(5_000);
    expect(await names()).toEqual(['rows/2026-01-02-03/a', 'rows/2026-01-02-03/b']);
  });

  it('are found hour by hour: nothing of a later hour is listed before it is needed', async () => {
    await put('rows/2026-01-02-03/a', {});
    await put('rows/2026-01-02-04/b', {});
    store.asked.length = 0;
    await dueSpills(store, 'rows', clock.now).next();
    expect(store.asked).toEqual(['folders rows/', 'list rows/2026-01-02-03/']);
  });
});
