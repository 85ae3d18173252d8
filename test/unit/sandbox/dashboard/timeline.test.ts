import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toTimeline } from '../../../../src/sandbox/dashboard/timeline.ts';
import { entry, HOUR, START } from './support.ts';

it('there is none of nothing', () => {
  expect(toTimeline([])).toBeUndefined();
});

it('buckets have a width that people count in, begin at a multiple of it and leave no gap', () => {
  const times = [START + 7 * 60_000, START + 5 * HOUR, START + 23 * HOUR];
  const timeline = toTimeline(times.map((time) => entry({ time })));
  expect(timeline?.step).toBe(HOUR / 4);
  expect(timeline?.buckets[0]).toEqual({ at: START, counts: { High: 1, Medium: 0, Low: 0, Unknown: 0 } });
  expect(timeline?.buckets).toHaveLength(93);
  for (const [index, { at }] of timeline?.buckets.entries() ?? [])
    expect(at).toBe(START + (index * HOUR) / 4);
});

it('counts every sign-in once by its level, in at most 96 buckets, whatever the times', () => {
  const level = fc.constantFrom('High', 'Medium', 'Low', 'Unknown');
  // The years that an ISO time can have.
  const time = fc.oneof(
    fc.integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59Z') }),
    fc.integer({ min: START, max: START + 1000 }),
  );
  fc.assert(
    fc.property(fc.array(fc.record({ level, time }), { minLength: 1 }), (some) => {
      const timeline = toTimeline(some.map((fields) => entry(fields)));
      const buckets = timeline?.buckets ?? [];
      expect(buckets.length).toBeGreaterThan(0);
      expect(buckets.length).toBeLessThanOrEqual(96);
      for (const wanted of ['High', 'Medium', 'Low', 'Unknown'] as const) {
        const sum = buckets.reduce((n, { counts }) => n + counts[wanted], 0);
        expect(sum).toBe(some.filter((one) => one.level === wanted).length);
      }
    }),
  );
});
