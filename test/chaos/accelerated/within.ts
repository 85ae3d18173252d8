import { within as withinRealTime } from '../../../src/adapters/within.ts';
import { SCALE } from './acceleration.ts';

/** Stands in for `src/adapters/within.ts`: the product's limits, in accelerated time. */
export const within: typeof withinRealTime = (ms, run) => withinRealTime(ms / SCALE, run);
