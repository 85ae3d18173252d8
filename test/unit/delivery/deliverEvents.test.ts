import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../../../src/core/outcome.ts';
import { settle } from '../../fakes/clock.ts';
import { createInstance, createWorld, type World } from '../../support/delivery.ts';
import { alertedOutcome, positionOf, rowOutcome } from '../../support/outcomes.ts';

let world: World;
beforeEach(() => {
  world = createWorld();
});

const EVENT = { body: Buffer.from('{}'), position: positionOf(0) };
const LONG = { UserAgent: 'x'.repeat(60_000) };
const longRows = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => rowOutcome(from + i, LONG));

/** Processes events of which each takes so long to read, and notes what had arrived when each was read. */
async function processSlowly(readMs: number, ...perEvent: (readonly Outcome[])[]) {
  const queue = [...perEvent];
  const seen: { rowCalls: number; alerts: number }[] = [];
  const instance = createInstance(world, () => {
    seen.push({ rowCalls: world.rows.calls.length, alerts: world.alerts.arrived.length });
    world.clock.spend(readMs);
    return [...(queue.shift() ?? [])];
  });
  const report = await instance.process(perEvent.map(() => EVENT));
  return { report, seen };
}

describe('while the events of a batch are read', () => {
  it('alerts of an event are sent before the next one is read', async () => {
    const { report, seen } = await processSlowly(
      10,
      [alertedOutcome(0)],
      [alertedOutcome(1)],
      [rowOutcome(2)],
    );
    expect(seen.map(({ alerts }) => alerts)).toEqual([0, 1, 2]);
    expect(report).toMatchObject({ records: 3, rows: 3, alerts: 2 });
  });

  it('rows are sent as soon as they fill a request, and not before', async () => {
    const { report, seen } = await processSlowly(10, longRows(0, 10), longRows(10, 10), longRows(20, 10), []);
    // Sixteen of these rows fill a request.
    expect(seen.map(({ rowCalls }) => rowCalls)).toEqual([0, 0, 1, 1]);
    expect(world.rows.calls.map((rows) => rows.length)).toEqual([16, 14]);
    expect(report).toMatchObject({ records: 30, rows: 30 });
  });

  it('rows are sent in requests that are full to the last byte, and in none besides', async () => {
    const { rowBytes } = rowOutcome(100, { UserAgent: '' });
    // With its comma each takes 10,000 bytes. The bracket at the beginning leaves no room for a hundred of them.
    const row = (i: number) => rowOutcome(100 + i, { UserAgent: 'x'.repeat(9_999 - rowBytes) });
    await processSlowly(
      10,
      Array.from({ length: 200 }, (_, i) => row(i)),
    );
    expect(world.rows.calls.map((rows) => rows.length)).toEqual([99, 99, 2]);
  });

  it('a bug in a sink is told after the other sink is done, and meanwhile is no unhandled rejection', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    world.rows.fault = () => Promise.reject(new TypeError('a bug'));
    const answer = Promise.withResolvers<undefined>();
    world.alerts.fault = () => answer.promise;
    let ended = false;
    const done = processSlowly(10, longRows(0, 20), [alertedOutcome(20)], []).finally(() => {
      ended = true;
    });
    done.catch(() => undefined);
    await settle(20);
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    expect(ended).toBe(false);
    answer.resolve(undefined);
    await expect(done).rejects.toThrow('a bug');
    expect(world.alerts.arrived).toHaveLength(1);
  });

  it('nobody gets a turn before some milliseconds are over: turns of small events would cost more than they', async () => {
    const { seen } = await processSlowly(1, ...Array.from({ length: 8 }, (_, i) => [alertedOutcome(i)]));
    expect(seen.map(({ alerts }) => alerts)).toEqual([0, 0, 0, 0, 0, 5, 5, 5]);
  });

  it('a repeat in a later request waits for the first to be sent, and is a duplicate', async () => {
    const repeat = { ...rowOutcome(0, LONG), source: positionOf(40) };
    const { report } = await processSlowly(10, longRows(0, 20), [repeat]);
    expect(report).toMatchObject({ records: 21, rows: 20, duplicates: 1 });
    expect(world.rows.arrived).toHaveLength(20);
  });
});
