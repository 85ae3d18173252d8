import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { LeaseLostError } from '../../../src/delivery/ports.ts';
import { redeliverSpill } from '../../../src/delivery/redeliverSpill.ts';
import { fromSpillContent } from '../../../src/delivery/spill.ts';
import { fromRowLine } from '../../../src/delivery/spillLines.ts';
import { refused, unavailable } from '../../fakes/fault.ts';
import {
  createInstance,
  createWorld,
  lettersIn,
  putAlertSpill,
  putRowSpill,
  spilledIn,
  type World,
} from '../../support/delivery.ts';
import {
  alertAt,
  badRowOutcome,
  jsonOf,
  many,
  originalOf,
  positionOf,
  rowOutcome,
} from '../../support/outcomes.ts';

let world: World;
beforeEach(() => {
  world = createWorld();
});

const down = unavailable('status 403', 'later');

/** Redelivers one blob, by an instance that begins anew. */
function redeliver(name: string) {
  const { metadata = {}, content } = world.spills.blobs.get(name) ?? {};
  const sink = name.startsWith('rows/') ? 'rows' : 'alerts';
  const entry = { name, bytes: content?.length ?? 0, metadata };
  return redeliverSpill(createInstance(world).parts, sink, entry);
}

describe('a spill whose sink is back', () => {
  it('is delivered, row by row as it was, and deleted', async () => {
    const rows = many(3, (i) => rowOutcome(i));
    const name = await putRowSpill(world, rows);
    expect(await redeliver(name)).toEqual({ delivered: 3, deadLetters: 0, waiting: 0, isSinkDown: false });
    expect(world.rows.arrived).toEqual(jsonOf(rows));
    expect(world.spills.blobs.size).toBe(0);
    expect(world.spills.asked.slice(1)).toEqual(
      ['lease', 'read', 'delete', 'release'].map((op) => `${op} ${name}`),
    );
  });

  it('is delivered, alert by alert, and deleted', async () => {
    const alerts = many(3, alertAt);
    expect(await redeliver(await putAlertSpill(world, alerts))).toEqual({
      delivered: 3,
      deadLetters: 0,
      waiting: 0,
      isSinkDown: false,
    });
    expect(world.alerts.arrived).toEqual(alerts.map(({ alert }) => alert.text));
    expect(world.spills.blobs.size).toBe(0);
  });
});

describe('a spill whose sink is down', () => {
  it('waits on with all of its lines, one attempt more, and the time of the next', async () => {
    const name = await putRowSpill(world, many(3, rowOutcome), { attempts: '1' });
    const before = await spilledIn(world, 'rows');
    world.rows.fault = () => down;
    expect(await redeliver(name)).toEqual({
      delivered: 0,
      deadLetters: 0,
      waiting: 3,
      answer: 'status 403',
      isSinkDown: true,
    });
    expect(await spilledIn(world, 'rows')).toEqual(before);
    expect(world.spills.blobs.get(name)?.metadata).toMatchObject({
      count: '3',
      attempts: '2',
      enqueued: '2026-01-02T03:04:05.678Z',
      // 60 seconds, less a quarter by chance.
      nextattempt: new Date(world.clock.now() + 45_000).toISOString(),
    });
    expect(world.spills.isLeased(name)).toBe(false);
  });

  it('keeps only what was not delivered: rows', async () => {
    const rows = many(20, (i) => rowOutcome(i, { UserAgent: 'x'.repeat(60_000) }));
    const name = await putRowSpill(world, rows);
    world.rows.fault = (sent) => (sent.length === 4 ? down : undefined);
    expect(await redeliver(name)).toEqual({
      delivered: 16,
      deadLetters: 0,
      waiting: 4,
      answer: 'status 403',
      isSinkDown: true,
    });
    const left = (await spilledIn(world, 'rows')).map(fromRowLine);
    expect(left.map(({ json }) => json.toString())).toEqual(jsonOf(rows.slice(16)));
    expect(left.map(({ bytes }) => bytes)).toEqual([16, 17, 18, 19].map(originalOf));
    expect(world.spills.blobs.get(name)?.metadata).toMatchObject({ count: '4', attempts: '1' });
    world.rows.fault = undefined;
    expect(await redeliver(name)).toEqual({ delivered: 4, deadLetters: 0, waiting: 0, isSinkDown: false });
    expect([...world.rows.arrived].sort()).toEqual(jsonOf(rows).sort());
  });

  it('keeps only what was not delivered: alerts', async () => {
    const name = await putAlertSpill(world, many(40, alertAt));
    world.alerts.fault = ({ id }) => (Number(id) >= 16 ? down : undefined);
    expect(await redeliver(name)).toMatchObject({ delivered: 16, waiting: 24, answer: 'status 403' });
    world.alerts.fault = undefined;
    expect(await redeliver(name)).toEqual({ delivered: 24, deadLetters: 0, waiting: 0, isSinkDown: false });
    expect(world.alerts.arrived).toHaveLength(40);
    expect(new Set(world.alerts.arrived).size).toBe(40);
  });
});

