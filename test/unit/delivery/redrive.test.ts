import { beforeEach, describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../../src/core/outcome.ts';
import { toDeadLetterBlob } from '../../../src/delivery/deadLetters.ts';
import { fromDeadLetterContent } from '../../../src/delivery/readDeadLetters.ts';
import {
  canBeRedriven,
  createLetterCatcher,
  type RedriveParts,
  redriveBlob,
} from '../../../src/delivery/redrive.ts';
import type { BatchReport } from '../../../src/delivery/report.ts';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';
import { createFakeLeasingStore, type FakeLeasingStore } from '../../fakes/leasingStore.ts';

let clock: FakeClock;
let store: FakeLeasingStore;
beforeEach(() => {
  clock = createFakeClock();
  store = createFakeLeasingStore(clock);
});

const letterAt = (index: number, text: string, reason: DeadLetter['reason'] = 'refused'): DeadLetter => ({
  reason,
  detail: 'as it was',
  source: { partition: '3', sequenceNumber: 42, enqueuedTime: '2026-11-16T08:00:00.000Z', index },
  bytes: Buffer.from(text),
});

async function put(...letters: readonly [DeadLetter, ...DeadLetter[]]): Promise<string> {
  const { name, content } = toDeadLetterBlob(letters);
  await store.put(name, content, 1);
  return name;
}

/** A pipeline to which whatever is not `good` is a dead letter, in the place that it has in its event. */
function parts(): RedriveParts {
  const catcher = createLetterCatcher();
  return {
    store,
    clock,
    catcher,
    async process(events) {
      for (const { body, position } of events) {
        const text = Buffer.from(body).toString();
        if (text === 'good') continue;
        const letter: DeadLetter = {
          ...letterAt(0, text, 'not-json'),
          detail: 'anew',
          source: { ...position, index: 0 },
        };
        await catcher.put('x', toDeadLetterBlob([letter]).content, 1);
      }
      return {} as BatchReport;
    },
  };
}

const lettersIn = (name: string) => fromDeadLetterContent(store.blobs.get(name)?.content ?? Buffer.of());

describe('what is still a dead letter', () => {
  it('keeps the place that it had in its event, and gets the new reason', async () => {
    const name = await put(
      letterAt(5, 'bad'),
      letterAt(6, 'good'),
      letterAt(9, 'bad'),
      letterAt(11, 'worse'),
    );
    const result = await redriveBlob(parts(), name, () => true);
    expect(result).toMatchObject({ chosen: 4, stillDead: [{}, {}, {}] });
    expect(lettersIn(name).map(({ reason, detail, source }) => [reason, detail, source.index])).toEqual([
      ['not-json', 'anew', 5],
      ['not-json', 'anew', 9],
      ['not-json', 'anew', 11],
    ]);
  });

  it('of another event than the chosen ones stays as the pipeline has it', async () => {
    const name = await put({ ...letterAt(7, 'bad') }, letterAt(8, 'good'));
    const { process, ...rest } = parts();
    const moved: RedriveParts['process'] = (events) =>
      process(events.map(({ body, position }) => ({ body, position: { ...position, sequenceNumber: 1 } })));
    await redriveBlob({ ...rest, process: moved }, name, () => true);
    expect(lettersIn(name)).toMatchObject([{ source: { sequenceNumber: 1, index: 0 } }]);
  });

  it('stays beside the others that were not chosen', async () => {
    const name = await put(letterAt(0, 'bad'), letterAt(1, 'other'));
    await redriveBlob(parts(), name, ({ source }) => source.index === 0);
    expect(lettersIn(name).map(({ reason, source }) => [reason, source.index])).toEqual([
      ['refused', 1],
      ['not-json', 0],
    ]);
  });

  it('is written again when its reason alone is new', async () => {
    const name = await put(letterAt(4, 'bad'));
    await redriveBlob(parts(), name, () => true);
    expect(lettersIn(name)).toMatchObject([{ reason: 'not-json', source: { index: 4 } }]);
  });

  it('does not inherit what was left of an attempt before', async () => {
    const name = await put(letterAt(0, 'good'));
    const all = parts();
    await all.catcher.put('x', toDeadLetterBlob([letterAt(7, 'of another blob')]).content, 1);
    expect(await redriveBlob(all, name, () => true)).toMatchObject({ chosen: 1, stillDead: [] });
    expect(store.blobs.has(name)).toBe(false);
  });

  it('is written again when one of several has another reason', async () => {
    const name = await put(letterAt(4, 'bad', 'not-json'), letterAt(5, 'worse'));
    await redriveBlob(parts(), name, () => true);
    expect(lettersIn(name).map(({ reason }) => reason)).toEqual(['not-json', 'not-json']);
  });

  it('may be a part of what it was, or more than that', async () => {
    const half = letterAt(0, 'half', 'not-json');
    for (const now of [[half], [letterAt(0, 'whole', 'not-json'), half]]) {
      const name = await put(letterAt(0, 'whole', 'not-json'));
      const all = parts();
      const process: RedriveParts['process'] = async () => {
        for (const one of now) await all.catcher.put('x', toDeadLetterBlob([one]).content, 1);
        return {} as BatchReport;
      };
      expect(await redriveBlob({ ...all, process }, name, () => true)).toMatchObject({ chosen: 1 });
      expect(lettersIn(name).map(({ bytesBase64 }) => atob(bytesBase64))).toEqual(
        now.map(({ bytes }) => bytes.toString()),
      );
      store.blobs.delete(name);
    }
  });

  it('has its own partition, also where another one has the same number and bytes', async () => {
    const letter = letterAt(4, 'bad');
    const name = await put(letter, { ...letter, source: { ...letter.source, partition: '4' } });
    const { process, ...rest } = parts();
    const onlyFour: RedriveParts['process'] = (events) =>
      process(events.filter(({ position }) => position.partition === '4'));
    await redriveBlob({ ...rest, process: onlyFour }, name, () => true);
    expect(lettersIn(name)).toMatchObject([{ source: { partition: '4', index: 4 } }]);
  });

  it('is not written again when nothing is new', async () => {
    const name = await put({ ...letterAt(4, 'bad', 'not-json') });
    await redriveBlob(parts(), name, () => true);
    expect(store.asked.filter((asked) => /^(replace|delete)/.test(asked))).toEqual([]);
    expect(lettersIn(name)).toMatchObject([{ detail: 'as it was' }]);
  });
});

describe('a blob', () => {
  it('of which nothing is left is deleted; letters that are not chosen stay', async () => {
    const name = await put(letterAt(0, 'good'), letterAt(1, 'good too'));
    await redriveBlob(parts(), name, ({ source }) => source.index === 0);
    expect(lettersIn(name)).toMatchObject([{ source: { index: 1 }, detail: 'as it was' }]);
    const other = await put(letterAt(2, 'good'));
    await redriveBlob(parts(), other, () => true);
    expect(store.blobs.has(other)).toBe(false);
  });

  it('whose lease was lost meanwhile is left to whoever has it', async () => {
    const name = await put(letterAt(0, 'good'));
    const { process, ...rest } = parts();
    const slow: RedriveParts['process'] = async (events) => {
      store.fault = (operation) =>
        operation === 'renew'
          ? { ok: false, kind: 'unavailable', detail: 'status 503', retry: 'soon' }
          : undefined;
      await clock.advance(61_000);
      return process(events);
    };
    await expect(redriveBlob({ ...rest, process: slow }, name, () => true)).rejects.toThrow(/lease was lost/);
    expect(store.blobs.has(name)).toBe(true);
  });
});

it('the pipeline takes the catcher for a store that keeps what it is given', async () => {
  const catcher = createLetterCatcher();
  expect(await catcher.check(1)).toEqual({ ok: true });
  expect(await catcher.put('x', toDeadLetterBlob([letterAt(0, 'bad')]).content, 1)).toEqual({ ok: true });
  expect(catcher.take()).toHaveLength(1);
});

it('a spill that could not be read is not sent as if it were a sign-in', () => {
  const of = (reason: string) => canBeRedriven({ ...lettersOf(reason) });
  expect([of('unreadable-spill'), of('refused'), of('internal-error')]).toEqual([false, true, true]);
});

function lettersOf(reason: string) {
  const [letter] = fromDeadLetterContent(toDeadLetterBlob([letterAt(0, 'x')]).content);
  if (letter === undefined) throw new Error('nothing was written');
  return { ...letter, reason };
}
