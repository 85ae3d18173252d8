import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_CHUNK_BYTES } from '../../../src/delivery/chunks.ts';
import { sendRows } from '../../../src/delivery/rows.ts';
import { refused, unavailable } from '../../fakes/fault.ts';
import { createFakeRowSink, type FakeRowSink } from '../../fakes/rowSink.ts';
import { badRowOutcome, jsonOf, rowOutcome } from '../../support/outcomes.ts';

let sink: FakeRowSink;
beforeEach(() => {
  sink = createFakeRowSink();
});

const NONE = new Map();

describe('sendRows', () => {
  it('sends nothing when there are no rows', async () => {
    expect(await sendRows(sink, [])).toEqual({ refused: NONE, undelivered: [] });
    expect(sink.calls).toEqual([]);
  });

  it('sends small rows in one request, in their order', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => rowOutcome(i));
    expect(await sendRows(sink, rows)).toEqual({ refused: NONE, undelivered: [] });
    expect(sink.calls).toHaveLength(1);
    expect(sink.arrived).toEqual(jsonOf(rows));
  });

  it('sends more than fits a request in several, each below the limit and as full as can be', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => rowOutcome(i, { UserAgent: '界'.repeat(20_000) }));
    await sendRows(sink, rows);
    expect(sink.calls).toHaveLength(4);
    for (const call of sink.calls)
      expect(Buffer.byteLength(JSON.stringify(call))).toBeLessThanOrEqual(MAX_CHUNK_BYTES);
    expect([...sink.arrived].sort()).toEqual(jsonOf(rows).sort());
  });

  it('finds the one row at fault in a large request by halving: some twenty requests, not a thousand', async () => {
    const rows = Array.from({ length: 1_000 }, (_, i) => (i === 617 ? badRowOutcome(i) : rowOutcome(i)));
    const result = await sendRows(sink, rows);
    expect([...result.refused.keys()]).toEqual([rows[617]]);
    expect([...result.refused.values()]).toEqual([expect.stringMatching(/^status 400.*FlaggedForReview/)]);
    expect(result.undelivered).toEqual([]);
    expect(sink.arrived).toEqual(jsonOf(rows.filter((_, i) => i !== 617)));
    expect(sink.calls.length).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(1_000)));
  });

  it('refuses exactly the rows at fault and delivers the others once, wherever they stand', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), async (good) => {
        sink = createFakeRowSink();
        const rows = good.map((ok, i) => (ok ? rowOutcome(i) : badRowOutcome(i)));
        const result = await sendRows(sink, rows);
        const bad = rows.filter((_, i) => !good[i]);
        expect(new Set(result.refused.keys())).toEqual(new Set(bad));
        expect(sink.arrived).toEqual(jsonOf(rows.filter((_, i) => good[i])));
        const depth = Math.ceil(Math.log2(Math.max(2, rows.length)));
        expect(sink.calls.length).toBeLessThanOrEqual(1 + 2 * bad.length * depth);
      }),
    );
  });

  it('takes every row for itself when the service refuses all of them', async () => {
    sink.fault = () => refused('status 400');
    const rows = Array.from({ length: 5 }, (_, i) => rowOutcome(i));
    const result = await sendRows(sink, rows);
    expect(result).toEqual({ refused: new Map(rows.map((row) => [row, 'status 400'])), undelivered: [] });
    expect(sink.calls).toHaveLength(9);
  });

  it('does not halve what found the service unavailable; other requests go on', async () => {
    const rows = Array.from({ length: 50 }, (_, i) => rowOutcome(i, { UserAgent: 'x'.repeat(60_000) }));
    sink.fault = (sent) => (sent[0] === rows[0]?.row ? unavailable('status 503') : undefined);
    const result = await sendRows(sink, rows);
    expect(result).toEqual({ refused: NONE, undelivered: [{ count: 16, answer: 'status 503' }] });
    expect(sink.calls).toHaveLength(4);
    expect([...sink.arrived].sort()).toEqual(jsonOf(rows.slice(16)).sort());
  });

  it('tells rows at fault from an outage that comes while they are looked for', async () => {
    const rows = [badRowOutcome(0), rowOutcome(1), rowOutcome(2), rowOutcome(3)];
    sink.fault = () => (sink.calls.length > 3 ? unavailable('status 503') : undefined);
    const result = await sendRows(sink, rows);
    expect([...result.refused.keys()]).toEqual([rows[0]]);
    const count = result.undelivered.reduce((sum, one) => sum + one.count, 0);
    expect(sink.arrived.length + result.refused.size + count).toBe(rows.length);
  });
});
