import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Delivery, Unavailable } from '../../../src/delivery/ports.ts';
import { createPersistence, type Persist } from '../../../src/delivery/retry.ts';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';
import { refused, unavailable } from '../../fakes/fault.ts';

let clock: FakeClock;
let persist: Persist;
beforeEach(() => {
  clock = createFakeClock();
  persist = createPersistence(clock);
});

const OK = { ok: true } as const;
const down = unavailable('status 503');

/** A service that gives these answers, the last one for ever; each takes so long. */
function createService(answers: readonly Delivery[], takesMs = 0) {
  const attempts: { readonly at: number; readonly withinMs: number }[] = [];
  const attempt = async (withinMs: number): Promise<Delivery> => {
    attempts.push({ at: clock.monotonic(), withinMs });
    if (takesMs > 0) await clock.sleep(Math.min(takesMs, withinMs));
    return answers[attempts.length - 1] ?? answers.at(-1) ?? OK;
  };
  return { attempts, attempt };
}

/** The times of attempts, in milliseconds from the beginning. */
const times = ({ attempts }: ReturnType<typeof createService>) => attempts.map(({ at }) => at);

describe('a delivery', () => {
  it('is tried once when it is taken, or refused', async () => {
    for (const answer of [OK, refused('status 400')]) {
      const service = createService([answer]);
      expect(await persist(service.attempt, 30_000)).toBe(answer);
      expect(service.attempts).toHaveLength(1);
    }
    expect(clock.waits).toEqual([]);
  });

  it('is tried again soon, then later and later, until it is taken', async () => {
    clock.chance = 1;
    const service = createService([...Array<Unavailable>(7).fill(down), OK]);
    expect(await persist(service.attempt, 60_000)).toBe(OK);
    expect(clock.waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  it.each([
    [0, [125, 250, 500]],
    [0.5, [187.5, 375, 750]],
    [1, [250, 500, 1_000]],
  ])('waits between half and all of the time: with chance %d', async (chance, waits) => {
    clock.chance = chance;
    await persist(createService([down, down, down, OK]).attempt, 30_000);
    expect(clock.waits).toEqual(waits);
  });

  it('waits at least as long as Retry-After says, and not shorter when that is short', async () => {
    const slow = { ...down, retryAfterMs: 7_000 };
    const quick = { ...down, retryAfterMs: 1 };
    await persist(createService([slow, quick, slow, OK]).attempt, 30_000);
    expect(clock.waits).toEqual([7_000, 375, 7_000]);
  });

  it('is not tried again when somebody has to mend something first', async () => {
    const answer = unavailable('status 403', 'later');
    const service = createService([answer, OK]);
    expect(await persist(service.attempt, 30_000)).toBe(answer);
    expect(service.attempts).toHaveLength(1);
  });

  it('does not wait for a time at which nothing could be tried any more', async () => {
    const answer = { ...down, retryAfterMs: 30_000 };
    const service = createService([answer, OK]);
    expect(await persist(service.attempt, 30_000)).toBe(answer);
    expect(clock.waits).toEqual([]);
    expect(await createPersistence(clock)(createService([answer, OK]).attempt, 30_500)).toBe(OK);
  });

  it('gives each attempt ten seconds, or what is left', async () => {
    const service = createService([down], 60_000);
    expect(await persist(service.attempt, 15_000)).toBe(down);
    expect(service.attempts).toEqual([
      { at: 0, withinMs: 10_000 },
      { at: 10_187.5, withinMs: 4_812.5 },
    ]);
  });

  it('is not tried when the time for the batch is used up; that says nothing against the service', async () => {
    const service = createService([OK]);
    await clock.sleep(1_000);
    const result = await persist(service.attempt, 1_000);
    expect(result).toEqual({
      ok: false,
      kind: 'unavailable',
      detail: 'not tried, because the time for the batch was used up; the service is slow',
      retry: 'soon',
    });
    expect(await persist(service.attempt, 2_000)).toBe(OK);
    expect(service.attempts).toHaveLength(1);
  });

  it('does not begin with so little time that a healthy service would seem to be down', async () => {
    const service = createService([OK], 400);
    await clock.sleep(501);
    expect(await persist(service.attempt, 1_000)).toMatchObject({ ok: false });
    expect(service.attempts).toEqual([]);
    expect(await persist(service.attempt, clock.monotonic() + 500)).toBe(OK);
  });

  it('is not tried again when the wait before it took longer than was asked for', async () => {
    const busy = {
      ...clock,
      async sleep(ms: number) {
        await clock.sleep(ms);
        clock.spend(29_400);
      },
    };
    const service = createService([down, OK]);
    expect(await createPersistence(busy)(service.attempt, 30_000)).toBe(down);
    expect(service.attempts).toHaveLength(1);
  });

  it('never goes on behind its deadline, whatever is answered and however long it takes', async () => {
    const answer = fc.oneof(
      fc.constant(down),
      fc.integer({ min: 0, max: 40_000 }).map((retryAfterMs) => ({ ...down, retryAfterMs })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(answer, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 12_000 }),
        fc.integer({ min: 0, max: 60_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (answers, takesMs, budgetMs, chance) => {
          clock = createFakeClock();
          clock.chance = chance;
          const service = createService(answers, takesMs);
          expect(await createPersistence(clock)(service.attempt, budgetMs)).toMatchObject({ ok: false });
          expect(clock.monotonic()).toBeLessThanOrEqual(budgetMs);
          for (const { at, withinMs } of service.attempts) {
            expect(withinMs).toBeGreaterThanOrEqual(500);
            expect(at + withinMs).toBeLessThanOrEqual(budgetMs);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('an error that is no answer', () => {
  const bug = () => Promise.reject(new RangeError('a bug'));

  it('is thrown, and tells nothing about the service', async () => {
    await expect(persist(bug, 30_000)).rejects.toThrow('a bug');
    expect(await persist(createService([OK]).attempt, 30_000)).toBe(OK);
  });

  it('of a probe is thrown, and the next one is a probe', async () => {
    await persist(createService([down]).attempt, 600);
    await clock.sleep(6_000);
    await expect(persist(bug, 60_000)).rejects.toThrow('a bug');
    expect(await persist(createService([OK]).attempt, 60_000)).toBe(OK);
  });
});

describe('deliveries to one service', () => {
  it('are answered at once when one of them was given up on', async () => {
    await persist(createService([down]).attempt, 1_000);
    const service = createService([OK]);
    expect(await persist(service.attempt, clock.monotonic() + 30_000)).toBe(down);
    expect(service.attempts).toEqual([]);
  });

  it('that were repeating stop as soon as one of them is given up on', async () => {
    const long = createService([down]);
    const waiting = persist(long.attempt, 600_000);
    const lasting = unavailable('status 403', 'later');
    await clock.sleep(3_000);
    await persist(createService([lasting]).attempt, clock.monotonic() + 30_000);
    expect(await waiting).toBe(lasting);
    // 0, 188, 563, 1,313, 2,813 ms; the one after that would have been at 5,813.
    expect(times(long)).toEqual([0, 187.5, 562.5, 1_312.5, 2_812.5]);
  });

  it('go through again by themselves: a probe, tried once, shows that the service is back', async () => {
    await persist(createService([down]).attempt, 600);
    await clock.sleep(5_000);
    const probe = createService([down, OK]);
    expect(await persist(probe.attempt, clock.monotonic() + 30_000)).toBe(down);
    expect(probe.attempts).toHaveLength(1);
    await clock.sleep(10_000);
    expect(await persist(probe.attempt, clock.monotonic() + 30_000)).toBe(OK);
    const service = createService([down, OK]);
    expect(await persist(service.attempt, clock.monotonic() + 30_000)).toBe(OK);
  });

  it('go through again when a probe is refused: a service that refuses is there', async () => {
    await persist(createService([down]).attempt, 600);
    await clock.sleep(5_000);
    expect(await persist(createService([refused('status 413')]).attempt, 60_000)).toMatchObject({
      kind: 'refused',
    });
    expect(await persist(createService([down, OK]).attempt, 60_000)).toBe(OK);
  });

  it('wait for a probe that is answered soon, and go through with it', async () => {
    await persist(createService([unavailable('status 403', 'later')]).attempt, 30_000);
    await clock.sleep(60_000);
    const back = createService([OK], 500);
    const deadline = clock.monotonic() + 30_000;
    const results = await Promise.all(Array.from({ length: 5 }, () => persist(back.attempt, deadline)));
    expect(results).toEqual(Array(5).fill(OK));
    expect(back.attempts).toHaveLength(5);
    // The two seconds are not waited for any more.
    expect(clock.sleepers).toBe(0);
  });

  it.each([
    [
      'not tried, when the probe left less than half a second',
      1_501,
      { kind: 'unavailable', retry: 'soon' },
      1,
    ],
    ['tried, when it left half a second', 1_500, OK, 2],
  ])('after a probe are %s', async (_, probeMs, answer, attempts) => {
    await persist(createService([unavailable('status 403', 'later')]).attempt, 30_000);
    await clock.sleep(60_000);
    const back = createService([OK], probeMs);
    const probe = persist(back.attempt, clock.monotonic() + 30_000);
    expect(await persist(back.attempt, clock.monotonic() + 2_000)).toMatchObject(answer);
    expect(await probe).toBe(OK);
    expect(back.attempts).toHaveLength(attempts);
  });

  it('do not wait longer than two seconds for a probe that is not', async () => {
    const outage = unavailable('status 403', 'later');
    await persist(createService([outage]).attempt, 30_000);
    await clock.sleep(60_000);
    const deadline = clock.monotonic() + 30_000;
    const silent = createService([down], 9_000);
    const probe = persist(silent.attempt, deadline);
    const begin = clock.monotonic();
    expect(await persist(silent.attempt, deadline)).toBe(outage);
    expect(clock.monotonic() - begin).toBe(2_000);
    expect(await probe).toBe(down);
    expect(silent.attempts).toHaveLength(1);
  });

  it('that are out of time neither probe nor keep the service out any longer', async () => {
    await persist(createService([down]).attempt, 600);
    await clock.sleep(5_000);
    const late = createService([down]);
    expect(await persist(late.attempt, clock.monotonic())).toMatchObject({ kind: 'unavailable' });
    expect(late.attempts).toEqual([]);
    expect(await persist(createService([OK]).attempt, clock.monotonic() + 30_000)).toBe(OK);
  });
});
