import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/core/outcome.ts';
import { measureBacklog } from '../../../src/delivery/backlog.ts';
import { createBreaker } from '../../../src/delivery/breaker.ts';
import { alertLags, rowLags } from '../../../src/delivery/lags.ts';
import { observedSink, observedStore } from '../../../src/delivery/observed.ts';
import type { Delivery, Unavailable } from '../../../src/delivery/ports.ts';
import { createPipeline } from '../../../src/delivery/processBatch.ts';
import { recordCountsOf } from '../../../src/delivery/recordCounts.ts';
import { createRedeliverer } from '../../../src/delivery/redeliver.ts';
import { createPersistence } from '../../../src/delivery/retry.ts';
import { createStopwatch } from '../../../src/delivery/stopwatch.ts';
import type { Fact } from '../../../src/delivery/telemetry.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createInstance, createWorld, putRowSpill } from '../../support/delivery.ts';
import { alertedOutcome, letterOutcome, positionOf, rowOutcome } from '../../support/outcomes.ts';

const OUTAGE: Unavailable = {
  ok: false,
  kind: 'unavailable',
  detail: 'status 503',
  retry: 'soon',
  status: 503,
};

function listen() {
  const facts: Fact[] = [];
  return { facts, tell: (fact: Fact) => void facts.push(fact) };
}

describe('the records of a batch', () => {
  const row = (): Outcome => ({ ...rowOutcome(0) });
  const outcome = fc.constantFrom<() => Outcome>(
    row,
    () => ({ ...row(), category: '<b>Anything</b>SignInLogs' }) as Outcome,
    () => ({ ...alertedOutcome(0) }),
    () => letterOutcome(0),
    () => ({ kind: 'skipped', reason: 'empty-body' }),
  );

  it('are each counted once, under few names, whatever became of them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(outcome, fc.boolean(), fc.boolean()), { maxLength: 20 }), (made) => {
        const all = made.map(([make, isRepeat, isRefused]) => ({ outcome: make(), isRepeat, isRefused }));
        const counts = recordCountsOf({
          outcomes: all.map((one) => one.outcome),
          duplicates: new Set(all.flatMap((one) => (one.isRepeat ? [one.outcome] : []))),
          refused: new Set(all.flatMap((one) => (one.isRefused ? [one.outcome] : []))),
        });
        expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
        for (const { category } of counts) expect(['SignInLogs', 'other']).toContain(category);
      }),
    );
  });

  it('keep the reason of what is no row', () => {
    const [refused, repeat] = [row(), row()];
    const outcomes = [refused, repeat, letterOutcome(0)];
    expect(recordCountsOf({ outcomes, duplicates: new Set([repeat]), refused: new Set([refused]) })).toEqual([
      { category: 'SignInLogs', level: 'Low', outcome: 'dead-letter', reason: 'refused', count: 1 },
      { category: 'SignInLogs', level: 'Low', outcome: 'duplicate', reason: undefined, count: 1 },
      { category: 'other', level: 'none', outcome: 'dead-letter', reason: 'not-a-sign-in', count: 1 },
    ]);
  });
});

describe('lags', () => {
  const now = Date.parse('2026-01-02T03:04:15.678Z');

  it('are told once for each event, by its first row', () => {
    const other = { ...rowOutcome(0), source: { ...positionOf(0), sequenceNumber: 43 } };
    expect(rowLags([rowOutcome(0), rowOutcome(1), other], now)).toEqual([
      { sinceEnqueuedMs: 10_000, sinceEventMs: 10_678 },
      { sinceEnqueuedMs: 10_000, sinceEventMs: 10_678 },
    ]);
  });

  it('are never negative, and say nothing of a time that is none', () => {
    const odd = rowOutcome(0, { TimeGenerated: 'long ago' });
    expect(rowLags([odd], now - 60_000)).toEqual([{ sinceEnqueuedMs: 0 }]);
    expect(alertLags([{ alert: { id: 'a', text: '{}' }, source: positionOf(0) }], now)).toEqual([
      { sinceEnqueuedMs: 10_000 },
    ]);
  });
});

