import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../../../src/core/outcome.ts';
import { DeliveryError } from '../../../src/delivery/processBatch.ts';
import { fromAlertLine, fromRowLine } from '../../../src/delivery/spillLines.ts';
import { refused, unavailable } from '../../fakes/fault.ts';
import {
  createFedInstance,
  createInstance,
  createWorld,
  lettersIn,
  spilledIn,
  type World,
} from '../../support/delivery.ts';
import {
  alertedOutcome,
  badRowOutcome,
  jsonOf,
  letterOutcome,
  originalOf,
  positionOf,
  rowOutcome,
} from '../../support/outcomes.ts';

let world: World;
let instance: ReturnType<typeof createFedInstance>;
beforeEach(() => {
  world = createWorld();
  instance = createFedInstance(world);
});

const processEvents = (...perEvent: Outcome[][]) => instance.processEvents(...perEvent);
const down = unavailable('status 503 from sink.example.com', 'later');
const judged = {
  category: 'SignInLogs',
  code: '50126',
  level: 'High',
  notes: [],
  suppressed: false,
} as const;

const skipped: Outcome = { kind: 'skipped', reason: 'other-category' };

describe('a batch', () => {
  it('is delivered: every row, alert and dead letter of every event', async () => {
    const outcomes = [rowOutcome(0), alertedOutcome(1), letterOutcome(2), skipped] as const;
    const report = await processEvents([...outcomes], [], [alertedOutcome(3)]);
    expect(world.rows.arrived).toEqual(jsonOf([outcomes[0], outcomes[1], alertedOutcome(3)]));
    expect(world.alerts.arrived).toEqual([alertedOutcome(1).alert.text, alertedOutcome(3).alert.text]);
    expect(lettersIn(world)).toMatchObject([{ reason: 'not-a-sign-in', bytes: originalOf(2) }]);
    expect(report).toMatchObject({ events: 3, records: 5, rows: 3, alerts: 2, skipped: 1, deadLetters: 1 });
  });

  it('of nothing touches no sink', async () => {
    const untouched = vi.fn(() => unavailable());
    world.rows.fault = world.alerts.fault = world.deadLetters.fault = world.spills.fault = untouched;
    expect(await processEvents()).toMatchObject({ events: 0, records: 0 });
    expect(await processEvents([skipped])).toMatchObject({ events: 1, records: 1, skipped: 1 });
    expect(untouched).not.toHaveBeenCalled();
  });

  it('sends the alert of a record whose row is filtered out or too large', async () => {
    const [filtered, tooLarge] = [alertedOutcome(0).alert, alertedOutcome(1).alert];
    const report = await processEvents([
      { kind: 'skipped', reason: 'filtered-category', judged, alert: filtered, source: positionOf(0) },
      { ...letterOutcome(1), alert: tooLarge },
    ]);
    expect(world.alerts.arrived).toEqual([filtered.text, tooLarge.text]);
    expect(report).toMatchObject({ rows: 0, skipped: 1, deadLetters: 1, alerts: 2 });
  });
});

describe('rows and alerts', () => {
  it('go out at the same time: alerts while Log Analytics is still thinking', {
    timeout: 2_000,
  }, async () => {
    const answer = Promise.withResolvers<undefined>();
    world.rows.fault = () => answer.promise;
    const alertSent = Promise.withResolvers<void>();
    world.alerts.fault = () => void alertSent.resolve();
    const done = processEvents([alertedOutcome(0)]);
    await alertSent.promise;
    expect(world.rows.calls).toHaveLength(1);
    expect(world.rows.arrived).toEqual([]);
    answer.resolve(undefined);
    await done;
    expect(world.rows.arrived).toHaveLength(1);
  });

  it('and rows while the queue is still thinking', { timeout: 2_000 }, async () => {
    const answer = Promise.withResolvers<undefined>();
    world.alerts.fault = () => answer.promise;
    const rowsSent = Promise.withResolvers<void>();
    world.rows.fault = () => void rowsSent.resolve();
    const done = processEvents([alertedOutcome(0)]);
    await rowsSent.promise;
    expect(world.alerts.arrived).toEqual([]);
    answer.resolve(undefined);
    await done;
    expect(world.alerts.arrived).toHaveLength(1);
  });
});

