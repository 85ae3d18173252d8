import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_ALERT_BYTES } from '../../src/core/alert/alert.ts';
import type { AlertSink } from '../../src/delivery/ports.ts';
import type { Fault } from '../../src/sandbox/fault.ts';
import { AMPLE, expectFailure, MARKER, OUTAGES, SHORTLY } from './outages.ts';

export interface AlertSinkBench {
  readonly sink: AlertSink;
  /** The text of every alert that arrived, in the order of arrival. */
  arrived(): Promise<string[]>;
  setFault(fault: Fault | undefined): void;
  /** Ends the fault and forgets what arrived. */
  reset(): Promise<void>;
}

const alert = { id: 'a', text: JSON.stringify({ id: 'a', who: `${MARKER}@example.com` }) };

/** What every alert sink does. */
export function testAlertSink(getBench: () => AlertSinkBench): void {
  let bench: AlertSinkBench;
  beforeEach(async () => {
    bench = getBench();
    await bench.reset();
  });

  it('delivers an alert as one message with its very text', async () => {
    const text = '{"summary":{"ja":"危険度の高いサインイン 🛡","en":"<a & b> \\"c\\" \\u2028"}}';
    expect(await bench.sink.send({ id: 'a', text }, AMPLE)).toEqual({ ok: true });
    expect(await bench.arrived()).toEqual([text]);
  });

  it('delivers each of many alerts once', async () => {
    const texts = Array.from({ length: 20 }, (_, i) => JSON.stringify({ id: `${i}` }));
    const deliveries = await Promise.all(
      texts.map((text, i) => bench.sink.send({ id: `${i}`, text }, AMPLE)),
    );
    expect(deliveries.every(({ ok }) => ok)).toBe(true);
    expect((await bench.arrived()).sort()).toEqual(texts.sort());
  });

  it('delivers an alert of the greatest length', async () => {
    const text = '界'.repeat(MAX_ALERT_BYTES / 3);
    expect(await bench.sink.send({ id: 'a', text }, AMPLE)).toEqual({ ok: true });
    expect(await bench.arrived()).toEqual([text]);
  });

  describe.each(Object.entries(OUTAGES))('with %s', (_, fault) => {
    it('is unavailable, and delivers when that is over', async () => {
      bench.setFault(fault);
      expectFailure(await bench.sink.send(alert, AMPLE), 'unavailable');
      bench.setFault(undefined);
      expect(await bench.arrived()).toEqual([]);
      expect(await bench.sink.send(alert, AMPLE)).toEqual({ ok: true });
      expect(await bench.arrived()).toEqual([alert.text]);
    });
  });

  it('can be checked without delivering anything, and says when it cannot be used', async () => {
    expect(await bench.sink.check(AMPLE)).toEqual({ ok: true });
    bench.setFault(OUTAGES['status 404']);
    expectFailure(await bench.sink.check(AMPLE), 'unavailable');
    bench.setFault(undefined);
    expect(await bench.arrived()).toEqual([]);
  });

  it('is unavailable when no answer comes', async () => {
    bench.setFault({ kind: 'silence' });
    expectFailure(await bench.sink.send(alert, SHORTLY), 'unavailable');
  });
}
