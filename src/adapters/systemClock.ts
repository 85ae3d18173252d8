import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../delivery/clock.ts';

/** The machine's own time and chance. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal && { signal }).catch(() => undefined),
  random: () => Math.random(),
};
