import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_CHUNK_BYTES } from '../../../src/delivery/chunks.ts';
import type { RowOutcome } from '../../../src/delivery/outcomes.ts';
import { createPool } from '../../../src/delivery/pool.ts';
import { createPersistence } from '../../../src/delivery/retry.ts';
import { sendRows } from '../../../src/delivery/sendRows.ts';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';
import { refused, unavailable } from '../../fakes/fault.ts';
import { createFakeRowSink, type FakeRowSink } from '../../fakes/rowSink.ts';
import { badRowOutcome, jsonOf, many, rowOutcome } from '../../support/outcomes.ts';

let clock: FakeClock;
let sink: FakeRowSink;
beforeEach(() => {
  clock = createFakeClock();
  sink = createFakeRowSink();
});

const NONE = new Map();

/** Sends rows within a minute; the rows of `onTaken` are those that the service has. */
async function send(rows: readonly RowOutcome[], { trustRefusals = false, concurrency = 4 } = {}) {
  const told: RowOutcome[] = [];
  const sending = { sink, persist: createPersistence(clock), pool: createPool(concurrency) };
  const options = { trustRefusals, onTaken: (row: RowOutcome) => void told.push(row) };
  const result = await sendRows(sending, rows, clock.monotonic() + 60_000, options);
  expect(told).toEqual(result.taken);
  return result;
}

const large = (i: number) => rowOutcome(i, { UserAgent: 'x'.repeat(60_000) });

describe('sendRows', () => {
  it('sends nothing when there are no rows', async () => {
    expect(await send([])).toEqual({ taken: [], refused: NONE, waiting: [], isRefusalDoubted: false });
    expect(sink.calls).toEqual([]);
  });

  it('sends small rows in one request, in their order', async () => {
    const rows = many(300, rowOutcome);
    expect(await send(rows)).toEqual({ taken: rows, refused: NONE, waiting: [], isRefusalDoubted: false });
    expect(sink.calls).toHaveLength(1);
    expect(sink.arrived).toEqual(jsonOf(rows));
  });

  it('sends more than fits a request in several, each below the limit and as full as can be', async () => {
    const rows = many(50, (i) => rowOutcome(i, { UserAgent: '界'.repeat(20_000) }));
    await send(rows);
    expect(sink.calls).toHaveLength(4);
    for (const call of sink.calls)
      expect(Buffer.byteLength(`[${call.join(',')}]`)).toBeLessThanOrEqual(MAX_CHUNK_BYTES);
    expect([...sink.arrived].sort()).toEqual(jsonOf(rows).sort());
  });

  it('sends a request again that found the service busy, and no other', async () => {
    const rows = many(20, large);
    let busy = 2;
    sink.fault = (sent) => (sent[0] === rows[0]?.json.toString() && busy-- > 0 ? unavailable() : undefined);
    expect(await send(rows)).toMatchObject({ refused: NONE, waiting: [] });
    expect(sink.calls.map(([first]) => rows.findIndex(({ json }) => json.toString() === first))).toEqual([
      0, 16, 0, 0,
    ]);
    expect([...sink.arrived].sort()).toEqual(jsonOf(rows).sort());
  });

  it('does not halve what found the service unavailable; every request keeps its own answer', async () => {
    const rows = many(50, large);
    sink.fault = (sent) =>
      sent[0] === rows[0]?.json.toString() ? unavailable('status 403', 'later') : undefined;
    const result = await send(rows, { concurrency: 1 });
    expect(result).toEqual({
      taken: [],
      refused: NONE,
      waiting: [
        { items: rows.slice(0, 16), outage: unavailable('status 403', 'later') },
        { items: rows.slice(16, 32), outage: unavailable('status 403', 'later') },
        { items: rows.slice(32, 48), outage: unavailable('status 403', 'later') },
        { items: rows.slice(48), outage: unavailable('status 403', 'later') },
      ],
      isRefusalDoubted: false,
    });
    expect(sink.calls).toHaveLength(1);
  });

  it('throws what is no answer, when the other requests are done', async () => {
    const rows = many(50, large);
    sink.fault = (sent) =>
      sent[0] === rows[0]?.json.toString() ? Promise.reject(new RangeError('a bug')) : undefined;
    await expect(send(rows)).rejects.toThrow('a bug');
    expect([...sink.arrived].sort()).toEqual(jsonOf(rows.slice(16)).sort());
  });
});

