import type { Bucket, LevelCounts, Timeline } from './api.ts';
import type { Entry } from './entry.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Widths that people count in. */
const STEPS = [
  ...[1, 5, 15, 30].map((n) => n * SECOND),
  ...[1, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 7, 30, 90, 365].map((n) => n * DAY),
];
const MOST_BUCKETS = 96;

/** Sign-ins over time by level, in at most 96 buckets of a width that people count in; undefined for none. */
export function toTimeline(entries: readonly Entry[]): Timeline | undefined {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { time } of entries) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  if (first > last) return undefined;
  const step = stepFor(first, last);
  const begin = Math.floor(first / step) * step;
  const length = Math.floor((last - begin) / step) + 1;
  const counts = Array.from({ length }, () => ({ High: 0, Medium: 0, Low: 0, Unknown: 0 }));
  for (const { time, level } of entries) {
    const bucket = counts[Math.floor((time - begin) / step)];
    if (bucket !== undefined) bucket[level]++;
  }
  const toBucket = (found: LevelCounts, index: number): Bucket => ({
    at: begin + index * step,
    counts: found,
  });
  return { step, buckets: counts.map(toBucket) };
}

function stepFor(first: number, last: number): number {
  const fits = (step: number) => Math.floor(last / step) - Math.floor(first / step) < MOST_BUCKETS;
  // A log may hold times of any century: a multiple of the widest step always fits.
  return STEPS.find(fits) ?? 365 * DAY * Math.ceil((last - first) / (365 * DAY) / (MOST_BUCKETS - 1));
}
