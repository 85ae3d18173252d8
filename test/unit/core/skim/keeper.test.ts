import { describe, expect, it } from 'vitest';
import { createKeeper } from '../../../../src/core/skim/keeper.ts';

describe('a keeper of rows', () => {
  it('keeps rows of every length while their memory is written over', () => {
    const keeper = createKeeper();
    const memory = Buffer.alloc(100_000);
    const kept = Array.from({ length: 300 }, (_, i) => {
      const row = memory.subarray(0, (i * 617) % 20_000).fill(i % 251);
      return keeper.keep(row);
    });
    for (const [i, row] of kept.entries())
      expect(row.equals(Buffer.alloc((i * 617) % 20_000, i % 251))).toBe(true);
  });

  it('gives the memory of a row that was taken back to the next one, and to no other', () => {
    const keeper = createKeeper();
    const first = keeper.keep(Buffer.from('first'));
    const second = keeper.keep(Buffer.from('second'));
    keeper.release(second);
    const third = keeper.keep(Buffer.from('third'));
    expect([first.toString(), third.toString()]).toEqual(['first', 'third']);
    expect(third.byteOffset).toBe(second.byteOffset);
  });

  it('takes back nothing of the rows before when one with memory of its own is', () => {
    const keeper = createKeeper();
    const first = keeper.keep(Buffer.from('first'));
    keeper.release(keeper.keep(Buffer.alloc(50_000)));
    keeper.keep(Buffer.from('other'));
    expect(first.toString()).toBe('first');
  });
});