describe('a row that Log Analytics refuses', () => {
  it('becomes a dead letter with the record’s own bytes and the service’s answer; its alert is sent', async () => {
    const bad = {
      ...alertedOutcome(1),
      ...badRowOutcome(1),
      kind: 'row-with-alert',
      reason: 'alerted',
    } as const;
    const report = await processEvents([rowOutcome(0), bad, rowOutcome(2)]);
    expect(world.rows.arrived).toEqual(jsonOf([rowOutcome(0), rowOutcome(2)]));
    expect(world.alerts.arrived).toHaveLength(1);
    expect(lettersIn(world)).toMatchObject([
      { reason: 'refused', detail: expect.stringMatching(/FlaggedForReview/), bytes: originalOf(1) },
    ]);
    expect(report).toMatchObject({ records: 3, rows: 2, deadLetters: 1, alerts: 1 });
    expect(report.deadLettersBy).toEqual({ refused: 1 });
  });

  it('shares a blob with the records that were not understood, in the order of the batch', async () => {
    await processEvents([letterOutcome(0), badRowOutcome(1)], [letterOutcome(2)]);
    expect(world.deadLetters.blobs.size).toBe(1);
    expect(lettersIn(world).map(({ bytes }) => bytes)).toEqual([0, 1, 2].map(originalOf));
  });
});

describe('what a sink does not take', () => {
  const batch = () => [alertedOutcome(0), alertedOutcome(1), rowOutcome(2), letterOutcome(3)];

  it('is spilled: the rows, when Log Analytics is down; the batch is done', async () => {
    world.rows.fault = () => down;
    const report = await processEvents(batch());
    expect(report).toMatchObject({ records: 4, rows: 3, alerts: 2, spilledRows: 3, spilledAlerts: 0 });
    expect(world.alerts.arrived).toHaveLength(2);
    const spilled = (await spilledIn(world, 'rows')).map(fromRowLine);
    expect(spilled.map(({ json }) => json.toString())).toEqual(jsonOf([0, 1, 2].map((i) => rowOutcome(i))));
    expect(spilled.map(({ bytes }) => bytes)).toEqual([0, 1, 2].map(originalOf));
    expect(lettersIn(world)).toHaveLength(1);
  });

  it('is spilled: the alerts, when the queue is down', async () => {
    world.alerts.fault = () => down;
    const report = await processEvents(batch());
    expect(report).toMatchObject({ rows: 3, alerts: 2, spilledRows: 0, spilledAlerts: 2 });
    expect(world.rows.arrived).toHaveLength(3);
    expect((await spilledIn(world, 'alerts')).map((line) => fromAlertLine(line).alert.id).sort()).toEqual([
      'alert-0',
      'alert-1',
    ]);
  });

  it('is spilled: both, and both are delivered when the sinks are back', async () => {
    world.rows.fault = world.alerts.fault = () => down;
    expect(await processEvents(batch())).toMatchObject({ rows: 3, spilledRows: 3, spilledAlerts: 2 });
    world.rows.fault = world.alerts.fault = undefined;
    // The first request to each sink finds out that it is back, and the others wait for that.
    await world.clock.sleep(60_000);
    expect(await instance.redeliver()).toMatchObject({ spills: 2, rows: 3, alerts: 2, waiting: 0 });
    expect(world.spills.blobs.size).toBe(0);
    expect(world.rows.arrived).toEqual(jsonOf([0, 1, 2].map((i) => rowOutcome(i))));
    expect(world.alerts.arrived).toHaveLength(2);
  });

  it('costs an outage’s batch its budget, and the next ones nothing', async () => {
    world.rows.fault = () => unavailable('status 503', 'soon');
    await processEvents([rowOutcome(0)]);
    const first = world.clock.monotonic();
    expect(first).toBeGreaterThan(20_000);
    expect(first).toBeLessThan(30_000);
    expect(await processEvents([rowOutcome(1)])).toMatchObject({ spilledRows: 1 });
    expect(world.clock.monotonic()).toBe(first);
  });

  it('is written to the dead letters only when it is refused: what is down is not at fault', async () => {
    world.rows.fault = () => down;
    expect(await processEvents([badRowOutcome(0)])).toMatchObject({ rows: 1, deadLetters: 0 });
    expect(world.deadLetters.blobs.size).toBe(0);
  });

  it('is spilled, when every row is refused: then it is hardly the rows', async () => {
    world.rows.fault = () => refused('status 400, no such column');
    const outcomes = Array.from({ length: 12 }, (_, i) => rowOutcome(i));
    expect(await processEvents(outcomes)).toMatchObject({ rows: 12, spilledRows: 12, deadLetters: 0 });
    expect(world.deadLetters.blobs.size).toBe(0);
  });
});

