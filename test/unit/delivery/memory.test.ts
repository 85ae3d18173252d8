import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemory } from '../../../src/delivery/memory.ts';

describe('a memory', () => {
  it('knows what was added, with its place, and nothing else', () => {
    const memory = createMemory(10);
    memory.add('a', '1/42/0');
    expect(memory.placeOf('a')).toBe('1/42/0');
    expect(memory.placeOf('b')).toBeUndefined();
    expect(memory.onTheWay.size).toBe(0);
  });

  it('forgets the oldest first when it is full', () => {
    const memory = createMemory(2);
    for (const key of ['a', 'b', 'c']) memory.add(key, key);
    expect(['a', 'b', 'c'].map(memory.placeOf)).toEqual([undefined, 'b', 'c']);
  });

  it('has a key that is added again under its latest place, as old as it is', () => {
    const memory = createMemory(2);
    for (const [key, place] of ['a1', 'b1', 'a2', 'b2']) memory.add(key ?? '', place ?? '');
    expect(['a', 'b'].map(memory.placeOf)).toEqual(['2', '2']);
    memory.add('c', '1');
    expect(['a', 'b', 'c'].map(memory.placeOf)).toEqual([undefined, '2', '1']);
  });

  it('takes no longer for a record when it is full than before', () => {
    const memory = createMemory(20_000);
    const msFor = (from: number) => {
      const start = performance.now();
      for (let i = from; i < from + 20_000; i++) memory.add(`key-${i}`, '1/42/0');
      return performance.now() - start;
    };
    const filling = msFor(0);
    const full = Math.min(msFor(20_000), msFor(40_000), msFor(60_000));
    // A tenth of a millisecond each, as it once was, would be two seconds.
    expect(full).toBeLessThan(10 * filling + 200);
  });

  it('keeps the age of a record whose batch is done, and no longer its place', () => {
    const memory = createMemory(2);
    memory.add('a', '1');
    memory.add('b', '1');
    memory.settle('a');
    expect(memory.placeOf('a')).toBe('');
    memory.add('c', '1');
    expect(['a', 'b', 'c'].map(memory.placeOf)).toEqual([undefined, '1', '1']);
  });

  it('does not learn from a settled batch what was never durable', () => {
    const memory = createMemory(2);
    memory.settle('a');
    expect(memory.placeOf('a')).toBeUndefined();
  });

  it('holds the latest keys, at most as many as it may, whatever happens', () => {
    const step = fc.tuple(fc.constantFrom('add', 'settle'), fc.integer({ min: 0, max: 12 }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 60 }), (limit, steps) => {
        const memory = createMemory(limit);
        let latest: number[] = [];
        for (const [kind, key] of steps) {
          if (kind === 'settle') memory.settle(`${key}`);
          else {
            memory.add(`${key}`, 'place');
            latest = (latest.includes(key) ? latest : [...latest, key]).slice(-limit);
          }
        }
        const known = Array.from({ length: 13 }, (_, key) => key).filter(
          (key) => memory.placeOf(`${key}`) !== undefined,
        );
        expect(known).toEqual(latest.toSorted((a, b) => a - b));
      }),
    );
  });
});