describe('rows of a spill that are refused', () => {
  it('are dead letters before they leave the blob, with their records and the service’s answer', async () => {
    const name = await putRowSpill(world, [rowOutcome(0), badRowOutcome(1)]);
    let lettersAtDelete = 0;
    world.spills.fault = (operation) => {
      if (operation === 'delete') lettersAtDelete = lettersIn(world).length;
      return undefined;
    };
    expect(await redeliver(name)).toEqual({ delivered: 1, deadLetters: 1, waiting: 0, isSinkDown: false });
    expect(lettersAtDelete).toBe(1);
    expect(lettersIn(world)).toMatchObject([
      {
        reason: 'refused',
        detail: expect.stringMatching(/^status 400.*FlaggedForReview/),
        source: positionOf(1),
        bytes: originalOf(1),
      },
    ]);
  });

  it('are dead letters also when others wait on', async () => {
    const large = many(17, (i) => rowOutcome(i, { UserAgent: 'x'.repeat(60_000) }));
    const name = await putRowSpill(world, [...large, badRowOutcome(17), rowOutcome(18)]);
    // The first request of two goes on to find the service busy, while the other one is halved.
    world.rows.fault = (sent) => (sent[0] === large[0]?.json.toString() ? unavailable() : undefined);
    expect(await redeliver(name)).toMatchObject({ delivered: 2, deadLetters: 1, waiting: 16 });
    expect(lettersIn(world).map(({ bytes }) => bytes)).toEqual([originalOf(17)]);
    expect((await spilledIn(world, 'rows')).map((line) => fromRowLine(line).json.toString())).toEqual(
      jsonOf(large.slice(0, 16)),
    );
  });

  it('stay in the blob when the dead letters cannot be written; those that were taken do not', async () => {
    const name = await putRowSpill(world, [rowOutcome(0), badRowOutcome(1)]);
    world.deadLetters.fault = () => down;
    expect(await redeliver(name)).toEqual({
      delivered: 1,
      deadLetters: 0,
      waiting: 1,
      answer: 'dead letters not written: status 403',
      isSinkDown: false,
    });
    expect((await spilledIn(world, 'rows')).map((line) => fromRowLine(line).json.toString())).toEqual(
      jsonOf([badRowOutcome(1)]),
    );
    expect(world.spills.blobs.get(name)?.metadata).toMatchObject({ count: '1', attempts: '1' });
    expect(world.spills.isLeased(name)).toBe(false);
  });

  it('are asked for again in five attempts when all of them are, and then the service is believed', async () => {
    const rows = many(12, rowOutcome);
    const name = await putRowSpill(world, rows);
    world.rows.fault = () => refused('status 400, no such column');
    for (let attempt = 1; attempt <= 5; attempt++) {
      expect(await redeliver(name)).toMatchObject({
        delivered: 0,
        deadLetters: 0,
        waiting: 12,
        answer: expect.stringMatching(/^every row is refused/),
      });
      expect(world.spills.blobs.get(name)?.metadata).toMatchObject({ attempts: `${attempt}`, count: '12' });
    }
    expect(await redeliver(name)).toEqual({ delivered: 0, deadLetters: 12, waiting: 0, isSinkDown: false });
    expect(lettersIn(world).map(({ bytes }) => bytes)).toEqual(many(12, originalOf));
    expect(world.spills.blobs.size).toBe(0);
  });
});

