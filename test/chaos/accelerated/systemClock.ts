import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../../src/delivery/clock.ts';
import { EPOCH, SCALE, SKEW } from './acceleration.ts';

/** Stands in for `src/adapters/systemClock.ts`: outages of minutes pass in seconds. */
export const systemClock: Clock = {
  now: () => EPOCH + (Date.now() - EPOCH) * SCALE + SKEW,
  monotonic: () => performance.now() * SCALE,
  sleep: (ms, signal) => delay(ms / SCALE, undefined, signal && { signal }).catch(() => undefined),
  turn: () => new Promise((resolve) => setImmediate(resolve)),
  random: () => Math.random(),
};