it('the stopwatch runs from the first beginning to the last end, and knows what failed', async () => {
  const clock = createFakeClock();
  const stopwatch = createStopwatch(clock);
  await clock.sleep(100);
  await stopwatch.time('rows', () => clock.sleep(50));
  await clock.sleep(30);
  await expect(stopwatch.time('rows', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(stopwatch.steps()).toEqual([{ destination: 'rows', afterMs: 100, durationMs: 80, hasFailed: true }]);
  expect(stopwatch.elapsedMs()).toBe(180);
});

describe('requests', () => {
  it('are told with what they took and how they ended', async () => {
    const { facts, tell } = listen();
    const clock = createFakeClock();
    const results: Delivery[] = [{ ok: true }, OUTAGE];
    const sink = {
      send: async (_rows: readonly string[], _withinMs: number) => {
        await clock.sleep(20);
        return results.shift() ?? { ok: true };
      },
    };
    const observed = observedSink(sink, 'rows', { tell, clock });
    expect([await observed.send([], 1), await observed.send([], 1)]).toEqual([{ ok: true }, OUTAGE]);
    const request = { kind: 'request', destination: 'rows', durationMs: 20 };
    expect(facts).toEqual([
      { ...request, outcome: 'ok', status: undefined },
      { ...request, outcome: 'unavailable', status: 503 },
    ]);
  });

  it('of blobs reach the store whole', async () => {
    const { facts, tell } = listen();
    const world = createWorld();
    const store = observedStore(world.spills, 'spills', { tell, clock: world.clock });
    await store.put('rows/a', Buffer.from('a'), 1_000, { count: '1' });
    expect(world.spills.blobs.get('rows/a')).toMatchObject({ metadata: { count: '1' } });
    expect(facts).toMatchObject([{ kind: 'request', destination: 'spills', outcome: 'ok' }]);
  });

  it('that are tried again are told each time, and the breaker when it opens and closes', async () => {
    const clock = createFakeClock();
    const changes: boolean[] = [];
    const retries: (number | undefined)[] = [];
    const breaker = createBreaker(clock, (isOpen) => changes.push(isOpen));
    const persist = createPersistence(clock, breaker, ({ status }) => retries.push(status));
    let attempts = 0;
    await persist(async () => {
      attempts++;
      return OUTAGE;
    }, clock.monotonic() + 10_000);
    expect(retries).toEqual(Array.from({ length: attempts - 1 }, () => 503));
    expect(changes).toEqual([true]);
    await clock.sleep(60_000);
    await persist(async () => ({ ok: true }), clock.monotonic() + 10_000);
    await persist(async () => ({ ok: true }), clock.monotonic() + 10_000);
    expect(changes).toEqual([true, false]);
  });
});

describe('a batch', () => {
  it('that is not done is told as such, and its error is thrown all the same', async () => {
    const { facts, tell } = listen();
    const world = createWorld();
    world.rows.fault = () => OUTAGE;
    world.spills.fault = () => OUTAGE;
    const { parts } = createInstance(world, () => [rowOutcome(0)]);
    const process = createPipeline({ ...parts, tell });
    const events = [{ body: Buffer.from('{}'), position: positionOf(0) }];
    await expect(process(events, { traceParent: 'trace' })).rejects.toThrow('not fully delivered');
    const batch = facts.find(({ kind }) => kind === 'batch');
    expect(batch).toMatchObject({ events: 1, traceParent: 'trace', done: undefined });
  });

  it('tells of no destination to which it had nothing to send', async () => {
    const { facts, tell } = listen();
    const { parts } = createInstance(createWorld(), () => [{ kind: 'skipped', reason: 'empty-body' }]);
    const events = [{ body: Buffer.from(''), position: positionOf(0) }];
    await createPipeline({ ...parts, tell })(events);
    expect(facts).toMatchObject([{ kind: 'batch', steps: [] }]);
  });
});

describe('the backlog', () => {
  const older = { enqueued: '2026-01-02T03:00:00.000Z' };

  it('is the number of spills, and the age of the oldest', async () => {
    const world = createWorld();
    expect(await measureBacklog(world.spills, 'rows', 0)).toMatchObject({ spills: 0, oldestMs: 0 });
    await putRowSpill(world, [rowOutcome(0)]);
    await putRowSpill(world, [rowOutcome(1)], older);
    const now = Date.parse('2026-01-02T03:10:00.000Z');
    expect(await measureBacklog(world.spills, 'rows', now)).toEqual({
      kind: 'backlog',
      destination: 'rows',
      spills: 2,
      oldestMs: 600_000,
    });
    expect(await measureBacklog(world.spills, 'alerts', now)).toMatchObject({ spills: 0 });
  });

  it('that becomes dead letters is told by reason', async () => {
    const { facts, tell } = listen();
    const world = createWorld();
    await world.spills.put('rows/2026-01-02-03/1-42-a.jsonl.gz', Buffer.from('no gzip'), 1_000, older);
    const { parts } = createInstance(world);
    await createRedeliverer({ ...parts, tell })();
    expect(facts).toContainEqual({ kind: 'spilled-letter', reason: 'unreadable-spill' });
  });

  it('is told after each run of the redelivery', async () => {
    const { facts, tell } = listen();
    const world = createWorld();
    await putRowSpill(world, [rowOutcome(0)]);
    const { parts } = createInstance(world);
    await createRedeliverer({ ...parts, tell })();
    expect(facts).toMatchObject([
      { kind: 'redelivery', report: { rows: 1 } },
      { kind: 'backlog', destination: 'alerts', spills: 0 },
      { kind: 'backlog', destination: 'rows', spills: 0 },
    ]);
  });
});
