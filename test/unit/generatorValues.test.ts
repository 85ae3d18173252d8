import { describe, expect, it } from 'vitest';
import { createRandom, toWeighted } from '../../src/sandbox/generator/random.ts';
import { toCreatedDateTime, toEnvelopeTime, toUsTime } from '../../src/sandbox/generator/timestamps.ts';

describe('times', () => {
  const ms = Date.UTC(2026, 10, 16, 0, 5, 9, 120);
  it('of the envelope have seven digits and Z', () => {
    expect(toEnvelopeTime(ms, 42)).toBe('2026-11-16T00:05:09.1200042Z');
  });
  it('of createdDateTime drop the zeros at the end', () => {
    expect(toCreatedDateTime(ms, 42)).toBe('2026-11-16T00:05:09.1200042+00:00');
    expect(toCreatedDateTime(ms, 0)).toBe('2026-11-16T00:05:09.12+00:00');
    expect(toCreatedDateTime(ms - 120, 0)).toBe('2026-11-16T00:05:09+00:00');
  });
  it('in US form have a clock of twelve hours', () => {
    expect(toUsTime(ms)).toBe('11/16/2026 12:05:09 AM');
    expect(toUsTime(ms + 13 * 3_600_000)).toBe('11/16/2026 1:05:09 PM');
  });
});

describe('random values', () => {
  it('depend on seed and label alone', () => {
    const draw = (seed: number, label: string): string => createRandom(seed, label).guid();
    expect(draw(1, 'a')).toBe(draw(1, 'a'));
    expect(new Set([draw(1, 'a'), draw(1, 'b'), draw(2, 'a')]).size).toBe(3);
  });

  it('keep to their bounds and weights', () => {
    const random = createRandom(1, 'bounds');
    const drawn = new Set(Array.from({ length: 500 }, () => random.int(3, 6)));
    expect(drawn).toEqual(new Set([3, 4, 5, 6]));
    const weighted = toWeighted([
      ['often', 9],
      ['seldom', 1],
      ['never', 0],
    ]);
    const picks = Array.from({ length: 2000 }, () => random.weighted(weighted));
    expect(picks.filter((pick) => pick === 'seldom').length / 2000).toBeCloseTo(0.1, 1);
    expect(picks).not.toContain('never');
    expect(() => random.pick([])).toThrow(RangeError);
  });

  it('make version 4 GUIDs', () => {
    const random = createRandom(1, 'guids');
    for (let index = 0; index < 100; index += 1) {
      expect(random.guid()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    }
  });
});