describe('rows that the service refuses', () => {
  it('are found by halving: the one of a thousand in some twenty requests', async () => {
    const rows = many(1_000, (i) => (i === 617 ? badRowOutcome(i) : rowOutcome(i)));
    const result = await send(rows);
    expect([...result.refused.keys()]).toEqual([rows[617]]);
    expect([...result.refused.values()]).toEqual([expect.stringMatching(/^status 400.*FlaggedForReview/)]);
    expect(result.waiting).toEqual([]);
    expect(sink.arrived).toEqual(jsonOf(rows.filter((_, i) => i !== 617)));
    expect(sink.calls.length).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(1_000)));
  });

  it('are exactly those at fault; the others go through once, wherever they stand', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), async (good) => {
        sink = createFakeRowSink();
        const rows = good.map((ok, i) => (ok ? rowOutcome(i) : badRowOutcome(i)));
        const result = await send(rows, { trustRefusals: true });
        const bad = rows.filter((_, i) => !good[i]);
        expect(new Set(result.refused.keys())).toEqual(new Set(bad));
        expect(sink.arrived).toEqual(jsonOf(rows.filter((_, i) => good[i])));
        const depth = Math.ceil(Math.log2(Math.max(2, rows.length)));
        expect(sink.calls.length).toBeLessThanOrEqual(1 + 2 * bad.length * depth);
      }),
    );
  });

  it('are told from an outage that comes while they are looked for', async () => {
    const rows = [badRowOutcome(0), rowOutcome(1), rowOutcome(2), rowOutcome(3)];
    sink.fault = () => (sink.calls.length > 3 ? unavailable('status 503', 'later') : undefined);
    const result = await send(rows);
    expect([...result.refused.keys()]).toEqual([rows[0]]);
    expect(result.waiting.map(({ items }) => items)).toEqual([[rows[1]], [rows[2], rows[3]]]);
  });
});

describe('a service that refuses everything', () => {
  beforeEach(() => {
    sink.fault = () => refused('status 400, no such column');
  });

  it('is believed for a few rows', async () => {
    const rows = many(9, rowOutcome);
    const result = await send(rows);
    const answers = new Map(rows.map((row) => [row, 'status 400, no such column']));
    expect(result).toEqual({ taken: [], refused: answers, waiting: [], isRefusalDoubted: false });
    expect(sink.calls).toHaveLength(17);
  });

  it('is not believed for ten: they wait, and somebody is told to look at the rule', async () => {
    const rows = many(10, rowOutcome);
    const { taken, refused: none, waiting, isRefusalDoubted } = await send(rows);
    expect({ taken, none, isRefusalDoubted }).toEqual({ taken: [], none: NONE, isRefusalDoubted: true });
    expect(new Set(waiting.flatMap(({ items }) => items))).toEqual(new Set(rows));
    expect(waiting[0]?.outage).toEqual({
      ok: false,
      kind: 'unavailable',
      detail:
        'every row is refused, so it is hardly the rows: status 400, no such column; check the stream and the columns of the data collection rule',
      retry: 'later',
    });
  });

  it('is asked some twenty times, not twice for every row of a tenant’s log', async () => {
    const rows = many(1_000, rowOutcome);
    const { waiting } = await send(rows);
    expect(waiting.flatMap(({ items }) => items)).toHaveLength(1_000);
    expect(new Set(waiting.map(({ outage }) => outage.detail)).size).toBe(1);
    expect(sink.calls.length).toBeLessThan(40);
  });

  it('is believed in the end, when it is said to be right', async () => {
    const rows = many(50, rowOutcome);
    const result = await send(rows, { trustRefusals: true });
    expect([...result.refused.keys()]).toEqual(rows);
    expect(result.waiting).toEqual([]);
  });

  it('is believed when it takes one of them, before or after the others', async () => {
    for (const good of [0, 19]) {
      sink = createFakeRowSink();
      const rows = many(20, (i) => (i === good ? rowOutcome(i) : badRowOutcome(i)));
      const result = await send(rows, { trustRefusals: good === 19 });
      expect(result.taken).toEqual([rows[good]]);
      expect(result.refused.size).toBe(19);
    }
  });

  it('never loses a row between taken, refused and waiting, whatever it answers', async () => {
    const answer = fc.constantFrom(undefined, undefined, refused('400'), unavailable('403', 'later'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(answer, { maxLength: 60 }),
        fc.integer({ min: 0, max: 40 }),
        fc.boolean(),
        async (answers, count, trustRefusals) => {
          sink = createFakeRowSink();
          sink.fault = () => answers[sink.calls.length - 1];
          const rows = many(count, rowOutcome);
          const result = await send(rows, { trustRefusals });
          const waiting = result.waiting.flatMap(({ items }) => items);
          const all = [...result.taken, ...result.refused.keys(), ...waiting];
          expect(all).toHaveLength(rows.length);
          expect(new Set(all)).toEqual(new Set(rows));
          expect([...sink.arrived].sort()).toEqual(jsonOf(result.taken).sort());
        },
      ),
    );
  });
});

describe('refusals over several batches', () => {
  it('of a few rows each are doubted as one large batch is, until a row is taken', async () => {
    const doubt = { refusedInARow: 0 };
    const sending = { sink, persist: createPersistence(clock), pool: createPool(4), doubt };
    const sendThree = () =>
      sendRows(sending, many(3, rowOutcome), clock.monotonic() + 60_000, { trustRefusals: false });
    sink.fault = () => refused('status 400, no such column');
    for (let batch = 0; batch < 3; batch++)
      expect(await sendThree()).toMatchObject({ waiting: [], isRefusalDoubted: false });
    const doubted = await sendThree();
    expect(doubted.isRefusalDoubted).toBe(true);
    expect(doubted.refused.size).toBe(0);
    expect(doubted.waiting.flatMap(({ items }) => items)).toHaveLength(3);
    // One row is enough to see that it goes on.
    const before = sink.calls.length;
    await sendThree();
    expect(sink.calls.length - before).toBeLessThanOrEqual(3);
    sink.fault = undefined;
    expect(await sendThree()).toMatchObject({ waiting: [], isRefusalDoubted: false });
    expect(doubt.refusedInARow).toBe(0);
  });
});
