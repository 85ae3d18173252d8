import { beforeEach, describe, expect, it } from 'vitest';
import { type Breaker, createBreaker } from '../../../src/delivery/breaker.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { unavailable } from '../../fakes/fault.ts';

let now: number;
let chance: number;
let breaker: Breaker;
beforeEach(() => {
  now = 0;
  chance = 0.5;
  breaker = createBreaker({ ...createFakeClock('manual'), monotonic: () => now, random: () => chance });
});

const outage = unavailable('status 503');

/** How long it takes until a probe is let through, in milliseconds. */
function waitForProbe(): number {
  for (let waited = 0; waited <= 400_000; waited++) {
    const { kind } = breaker.enter();
    if (kind === 'probe') return waited;
    if (kind === 'closed') throw new Error('the breaker is closed');
    now++;
  }
  throw new Error('no probe within 400 seconds');
}

describe('a breaker', () => {
  it('lets everything through while nothing is known against it', () => {
    expect(breaker.outage).toBeUndefined();
    expect([breaker.enter(), breaker.enter()]).toEqual([{ kind: 'closed' }, { kind: 'closed' }]);
    breaker.passed();
    expect(breaker.enter()).toEqual({ kind: 'closed' });
  });

  it('opens when the service is given up on, and then tells what it answered', () => {
    breaker.failed(outage);
    expect(breaker.outage).toBe(outage);
    expect(breaker.enter()).toEqual({ kind: 'open', outage });
  });

  it.each([
    [0, 4_000],
    [0.5, 5_000],
    [0.999, 5_998],
  ])('lets a first probe through after 4 to 6 seconds: with chance %d after %d ms', (of, wait) => {
    chance = of;
    breaker.failed(outage);
    expect(waitForProbe()).toBe(wait);
  });

  it('lets one through as a probe, and nobody else until it is back, which they can wait for', async () => {
    breaker.failed(outage);
    expect(breaker.enter()).toEqual({ kind: 'open', outage, probe: undefined });
    waitForProbe();
    now += 1_000_000;
    const passage = breaker.enter();
    expect(passage).toEqual({ kind: 'open', outage, probe: expect.any(Promise) });
    breaker.passed();
    expect(passage.kind === 'open' && (await passage.probe)).toBeUndefined();
    expect(breaker.enter()).toEqual({ kind: 'closed' });
    expect(breaker.outage).toBeUndefined();
  });

  it('doubles the time to the next probe up to a minute, and begins anew once the service was back', () => {
    const waits: number[] = [];
    breaker.failed(outage);
    for (let probe = 0; probe < 6; probe++) {
      waits.push(waitForProbe());
      breaker.failed(outage);
    }
    expect(waits).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
    breaker.passed();
    breaker.failed(outage);
    expect(waitForProbe()).toBe(5_000);
  });

  it('waits as long as the service asked for, but not longer than five minutes', () => {
    breaker.failed({ ...outage, retryAfterMs: 90_000 });
    expect(waitForProbe()).toBe(90_000);
    breaker.failed({ ...outage, retryAfterMs: 86_400_000 });
    expect(waitForProbe()).toBe(300_000);
    breaker.failed({ ...outage, retryAfterMs: 1 });
    expect(waitForProbe()).toBe(20_000);
  });

  it('learns nothing from requests that were under way when it opened', () => {
    breaker.failed(outage);
    now += 3_000;
    breaker.failed(unavailable('status 500'));
    expect(breaker.outage).toBe(outage);
    expect(waitForProbe()).toBe(2_000);
  });

  it('tells the latest answer after a probe that failed', () => {
    breaker.failed(outage);
    waitForProbe();
    const next = unavailable('status 500');
    breaker.failed(next);
    expect(breaker.enter()).toEqual({ kind: 'open', outage: next });
  });

  it('lets the next one try at once when a probe ended without telling anything', () => {
    breaker.failed(outage);
    waitForProbe();
    breaker.abandoned();
    expect(breaker.outage).toBe(outage);
    expect(breaker.enter()).toEqual({ kind: 'probe' });
  });
});
