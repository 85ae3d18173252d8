import { beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '../../../src/delivery/ports.ts';
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
import { alertAt, badRowOutcome, jsonOf, many, rowOutcome } from '../../support/outcomes.ts';

let world: World;
beforeEach(() => {
  world = createWorld();
});

const down = unavailable('status 403', 'later');
const NOTHING = {
  spills: 0,
  rows: 0,
  alerts: 0,
  deadLetters: 0,
  waiting: 0,
  taken: 0,
  answers: [],
  more: false,
};
const redeliver = (limits?: { runMs: number; spills: number }) => createInstance(world).redeliver(limits);

/** So many spills of two rows each. */
async function putSpills(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await putRowSpill(world, [rowOutcome(2 * i), rowOutcome(2 * i + 1)]);
}

/** Lets every spill that is done take so long. */
function spendOnEach(ms: number): void {
  world.spills.fault = (operation) => {
    if (operation === 'delete') world.clock.spend(ms);
    return undefined;
  };
}

describe('a run of the redelivery', () => {
  it('of nothing tells so', async () => {
    expect(await redeliver()).toEqual(NOTHING);
    expect(world.spills.asked.sort()).toEqual(['folders alerts/', 'folders rows/']);
  });

  it('delivers every spill of both sinks, and counts', async () => {
    await putSpills(9);
    await putRowSpill(world, [badRowOutcome(18), rowOutcome(19)]);
    await putAlertSpill(world, [0, 1, 2].map(alertAt));
    expect(await redeliver()).toEqual({ ...NOTHING, spills: 11, rows: 19, alerts: 3, deadLetters: 1 });
    expect(world.spills.blobs.size).toBe(0);
    expect(new Set(world.rows.arrived).size).toBe(19);
    expect(lettersIn(world)).toHaveLength(1);
  });

  it('works on four spills of a sink at a time', async () => {
    await putSpills(12);
    let [now, most] = [0, 0];
    const four = Promise.withResolvers<void>();
    world.rows.fault = async () => {
      most = Math.max(most, ++now);
      if (now === 4) four.resolve();
      await four.promise;
      now--;
      return undefined;
    };
    expect(await redeliver()).toMatchObject({ spills: 12, rows: 24 });
    expect(most).toBe(4);
  });

  it('ends for a sink that is down after those under way, and goes on for the other', async () => {
    await putSpills(40);
    for (let i = 0; i < 12; i++) await putAlertSpill(world, [alertAt(i)]);
    world.rows.fault = async () => {
      await world.clock.sleep(10);
      return down;
    };
    const report = await redeliver();
    expect(report).toMatchObject({ rows: 0, alerts: 12, answers: ['status 403'] });
    expect(report.spills).toBeGreaterThan(12);
    expect(report.spills).toBeLessThanOrEqual(12 + 4);
    expect(report.waiting).toBe(2 * (report.spills - 12));
    expect(world.rows.calls.length).toBeLessThanOrEqual(4);
    expect(await spilledIn(world, 'rows')).toHaveLength(80);
  });

  it('tries what failed again only when its time has come', async () => {
    await putRowSpill(world, [rowOutcome(0)]);
    world.rows.fault = () => down;
    await redeliver();
    world.rows.fault = undefined;
    expect(await redeliver()).toEqual(NOTHING);
    await world.clock.sleep(30_000);
    expect(await redeliver()).toEqual({ ...NOTHING, spills: 1, rows: 1 });
  });

  it('tells each answer once, and only a few', async () => {
    for (let i = 0; i < 12; i++) await putAlertSpill(world, [alertAt(i)]);
    await putSpills(1);
    world.rows.fault = () => down;
    world.alerts.fault = () => down;
    expect((await redeliver()).answers).toEqual(['status 403']);
  });

  it('tells five answers at the most', async () => {
    await putSpills(9);
    world.spills.fault = (operation, blob) => {
      if (operation === 'delete') world.spills.breakLease(blob);
      return undefined;
    };
    const { taken, answers } = await redeliver();
    expect(taken).toBe(9);
    expect(answers).toHaveLength(5);
    expect(new Set(answers).size).toBe(5);
  });

  it('ends at its limit of spills, and says that there are more', async () => {
    await putSpills(9);
    const report = await redeliver({ runMs: 240_000, spills: 5 });
    expect(report).toEqual({ ...NOTHING, spills: 5, rows: 10, more: true });
    expect(world.spills.blobs.size).toBe(4);
    expect(await redeliver({ runMs: 240_000, spills: 4 })).toMatchObject({ spills: 4, rows: 8 });
    expect(world.spills.blobs.size).toBe(0);
  });

  it('begins no spill when its time is over', async () => {
    await putSpills(20);
    spendOnEach(1_000);
    const report = await redeliver({ runMs: 5_000, spills: 5_000 });
    expect(report).toEqual({ ...NOTHING, spills: report.spills, rows: 2 * report.spills, more: true });
    // The fifth uses up the time; three more may have begun beside it.
    expect(report.spills).toBeGreaterThanOrEqual(5);
    expect(report.spills).toBeLessThanOrEqual(8);
  });

  it('by default begins none after four minutes', async () => {
    await putSpills(40);
    spendOnEach(10_000);
    const report = await redeliver();
    expect(report.more).toBe(true);
    expect(report.spills).toBeGreaterThanOrEqual(24);
    expect(report.spills).toBeLessThanOrEqual(27);
  });

  it('leaves alone what somebody else works on', async () => {
    const name = await putRowSpill(world, [rowOutcome(0)]);
    await putRowSpill(world, [rowOutcome(1)]);
    await world.spills.lease(name);
    expect(await redeliver()).toEqual({ ...NOTHING, spills: 2, rows: 1, taken: 1 });
    expect([...world.spills.blobs.keys()]).toEqual([name]);
  });

  it('goes on with the others when a lease is lost, and tells whose', async () => {
    const name = await putRowSpill(world, [rowOutcome(0)]);
    await putRowSpill(world, [rowOutcome(1)]);
    world.spills.fault = (operation, blob) => {
      if (operation === 'delete' && blob === name) world.spills.breakLease(name);
      return undefined;
    };
    const report = await redeliver();
    expect(report).toEqual({
      ...NOTHING,
      spills: 2,
      rows: 1,
      taken: 1,
      answers: [`${name}: the lease is not held`],
    });
    expect([...world.spills.blobs.keys()]).toEqual([name]);
  });

  it('of two instances at once delivers every spill, and none twice', async () => {
    await putSpills(30);
    const [a, b] = await Promise.all([redeliver(), redeliver()]);
    expect(a.rows + b.rows).toBe(60);
    expect([...world.rows.arrived].sort()).toEqual(jsonOf(many(60, rowOutcome)).sort());
    expect(world.spills.blobs.size).toBe(0);
  });

  it('does not hide spills whose rows are all refused from the others', async () => {
    await putRowSpill(world, many(12, badRowOutcome), {
      enqueued: '2026-01-01T00:00:00Z',
    });
    await putSpills(3);
    await redeliver();
    await redeliver();
    expect(await spilledIn(world, 'rows')).toHaveLength(12);
    expect(world.rows.arrived).toHaveLength(6);
    for (let minute = 0; minute < 30; minute++) {
      await world.clock.sleep(60_000);
      await redeliver();
    }
    expect(world.spills.blobs.size).toBe(0);
    expect(lettersIn(world)).toHaveLength(12);
  });
});

describe('a store that does not answer', () => {
  it.each(['folders', 'list', 'lease', 'read', 'replace', 'delete'] as const)(
    'at %s ends the run with an error; nothing is lost',
    async (operation) => {
      await putSpills(6);
      if (operation === 'replace') world.rows.fault = () => down;
      world.spills.fault = (asked) => (asked === operation ? unavailable() : undefined);
      await expect(redeliver()).rejects.toThrow(StoreUnavailableError);
      world.spills.fault = world.rows.fault = undefined;
      await world.clock.sleep(600_000);
      await redeliver();
      expect(world.spills.blobs.size).toBe(0);
      expect(new Set(world.rows.arrived)).toEqual(new Set(jsonOf(many(12, rowOutcome))));
    },
  );

  it('for dead letters keeps the rows that were refused, holds up nothing else, and repeats nothing', async () => {
    const good = many(6, (i) => rowOutcome(2 * i));
    for (const [i, row] of good.entries()) await putRowSpill(world, [row, badRowOutcome(2 * i + 1)]);
    await putRowSpill(world, [rowOutcome(12)], { enqueued: '2026-01-02T03:59:00.000Z' });
    world.deadLetters.fault = () => down;
    for (let turn = 0; turn < 10; turn++) {
      await redeliver();
      await world.clock.sleep(60_000);
    }
    expect([...world.rows.arrived].sort()).toEqual(jsonOf([...good, rowOutcome(12)]).sort());
    expect(await spilledIn(world, 'rows')).toHaveLength(6);
    await world.clock.sleep(600_000);
    expect((await redeliver()).answers).toEqual(['dead letters not written: status 403']);
    world.deadLetters.fault = undefined;
    await world.clock.sleep(600_000);
    expect(await redeliver()).toMatchObject({ rows: 0, deadLetters: 6, waiting: 0 });
    expect(world.spills.blobs.size).toBe(0);
  });
});

describe('a process that dies in the middle', () => {
  class Crash extends Error {}

  /** The n-th thing that a sink or store is asked for, and everything after it, is not done. */
  function crashAt(step: number): () => number {
    let steps = 0;
    const die = () => {
      if (++steps >= step) throw new Crash();
      return undefined;
    };
    world.spills.fault = world.rows.fault = world.alerts.fault = world.deadLetters.fault = die;
    return () => steps;
  }

  it('at any step loses nothing: every row and alert is delivered, dead, or still in its spill', async () => {
    const rows = [rowOutcome(0), badRowOutcome(1), rowOutcome(2), rowOutcome(3)];
    let crashes = 0;
    for (let step = 1; ; step++) {
      world = createWorld();
      await putRowSpill(world, rows.slice(0, 2));
      await putRowSpill(world, rows.slice(2));
      await putAlertSpill(world, [alertAt(0), alertAt(1)]);
      const stepsTaken = crashAt(step);
      // A crash while a lease is given back, the last step of each spill, ends nothing.
      const died = await redeliver().then(
        () => false,
        (error: unknown) => error instanceof Crash,
      );
      world.spills.fault = world.rows.fault = world.alerts.fault = world.deadLetters.fault = undefined;
      if (stepsTaken() < step) break;
      if (died) crashes++;
      // The leases of the dead run end by themselves.
      await world.clock.sleep(60_000);
      await redeliver();
      expect(world.spills.blobs.size).toBe(0);
      expect(new Set(world.rows.arrived)).toEqual(new Set(jsonOf(rows.toSpliced(1, 1))));
      expect(new Set(world.alerts.arrived)).toEqual(new Set([0, 1].map((i) => alertAt(i).alert.text)));
      expect(new Set(lettersIn(world).map(({ source }) => source.index))).toEqual(new Set([1]));
      // What was sent of a spill since it was opened comes twice at the most.
      expect(world.rows.arrived.length).toBeLessThanOrEqual(3 + 3);
      expect(world.alerts.arrived.length).toBeLessThanOrEqual(2 + 2);
    }
    expect(crashes).toBeGreaterThan(15);
  });
});

it('an outage does not use up the doubt about a service that then refuses everything', async () => {
  await putRowSpill(world, many(12, rowOutcome));
  world.rows.fault = () => down;
  for (let turn = 0; turn < 10; turn++) {
    await redeliver();
    await world.clock.sleep(300_000);
  }
  world.rows.fault = () => refused('status 400, no such column');
  for (let turn = 0; turn < 5; turn++) {
    expect(await redeliver()).toMatchObject({ deadLetters: 0, waiting: 12 });
    await world.clock.sleep(300_000);
  }
  expect(await redeliver()).toMatchObject({ deadLetters: 12, waiting: 0 });
});

it('a service that refuses everything and comes back loses nothing and makes no dead letter', async () => {
  await putRowSpill(world, many(30, rowOutcome));
  world.rows.fault = () => refused('status 400, no such column');
  for (let minute = 0; minute < 4; minute++) {
    await redeliver();
    await world.clock.sleep(60_000);
  }
  world.rows.fault = undefined;
  await world.clock.sleep(300_000);
  expect(await redeliver()).toMatchObject({ rows: 30, deadLetters: 0 });
  expect(world.deadLetters.blobs.size).toBe(0);
});