describe('a spill that is no spill', () => {
  it.each([
    ['no gzip', Buffer.from('{"a":1}\n\xff', 'latin1')],
    ['a spill that breaks off', gzipSync('{"source"').subarray(0, 15)],
  ])('is a dead letter with its bytes: %s', async (_, content) => {
    const name = 'rows/2026-01-02-03/1-42-x.jsonl.gz';
    await world.spills.put(name, content, 1_000, { enqueued: '2026-01-02T03:04:05.678Z' });
    world.deadLetters.fault = () => down;
    expect(await redeliver(name)).toMatchObject({ delivered: 0, deadLetters: 0, waiting: 1 });
    expect(world.spills.blobs.get(name)?.content).toEqual(content);
    world.deadLetters.fault = undefined;
    expect(await redeliver(name)).toEqual({ delivered: 0, deadLetters: 1, waiting: 0, isSinkDown: false });
    expect(world.spills.blobs.size).toBe(0);
    expect(lettersIn(world)).toMatchObject([
      {
        reason: 'unreadable-spill',
        detail: expect.stringContaining(`the spill ${name} cannot be read: `),
        source: {
          partition: 'spill',
          sequenceNumber: null,
          enqueuedTime: '2026-01-02T03:04:05.678Z',
          index: 0,
        },
        bytes: content,
      },
    ]);
    expect([...world.deadLetters.blobs.keys()][0]).toMatch(/^2026-01-02-03\/spill-unknown-/);
  });

  it('may be one line alone: that one is a dead letter, and its neighbours are delivered', async () => {
    const good = await putRowSpill(world, [rowOutcome(0)]);
    const [line = ''] = await fromSpillContent(world.spills.blobs.get(good)?.content ?? Buffer.alloc(0));
    world.spills.blobs.delete(good);
    const name = 'rows/2026-01-02-03/1-42-y.jsonl.gz';
    await world.spills.put(name, gzipSync(`${line}\n{"a":1}\n`), 1_000, {});
    expect(await redeliver(name)).toMatchObject({ delivered: 1, deadLetters: 1, waiting: 0 });
    expect(lettersIn(world)).toMatchObject([{ reason: 'unreadable-spill', bytes: Buffer.from('{"a":1}') }]);
    expect(world.rows.arrived).toEqual(jsonOf([rowOutcome(0)]));
  });

  it('is one of 1970 when nothing tells its time', async () => {
    await world.spills.put('alerts/x/y', Buffer.from('?'), 1_000);
    expect(await redeliver('alerts/x/y')).toMatchObject({ deadLetters: 1 });
    expect([...world.deadLetters.blobs.keys()][0]).toMatch(/^1970-01-01-00\//);
  });
});

describe('the lease of a spill', () => {
  it('that somebody else has, or a blob that is gone, leaves nothing to do', async () => {
    const name = await putRowSpill(world, [rowOutcome(0)]);
    await world.spills.lease(name);
    expect(await redeliver(name)).toBeUndefined();
    expect(await redeliver('rows/gone')).toBeUndefined();
    expect(world.rows.calls).toEqual([]);
  });

  it('when it is lost ends all sending; the blob stays for whoever has it', async () => {
    const rows = many(200, (i) => rowOutcome(i, { UserAgent: 'x'.repeat(60_000) }));
    const name = await putRowSpill(world, rows);
    world.rows.fault = async () => {
      world.spills.breakLease(name);
      await world.clock.sleep(21_000);
      return undefined;
    };
    await expect(redeliver(name)).rejects.toThrow(LeaseLostError);
    // The four requests that were under way when the renewal told.
    expect(world.rows.calls).toHaveLength(4);
    expect(await spilledIn(world, 'rows')).toHaveLength(200);
  });

  it('when it is lost after the last answer keeps the blob from being deleted', async () => {
    const name = await putRowSpill(world, [rowOutcome(0)]);
    world.rows.fault = async () => {
      await world.clock.sleep(21_000);
      return undefined;
    };
    world.spills.fault = (operation) => {
      if (operation === 'renew') world.spills.breakLease(name);
      return undefined;
    };
    await expect(redeliver(name)).rejects.toThrow(LeaseLostError);
    expect(world.spills.asked.filter((one) => /^(delete|replace)/.test(one))).toEqual([]);
    expect(world.spills.blobs.size).toBe(1);
  });

  it('is renewed while the sink is slow', async () => {
    const name = await putAlertSpill(world, many(40, alertAt));
    world.alerts.fault = async () => {
      await world.clock.sleep(9_000);
      return undefined;
    };
    expect(await redeliver(name)).toMatchObject({ delivered: 40, waiting: 0 });
    expect(world.spills.asked.filter((one) => one.startsWith('renew'))).toHaveLength(1);
  });
});
