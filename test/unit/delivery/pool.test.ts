import { describe, expect, it } from 'vitest';
import { createPool, mapPool } from '../../../src/delivery/pool.ts';

/** A task that ends when it is told to. */
function createGates() {
  const gates: PromiseWithResolvers<string>[] = [];
  return {
    gates,
    task: (item: string) => {
      const gate = Promise.withResolvers<string>();
      gates.push(gate);
      return gate.promise.then((suffix) => item + suffix);
    },
  };
}

/** Lets everything run that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('mapPool', () => {
  it('gives the results in the order of the items, whichever ends first', async () => {
    const { gates, task } = createGates();
    const results = mapPool(['a', 'b', 'c'], createPool(3), task);
    for (const gate of gates.toReversed()) gate.resolve('!');
    expect(await results).toEqual(['a!', 'b!', 'c!']);
  });

  it('runs as many at a time as it may, not more', async () => {
    const { gates, task } = createGates();
    const results = mapPool(['a', 'b', 'c', 'd', 'e'], createPool(2), task);
    for (let done = 0; done < 5; done++) {
      expect(gates).toHaveLength(Math.min(done + 2, 5));
      gates[done]?.resolve('');
      await settle();
    }
    expect(await results).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('tries every item even when some fail, then throws the first failure', async () => {
    const tried: number[] = [];
    const task = async (item: number): Promise<void> => {
      tried.push(item);
      if (item % 2 === 1) throw new Error(`failure ${item}`);
    };
    await expect(mapPool([0, 1, 2, 3, 4], createPool(2), task)).rejects.toThrow('failure 1');
    expect(tried.sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('shares its room with whoever else uses the pool', async () => {
    const pool = createPool(2);
    const { gates, task } = createGates();
    const results = [mapPool(['a', 'b'], pool, task), mapPool(['c'], pool, task)];
    expect(gates).toHaveLength(2);
    gates[1]?.resolve('');
    await settle();
    expect(gates).toHaveLength(3);
    for (const gate of gates) gate.resolve('');
    expect(await Promise.all(results)).toEqual([['a', 'b'], ['c']]);
    // All of the room is free again.
    const later = mapPool(['d', 'e', 'f'], pool, task);
    expect(gates).toHaveLength(5);
    for (const gate of gates) gate.resolve('');
    await settle();
    gates[5]?.resolve('');
    expect(await later).toEqual(['d', 'e', 'f']);
  });

  it('does nothing for no items', async () => {
    expect(await mapPool([], createPool(4), () => Promise.reject(new Error('called')))).toEqual([]);
  });
});
