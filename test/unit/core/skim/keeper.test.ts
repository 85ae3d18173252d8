import { describe, expect, it } from 'vitest';
import { createKeeper, type Keeper } from '../../../../src/core/skim/keeper.ts';

const keepText = (keeper: Keeper, text: string) => keeper.keep(Buffer.from(text), 0, text.length);

describe('a keeper of rows', () => {
  it('keeps rows of every length while their memory is written over', () => {
    const keeper = createKeeper();
    const memory = Buffer.alloc(100_000);
    const kept = Array.from({ length: 300 }, (_, i) => {
      const length = (i * 617) % 20_000;
      memory.fill(i % 251, 7, 7 + length);
      return keeper.keep(memory, 7, 7 + length);
    });
    for (const [i, row] of kept.entries())
      expect(row.equals(Buffer.alloc((i * 617) % 20_000, i % 251))).toBe(true);
  });

  it('gives the memory of a row that was taken back to the next one, and to no other', () => {
    const keeper = createKeeper();
    const first = keepText(keeper, 'first');
    const second = keepText(keeper, 'second');
    keeper.release(second);
    const third = keepText(keeper, 'third');
    expect([first.toString(), third.toString()]).toEqual(['first', 'third']);
    expect(third.byteOffset).toBe(second.byteOffset);
  });

  it('takes back nothing of the rows before when one with memory of its own is', () => {
    const keeper = createKeeper();
    const first = keepText(keeper, 'first');
    keeper.release(keeper.keep(Buffer.alloc(50_000), 0, 50_000));
    keepText(keeper, 'other');
    expect(first.toString()).toBe('first');
  });
});
