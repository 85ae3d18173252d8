import { setTimeout as delay, setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../delivery/clock.ts';

/** The machine's own time and chance. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal && { signal }).catch(() => undefined),
  turn: () => turn(),
  random: () => Math.random(),
};
