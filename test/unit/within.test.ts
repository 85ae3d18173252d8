import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/adapters/systemClock.ts';
import { within } from '../../src/adapters/within.ts';

describe('within', () => {
  it('gives the result of what is done in time', async () => {
    expect(await within(10_000, async () => 7)).toBe(7);
  });

  it('throws what it throws', async () => {
    await expect(within(10_000, () => Promise.reject(new RangeError('a bug')))).rejects.toThrow('a bug');
  });

  it.each([0, -5, 0.1, 20])('ends what listens to the signal after %d ms', async (ms) => {
    let reason: unknown;
    const listening = within(ms, (signal) => {
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          reject(signal.reason);
        });
      });
    });
    await expect(listening).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('ends the wait for what does not listen', async () => {
    await expect(within(20, () => new Promise(() => undefined))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('is not moved by what fails after its time', async () => {
    const late = Promise.withResolvers<never>();
    await expect(within(1, () => late.promise)).rejects.toMatchObject({ name: 'TimeoutError' });
    late.reject(new RangeError('late'));
    await new Promise((resolve) => setImmediate(resolve));
  });
});

describe('the machine’s clock', () => {
  it('sleeps as long as it is told, by a time that does not go back', async () => {
    const begin = systemClock.monotonic();
    await systemClock.sleep(20);
    expect(systemClock.monotonic() - begin).toBeGreaterThanOrEqual(19);
  });

  it('wakes as soon as the signal aborts, before or during the sleep', async () => {
    const controller = new AbortController();
    const sleeping = systemClock.sleep(600_000, controller.signal);
    controller.abort();
    expect(await sleeping).toBeUndefined();
    expect(await systemClock.sleep(600_000, controller.signal)).toBeUndefined();
  });

  it('knows the time and chance', () => {
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000);
    const chances = Array.from({ length: 20 }, () => systemClock.random());
    expect(new Set(chances).size).toBeGreaterThan(1);
    expect(chances.every((chance) => chance >= 0 && chance < 1)).toBe(true);
  });
});
