import { expect, it } from 'vitest';
import { runBurst } from '../burst/burst.ts';

// `npm run burst` does the same with 10,000, which takes the emulator minutes.
it('a burst becomes no more notifications than the cap allows, with every alert accounted for', async () => {
  const perMinute = 5;
  const burst = await runBurst({ alerts: 80, users: 30, perMinute, instances: 3, failEvery: 4 });
  expect(Math.max(...burst.perMinute)).toBeLessThanOrEqual(perMinute);
  expect(burst.toldAtOnce + burst.inDigests).toBe(80);
  expect(burst).toMatchObject({ messages: 88, poisoned: 0 });
  // One that comes while its alert is being told waits for that, and counts as no repeat.
  expect(burst.repeats).toBeLessThanOrEqual(8);
  expect(burst.repeats).toBeGreaterThan(0);
  expect(burst.digests).toBeGreaterThanOrEqual(2);
  expect(burst.refused).toBeGreaterThan(0);
}, 120_000);
