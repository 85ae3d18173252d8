import { describe, expect, it } from 'vitest';
import { BUDGET_MS, createFedInstance, createWorld } from '../../support/delivery.ts';
import { alertedOutcome, rowOutcome } from '../../support/outcomes.ts';

/** Counts how many calls of a sink are under way at once, at the most. */
function createMeter() {
  let now = 0;
  const meter = {
    most: 0,
    fault: async () => {
      meter.most = Math.max(meter.most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return undefined;
    },
  };
  return meter;
}

describe('requests at a time', () => {
  it('are as many as the sinks are given', async () => {
    const world = createWorld();
    const [rows, alerts] = [createMeter(), createMeter()];
    world.rows.fault = rows.fault;
    world.alerts.fault = alerts.fault;
    await createFedInstance(world).processEvents([
      ...Array.from({ length: 50 }, (_, i) => alertedOutcome(i)),
      ...Array.from({ length: 200 }, (_, i) => rowOutcome(100 + i, { UserAgent: 'x'.repeat(60_000) })),
    ]);
    expect({ rows: rows.most, alerts: alerts.most }).toEqual({ rows: 4, alerts: 16 });
  });

  it('do not keep a batch longer than its budget, however many wait behind each other', async () => {
    const world = createWorld();
    world.rows.fault = async () => {
      await world.clock.sleep(8_000);
      return undefined;
    };
    const outcomes = Array.from({ length: 400 }, (_, i) => rowOutcome(i, { UserAgent: 'x'.repeat(60_000) }));
    const report = await createFedInstance(world).processEvents(outcomes);
    expect(world.clock.monotonic()).toBeLessThanOrEqual(BUDGET_MS + 8_000);
    // Four rounds of four requests of sixteen rows begin within 30 seconds.
    expect(report).toMatchObject({ rows: 400, spilledRows: 400 - 4 * 4 * 16 });
    expect(world.rows.arrived).toHaveLength(4 * 4 * 16);
  });
});
