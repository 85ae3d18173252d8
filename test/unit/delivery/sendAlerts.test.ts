import { beforeEach, describe, expect, it } from 'vitest';
import type { PendingAlert } from '../../../src/delivery/outcomes.ts';
import { createPool } from '../../../src/delivery/pool.ts';
import { createPersistence } from '../../../src/delivery/retry.ts';
import { sendAlerts } from '../../../src/delivery/sendAlerts.ts';
import { createFakeAlertSink, type FakeAlertSink } from '../../fakes/alertSink.ts';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';
import { refused, unavailable } from '../../fakes/fault.ts';
import { alertAt, many } from '../../support/outcomes.ts';

let clock: FakeClock;
let sink: FakeAlertSink;
beforeEach(() => {
  clock = createFakeClock();
  sink = createFakeAlertSink();
});

async function send(alerts: readonly PendingAlert[], concurrency = 16) {
  const told: PendingAlert[] = [];
  const sending = { sink, persist: createPersistence(clock), pool: createPool(concurrency) };
  const result = await sendAlerts(sending, alerts, clock.monotonic() + 60_000, (one) => void told.push(one));
  expect(new Set(told)).toEqual(new Set(result.taken));
  return result;
}

describe('sendAlerts', () => {
  it('sends every alert, one call each', async () => {
    const alerts = many(40, alertAt);
    expect(await send(alerts)).toEqual({ taken: alerts, waiting: [] });
    expect(sink.arrived).toEqual(alerts.map(({ alert }) => alert.text));
  });

  it('sends those again that the queue had no time for, and only those', async () => {
    const failed = new Set<string>();
    sink.fault = ({ id }) => {
      if (Number(id) % 3 !== 0 || failed.has(id)) return undefined;
      failed.add(id);
      return unavailable();
    };
    const alerts = many(9, alertAt);
    const { taken, waiting } = await send(alerts);
    expect(waiting).toEqual([]);
    expect(new Set(taken)).toEqual(new Set(alerts));
    expect([...sink.arrived].sort()).toEqual(alerts.map(({ alert }) => alert.text));
  });

  it('asks a queue that is down by those under way and then no more; the others wait with its answer', async () => {
    const answer = unavailable('status 403', 'later');
    let asked = 0;
    sink.fault = async () => {
      asked++;
      await new Promise((resolve) => setImmediate(resolve));
      return answer;
    };
    const alerts = many(1_000, alertAt);
    const { taken, waiting } = await send(alerts);
    expect({ taken, asked }).toEqual({ taken: [], asked: 16 });
    expect(waiting.map(({ item }) => Number(item.alert.id)).toSorted((a, b) => a - b)).toEqual([
      ...alerts.keys(),
    ]);
    expect(new Set(waiting.map(({ outage }) => outage))).toEqual(new Set([answer]));
  });

  it('shows the bug when the queue refuses an alert; the others are sent', async () => {
    sink.fault = ({ id }) => (id === '1' ? refused('status 400') : undefined);
    await expect(send(many(3, alertAt))).rejects.toThrow(
      'the queue refused an alert for its content: status 400',
    );
    expect(sink.arrived).toHaveLength(2);
  });
});
