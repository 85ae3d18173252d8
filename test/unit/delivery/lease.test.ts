import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Held, whileLeased } from '../../../src/delivery/lease.ts';
import { type LeasedBlob, LeaseLostError } from '../../../src/delivery/ports.ts';
import { createFakeClock, type FakeClock, settle } from '../../fakes/clock.ts';
import { unavailable } from '../../fakes/fault.ts';
import { createFakeLeasingStore, type FakeLeasingStore } from '../../fakes/leasingStore.ts';

let clock: FakeClock;
let store: FakeLeasingStore;
let blob: LeasedBlob;
beforeEach(async () => {
  clock = createFakeClock('manual');
  store = createFakeLeasingStore(clock);
  await store.put('a', Buffer.from('x'), 1_000);
  const leased = await store.lease('a');
  if (leased === undefined) throw new Error('no lease');
  blob = leased;
  store.asked.length = 0;
});

/** A store whose lease is the one that was taken already: only what happens with it counts here. */
const storeOf = (leased: LeasedBlob) => ({ lease: async () => leased });

/** Work under the lease that goes on until it is ended. */
function begin() {
  const gate = Promise.withResolvers<string>();
  let held: Held | undefined;
  const done = whileLeased(storeOf(blob), 'a', clock, (_, given) => {
    held = given;
    return gate.promise;
  });
  done.catch(() => undefined);
  const isHeld = () => {
    try {
      held?.assertHeld();
      return true;
    } catch (error) {
      if (error instanceof LeaseLostError) return false;
      throw error;
    }
  };
  return { done, isHeld, end: () => gate.resolve('result'), fail: gate.reject };
}

describe('work under a lease', () => {
  it('gives its result, and the lease back', async () => {
    expect(await whileLeased(storeOf(blob), 'a', clock, async () => 7)).toBe(7);
    expect(store.asked).toEqual(['release a']);
    expect(store.isLeased('a')).toBe(false);
    expect(clock.sleepers).toBe(0);
  });

  it('gives the lease back when it fails, and shows its failure', async () => {
    const work = whileLeased(storeOf(blob), 'a', clock, () => Promise.reject(new RangeError('a bug')));
    await expect(work).rejects.toThrow('a bug');
    expect(store.isLeased('a')).toBe(false);
    expect(clock.sleepers).toBe(0);
  });

  it('has its result although the lease cannot be given back', async () => {
    store.fault = (operation) => (operation === 'release' ? unavailable() : undefined);
    expect(await whileLeased(storeOf(blob), 'a', clock, async () => 7)).toBe(7);
    expect(store.isLeased('a')).toBe(true);
  });

  it('renews the lease every 20 seconds for as long as it lasts', async () => {
    const work = begin();
    await clock.advance(19_999);
    expect(store.asked).toEqual([]);
    await clock.advance(600_000);
    expect(store.asked).toEqual(Array(30).fill('renew a'));
    expect([work.isHeld(), store.isLeased('a')]).toEqual([true, true]);
    work.end();
    expect(await work.done).toBe('result');
    expect(store.isLeased('a')).toBe(false);
  });

  it('must stop when a renewal says that somebody else has the blob; nothing more is asked', async () => {
    const work = begin();
    await clock.advance(10_000);
    store.breakLease('a');
    expect((await store.lease('a')) !== undefined).toBe(true);
    expect(work.isHeld()).toBe(true);
    await clock.advance(10_000);
    expect(work.isHeld()).toBe(false);
    await clock.advance(100_000);
    expect(store.asked).toEqual(['lease a', 'renew a']);
    work.end();
    expect(await work.done).toBe('result');
  });

  it('goes on through an outage of the renewals until 5 seconds before the lease’s time is over', async () => {
    store.fault = (operation) => (operation === 'renew' ? unavailable() : undefined);
    const work = begin();
    await clock.advance(54_999);
    expect([work.isHeld(), store.isLeased('a')]).toEqual([true, true]);
    await clock.advance(1);
    expect([work.isHeld(), store.isLeased('a')]).toEqual([false, true]);
    work.end();
    await work.done;
  });

  it('goes on when the renewals come through again in time', async () => {
    store.fault = (operation) =>
      operation === 'renew' && clock.monotonic() < 45_000 ? unavailable() : undefined;
    const work = begin();
    await clock.advance(60_000);
    expect(work.isHeld()).toBe(true);
    // The renewal at 60 s is good until 115 s.
    store.fault = () => unavailable();
    await clock.advance(54_999);
    expect(work.isHeld()).toBe(true);
    await clock.advance(1);
    expect(work.isHeld()).toBe(false);
    work.end();
    await work.done;
  });

  it('counts a renewal from when it was asked for, not from when its answer came', async () => {
    store.fault = async (operation) => {
      if (operation === 'renew') await clock.sleep(15_000);
      return undefined;
    };
    const work = begin();
    await clock.advance(35_000);
    store.fault = () => unavailable();
    // Asked for at 20 s, answered at 35 s: good until 75 s.
    await clock.advance(39_999);
    expect(work.isHeld()).toBe(true);
    await clock.advance(1);
    expect(work.isHeld()).toBe(false);
    work.end();
    await work.done;
  });

  it('must stop when a renewal fails for no known reason; the error is shown, the lease given back', async () => {
    store.fault = (operation) =>
      operation === 'renew' ? Promise.reject(new RangeError('a bug')) : undefined;
    const work = begin();
    await clock.advance(20_000);
    expect(work.isHeld()).toBe(false);
    work.end();
    await expect(work.done).rejects.toThrow('a bug');
    expect(store.asked.at(-1)).toBe('release a');
    expect(store.isLeased('a')).toBe(false);
  });

  it('ends only when no renewal is under way any more', async () => {
    const answer = Promise.withResolvers<undefined>();
    store.fault = (operation) => (operation === 'renew' ? answer.promise : undefined);
    const work = begin();
    await clock.advance(20_000);
    let ended = false;
    void work.done.then(() => {
      ended = true;
    });
    work.end();
    await settle();
    expect(ended).toBe(false);
    answer.resolve(undefined);
    await work.done;
    expect(store.asked).toEqual(['renew a', 'release a']);
  });
});

describe('a lease that took its time to be given', () => {
  it('counts from when it was asked for', async () => {
    const slow = {
      async lease() {
        await clock.advance(54_000);
        return blob;
      },
    };
    const gate = Promise.withResolvers<void>();
    const done = whileLeased(slow, 'a', clock, async (_, held) => {
      held.assertHeld();
      await gate.promise;
      held.assertHeld();
    });
    await settle();
    await clock.advance(1_000);
    gate.resolve();
    await expect(done).rejects.toThrow(LeaseLostError);
  });

  it('or was not given at all, gets no work done', async () => {
    const work = vi.fn(async () => 7);
    expect(await whileLeased({ lease: async () => undefined }, 'a', clock, work)).toBeUndefined();
    expect(work).not.toHaveBeenCalled();
  });
});
