import { beforeEach, describe, expect, it } from 'vitest';
import { alertOf, type PendingAlert } from '../../../src/delivery/outcomes.ts';
import { fromAlertLine, fromRowLine } from '../../../src/delivery/spillLines.ts';
import { type Spilling, spillAlerts, spillRows } from '../../../src/delivery/spillWaiting.ts';
import { unavailable } from '../../fakes/fault.ts';
import { createInstance, createWorld, spilledIn, type World } from '../../support/delivery.ts';
import { alertedOutcome, jsonOf, originalOf, rowOutcome } from '../../support/outcomes.ts';

let world: World;
let spilling: Spilling;
beforeEach(() => {
  world = createWorld();
  spilling = createInstance(world).parts.spills;
});

const outage = unavailable('status 503');
const forbidden = unavailable('status 403', 'later');

function pendingAlert(index: number, text = `{"id":"${index}"}`): PendingAlert {
  const pending = alertOf(alertedOutcome(index));
  if (pending === undefined) throw new Error('no alert');
  return { ...pending, alert: { id: `${index}`, text } };
}

describe('rows that wait', () => {
  it('are spilled request by request, with their records and places', async () => {
    const rows = [0, 1, 2].map((index) => rowOutcome(index));
    const waiting = [
      { items: rows.slice(0, 2), outage },
      { items: rows.slice(2), outage },
    ];
    expect(await spillRows(spilling, waiting)).toEqual({ spilled: rows, undelivered: [] });
    expect([...world.spills.blobs.values()].map(({ metadata }) => metadata['count']).sort()).toEqual([
      '1',
      '2',
    ]);
    const read = (await spilledIn(world, 'rows')).map(fromRowLine);
    read.sort((a, b) => a.source.index - b.source.index);
    expect(read.map(({ json }) => json.toString())).toEqual(jsonOf(rows));
    expect(read.map(({ source }) => source)).toEqual(rows.map(({ source }) => source));
    expect(read.map(({ bytes }) => bytes)).toEqual([0, 1, 2].map(originalOf));
  });

  it('make no blob when there are none', async () => {
    expect(await spillRows(spilling, [])).toEqual({ spilled: [], undelivered: [] });
    expect(await spillRows(spilling, [{ items: [], outage }])).toEqual({ spilled: [], undelivered: [] });
    expect(world.spills.asked).toEqual([]);
  });

  it('are told with both answers when they can be kept nowhere; the others are kept', async () => {
    const rows = [0, 1, 2].map((index) => rowOutcome(index));
    const other = { ...rowOutcome(3), source: { ...rowOutcome(3).source, partition: '9' } };
    const otherKept = Promise.withResolvers<void>();
    world.spills.fault = async (_, name) => {
      if (name.includes('/9-')) return void otherKept.resolve();
      await otherKept.promise;
      return forbidden;
    };
    const result = await spillRows(spilling, [
      { items: rows, outage },
      { items: [other], outage },
    ]);
    expect(result.undelivered).toEqual([
      { count: 3, answer: 'status 503; and not kept in blob storage either: status 403' },
    ]);
    expect(result.spilled).toEqual([other]);
  });

  it('are written again while there is time, and no longer', async () => {
    let puts = 0;
    world.spills.fault = () => (puts++ < 3 ? outage : undefined);
    const waiting = [{ items: [rowOutcome(0)], outage }];
    expect((await spillRows(spilling, waiting)).spilled).toHaveLength(1);
    world.spills.fault = () => outage;
    expect((await spillRows(spilling, waiting)).undelivered).toHaveLength(1);
    expect(world.clock.monotonic()).toBeLessThan(2 * 30_000);
    expect(world.clock.monotonic()).toBeGreaterThan(15_000);
  });
});

describe('alerts that wait', () => {
  it('are spilled together, with their ids, texts and places', async () => {
    const alerts = [0, 1, 2].map((index) => pendingAlert(index));
    const waiting = alerts.map((item) => ({ item, outage }));
    expect(await spillAlerts(spilling, waiting)).toEqual({ spilled: alerts, undelivered: [] });
    expect(world.spills.blobs.size).toBe(1);
    const read = (await spilledIn(world, 'alerts')).map(fromAlertLine);
    expect(read.map(({ alert, source }) => ({ alert, source }))).toEqual(alerts);
  });

  it('are spilled in blobs of about a megabyte', async () => {
    const alerts = Array.from({ length: 50 }, (_, i) => pendingAlert(i, `"${'x'.repeat(48_000)}"`));
    const waiting = alerts.map((item) => ({ item, outage }));
    expect((await spillAlerts(spilling, waiting)).spilled).toHaveLength(50);
    // 20 alerts of 48,003 bytes are 960,060 bytes; 21 would be more than 1,000,000.
    expect([...world.spills.blobs.values()].map(({ metadata }) => metadata['count']).sort()).toEqual([
      '10',
      '20',
      '20',
    ]);
  });

  it('make no blob when there are none', async () => {
    expect(await spillAlerts(spilling, [])).toEqual({ spilled: [], undelivered: [] });
    expect(world.spills.asked).toEqual([]);
  });

  it('are told with both answers when they can be kept nowhere', async () => {
    world.spills.fault = () => forbidden;
    expect(await spillAlerts(spilling, [{ item: pendingAlert(0), outage }])).toEqual({
      spilled: [],
      undelivered: [{ count: 1, answer: 'status 503; and not kept in blob storage either: status 403' }],
    });
  });
});

describe('records that are far larger than their rows', () => {
  it('are spilled in several blobs, each small enough to be written within an attempt', async () => {
    const rows = Array.from({ length: 8 }, (_, i) => ({
      ...rowOutcome(i),
      original: () => Buffer.alloc(2_000_000, `${i}`),
    }));
    expect(await spillRows(spilling, [{ items: rows, outage }])).toEqual({ spilled: rows, undelivered: [] });
    expect([...world.spills.blobs.values()].map(({ metadata }) => metadata['count'])).toEqual([
      '2',
      '2',
      '2',
      '2',
    ]);
  });
});