describe('a batch that is durable nowhere', () => {
  const batch = () => [alertedOutcome(0), alertedOutcome(1), rowOutcome(2), letterOutcome(3)];
  const allDown = () => {
    world.rows.fault = world.alerts.fault = world.deadLetters.fault = () => down;
    world.spills.fault = () => unavailable('no token', 'later');
  };
  const allBack = () => {
    world.rows.fault = world.alerts.fault = world.deadLetters.fault = world.spills.fault = undefined;
    return world.clock.sleep(120_000);
  };

  it('is thrown back to the host, with each sink once, counts and answers, and nothing of the log', async () => {
    allDown();
    const many = Array.from({ length: 40 }, (_, i) => alertedOutcome(i));
    const error: unknown = await processEvents([...many, letterOutcome(50)]).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(DeliveryError);
    const both = 'status 503 from sink.example.com; and not kept in blob storage either: no token';
    expect(String(error)).toBe(
      'DeliveryError: the batch is not fully delivered and will be retried: ' +
        `alerts not sent to the queue: 40 (${both}). ` +
        `rows not sent to Log Analytics: 40 (${both}). ` +
        'dead letters not sent to blob storage: 1 (no token)',
    );
  });

  it('is delivered whole by the repeat when all is back', async () => {
    allDown();
    await expect(processEvents(batch())).rejects.toThrow(DeliveryError);
    await allBack();
    // The first alert finds out that the queue is back, and the other one waits for that.
    expect(await processEvents(batch())).toMatchObject({
      records: 4,
      rows: 3,
      spilledRows: 0,
      alerts: 2,
      spilledAlerts: 0,
      deadLetters: 1,
    });
    expect(world.rows.arrived).toHaveLength(3);
    expect(world.alerts.arrived).toEqual([0, 1].map((i) => alertedOutcome(i).alert.text));
    expect(world.deadLetters.blobs.size).toBe(1);
  });

  it('has the repeat send only what is missing; its report counts all of the batch', async () => {
    allDown();
    world.alerts.fault = undefined;
    await expect(processEvents(batch())).rejects.toThrow(/rows not sent to Log Analytics: 3 /);
    expect(world.alerts.arrived).toHaveLength(2);
    await allBack();
    expect(await processEvents(batch())).toMatchObject({
      records: 4,
      rows: 3,
      alerts: 2,
      deadLetters: 1,
      duplicates: 0,
    });
    expect([world.rows.arrived.length, world.alerts.arrived.length]).toEqual([3, 2]);
  });

  it('has the repeat send nothing that was spilled, or delivered in another request', async () => {
    world.rows.fault = () => down;
    world.deadLetters.fault = () => unavailable('status 503', 'later');
    await expect(processEvents(batch())).rejects.toThrow(
      /^the batch .*: dead letters not sent to blob storage: 1 /,
    );
    world.rows.calls.length = 0;
    await allBack();
    expect(await processEvents(batch())).toMatchObject({ rows: 3, alerts: 2, deadLetters: 1, duplicates: 0 });
    expect(world.rows.calls).toEqual([]);
    expect(await spilledIn(world, 'rows')).toHaveLength(3);
    expect(world.alerts.arrived).toHaveLength(2);
  });

  it('because of a bug in a sink shows the bug, after the other sink is done; the repeat sends the rest', async () => {
    world.alerts.fault = () => Promise.reject(new TypeError('a bug'));
    const answer = Promise.withResolvers<undefined>();
    world.rows.fault = () => answer.promise;
    let ended = false;
    const done = processEvents([alertedOutcome(0)]).finally(() => {
      ended = true;
    });
    done.catch(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBe(false);
    answer.resolve(undefined);
    await expect(done).rejects.toThrow('a bug');
    expect(world.rows.arrived).toHaveLength(1);
    world.alerts.fault = world.rows.fault = undefined;
    expect(await processEvents([alertedOutcome(0)])).toMatchObject({ rows: 1, alerts: 1 });
    expect([world.rows.arrived.length, world.alerts.arrived.length]).toEqual([1, 1]);
  });
});

describe('a batch whose instance may not begin', () => {
  it('is not done, and its repeat counts all of it once more but sends nothing again', async () => {
    const outcomes = [alertedOutcome(0), rowOutcome(1)];
    const instance = createInstance(world, () => outcomes);
    const [position] = outcomes;
    const events = [{ body: Buffer.from('{}'), position: position?.source ?? positionOf(0) }];
    const never = Promise.reject(new DeliveryError('nothing durable can be reached'));
    await expect(instance.process(events, { ready: never })).rejects.toThrow('nothing durable');
    expect(world.rows.arrived).toHaveLength(2);
    expect(await instance.process(events, { ready: Promise.resolve() })).toMatchObject({
      rows: 2,
      alerts: 1,
      duplicates: 0,
    });
    expect(world.rows.arrived).toHaveLength(2);
    expect(world.alerts.arrived).toHaveLength(1);
  });
});
