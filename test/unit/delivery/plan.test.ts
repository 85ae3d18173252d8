import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordPosition } from '../../../src/core/event.ts';
import { createMemory } from '../../../src/delivery/memory.ts';
import { announce, type Book, type Placed, placeOf, planOf } from '../../../src/delivery/plan.ts';
import { positionOf } from '../../support/outcomes.ts';

interface Thing extends Placed {
  readonly key: string;
}

let book: Book<Thing>;
beforeEach(() => {
  book = { memory: createMemory(100), keyOf: ({ key }) => key };
});

const thing = (key: string, source: Partial<RecordPosition> = {}): Thing => ({
  key,
  source: { ...positionOf(key.length), ...source },
});
/** The same thing, read in another place. */
const elsewhere = (key: string) => thing(key, { partition: '2', sequenceNumber: 7 });
const add = ({ key, source }: Thing) => book.memory.add(key, placeOf(source));

/** A plan, by what it does with each thing. */
function plan(...things: Thing[]) {
  const { fresh, repeats, contested, rivals } = planOf(things, book);
  const index = (one: Thing) => things.indexOf(one);
  return {
    fresh: fresh.map(index),
    repeats: repeats.map(index),
    contested: contested.map(index),
    rivals: rivals.size,
  };
}

const NOTHING = { fresh: [], repeats: [], contested: [], rivals: 0 };

describe('the plan for things to deliver', () => {
  it('sends everything that is not known', () => {
    expect(plan()).toEqual(NOTHING);
    expect(plan(thing('a'), thing('b'))).toEqual({ ...NOTHING, fresh: [0, 1] });
  });

  it('leaves out what was delivered from the same place: that part of a repeated batch is done', () => {
    add(thing('a'));
    expect(plan(thing('a'), thing('b'))).toEqual({ ...NOTHING, fresh: [1] });
  });

  it('takes what was delivered from another place, or from a batch that is done, for a repeat', () => {
    add(thing('a'));
    expect(plan(elsewhere('a'))).toEqual({ ...NOTHING, repeats: [0] });
    book.memory.settle('a');
    expect(plan(thing('a'))).toEqual({ ...NOTHING, repeats: [0] });
  });

  it.each([{ partition: '2' }, { sequenceNumber: 43 }, { sequenceNumber: null }, { index: 0 }])(
    'takes %j for another place',
    (change) => {
      add(thing('a'));
      expect(plan(thing('a', change)).repeats).toEqual([0]);
    },
  );

  it('takes another enqueued time for the same place: without metadata the time is that of the attempt', () => {
    add(thing('a'));
    expect(plan(thing('a', { enqueuedTime: '2026-05-05T00:00:00Z' }))).toEqual(NOTHING);
  });

  it('takes the second of two in one list for a repeat, also when the first is done', () => {
    expect(plan(thing('a'), elsewhere('a'))).toEqual({ ...NOTHING, fresh: [0], repeats: [1] });
    add(thing('a'));
    expect(plan(thing('a'), elsewhere('a'))).toEqual({ ...NOTHING, repeats: [1] });
  });
});

describe('a thing that somebody else is sending', () => {
  it('is contested until it is known what became of it', async () => {
    const done = announce([thing('a'), thing('b')], book);
    expect(plan(elsewhere('a'), thing('c'), elsewhere('b'))).toEqual({
      ...NOTHING,
      fresh: [1],
      contested: [0, 2],
      rivals: 1,
    });
    const { rivals } = planOf([thing('a')], book);
    let resolved = false;
    const waiting = Promise.all(rivals).then(() => {
      resolved = true;
    });
    await Promise.resolve();
    expect(resolved).toBe(false);
    done();
    await waiting;
    expect(plan(thing('a'))).toEqual({ ...NOTHING, fresh: [0] });
  });

  it('is no rival any more when it was delivered meanwhile', () => {
    announce([thing('a')], book);
    add(thing('a'));
    expect(plan(elsewhere('a'))).toEqual({ ...NOTHING, repeats: [0] });
  });

  it('waits for each of several rivals', () => {
    announce([thing('a')], book);
    announce([thing('b')], book);
    expect(plan(thing('a'), thing('b'))).toEqual({ ...NOTHING, contested: [0, 1], rivals: 2 });
  });

  it('is no longer on its way when that is over', () => {
    const done = announce([thing('a'), thing('b')], book);
    expect(book.memory.onTheWay.size).toBe(2);
    done();
    expect(book.memory.onTheWay.size).toBe(0);
  });
});
