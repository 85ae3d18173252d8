import { beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/core/outcome.ts';
import { DeliveryError } from '../../../src/delivery/processBatch.ts';
import { unavailable } from '../../fakes/fault.ts';
import { createFedInstance, createWorld, lettersIn, type World } from '../../support/delivery.ts';
import { alertedOutcome, badRowOutcome, positionOf, rowOutcome } from '../../support/outcomes.ts';

let world: World;
let instance: ReturnType<typeof createFedInstance>;
beforeEach(() => {
  world = createWorld();
  instance = createFedInstance(world);
});

const processEvents = (...perEvent: Outcome[][]) => instance.processEvents(...perEvent);
const down = unavailable('status 503 from sink.example.com', 'later');

/** The same record, read in another place. */
function elsewhere<T extends Outcome & { readonly source: object }>(outcome: T): T {
  return { ...outcome, source: { ...positionOf(0), partition: '2', sequenceNumber: 7 } };
}

describe('a record that comes again', () => {
  it('is a duplicate: neither its row nor its alert is sent again', async () => {
    expect(await processEvents([alertedOutcome(0), elsewhere(alertedOutcome(0))])).toMatchObject({
      records: 2,
      rows: 1,
      alerts: 1,
      duplicates: 1,
    });
    expect(await processEvents([elsewhere(alertedOutcome(0)), rowOutcome(1)])).toMatchObject({
      records: 2,
      rows: 1,
      alerts: 0,
      duplicates: 1,
    });
    expect([world.rows.arrived.length, world.alerts.arrived.length]).toEqual([2, 1]);
  });

  it('after a batch that is done is a duplicate also at its old place', async () => {
    await processEvents([alertedOutcome(0)]);
    expect(await processEvents([alertedOutcome(0)])).toMatchObject({ rows: 0, alerts: 0, duplicates: 1 });
  });

  it('is a duplicate when the first one was spilled: it is durable', async () => {
    world.rows.fault = world.alerts.fault = () => down;
    await processEvents([alertedOutcome(0)]);
    world.rows.fault = world.alerts.fault = undefined;
    expect(await processEvents([elsewhere(alertedOutcome(0))])).toMatchObject({ duplicates: 1, alerts: 0 });
    expect(world.rows.arrived).toEqual([]);
  });

  it('is sent when its content changed; its alert, which has the same id, is not', async () => {
    await processEvents([alertedOutcome(0)]);
    const changed = { ...elsewhere(alertedOutcome(0)), ...{ fingerprint: 'another' } };
    expect(await processEvents([changed])).toMatchObject({ rows: 1, alerts: 0, duplicates: 0 });
    expect(world.rows.arrived).toHaveLength(2);
  });

  it('is refused again, when it was refused: only what is durable is remembered', async () => {
    await processEvents([badRowOutcome(0)]);
    expect(await processEvents([elsewhere(badRowOutcome(0))])).toMatchObject({
      deadLetters: 1,
      duplicates: 0,
    });
    expect(lettersIn(world)).toHaveLength(2);
  });

  it('while another batch is sending it waits for that one: a duplicate, when it is delivered', async () => {
    const answer = Promise.withResolvers<undefined>();
    world.rows.fault = () => answer.promise;
    const first = processEvents([alertedOutcome(0)]);
    const second = processEvents([elsewhere(alertedOutcome(0)), rowOutcome(1)]);
    await new Promise((resolve) => setImmediate(resolve));
    answer.resolve(undefined);
    expect(await first).toMatchObject({ rows: 1, alerts: 1, duplicates: 0 });
    expect(await second).toMatchObject({ rows: 1, alerts: 0, duplicates: 1 });
    expect([world.rows.arrived.length, world.alerts.arrived.length]).toEqual([2, 1]);
  });

  it('while another batch is sending it is sent, when that one fails', async () => {
    const answer = Promise.withResolvers<typeof down>();
    world.spills.fault = () => down;
    world.rows.fault = (sent) =>
      sent.length === 1 && world.rows.calls.length === 1 ? answer.promise : undefined;
    const first = processEvents([alertedOutcome(0)]);
    const second = processEvents([elsewhere(alertedOutcome(0))]);
    first.catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    answer.resolve(down);
    await expect(first).rejects.toThrow(DeliveryError);
    // The breaker is open for some seconds: the second batch is thrown back as well, and loses nothing.
    await expect(second).rejects.toThrow(/rows not sent to Log Analytics: 1 /);
    await world.clock.sleep(6_000);
    expect(await processEvents([elsewhere(alertedOutcome(0))])).toMatchObject({ rows: 1, duplicates: 0 });
    expect([world.rows.arrived.length, world.alerts.arrived.length]).toEqual([1, 1]);
  });
});
