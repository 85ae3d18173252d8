import { beforeEach, describe, expect, it } from 'vitest';
import type { RowSink } from '../../src/delivery/ports.ts';
import type { Fault } from '../../src/sandbox/fault.ts';
import { AMPLE, expectFailure, MARKER, OUTAGES, SHORTLY } from './outages.ts';

export interface RowSinkBench {
  readonly sink: RowSink;
  /** Every row that arrived, as JSON. */
  readonly arrived: readonly string[];
  setFault(fault: Fault | undefined): void;
  /** Ends the fault and forgets what arrived. */
  reset(): void;
}

const TimeGenerated = '2026-01-02T03:04:05.1234567Z';
const row = { TimeGenerated, RecordId: 'a', UserPrincipalName: `${MARKER}@example.com` };

/** What every row sink does. */
export function testRowSink(getBench: () => RowSinkBench): void {
  let bench: RowSinkBench;
  const send = (rows: readonly object[], withinMs = AMPLE) =>
    bench.sink.send(
      rows.map((one) => Buffer.from(JSON.stringify(one))),
      withinMs,
    );
  beforeEach(() => {
    bench = getBench();
    bench.reset();
  });

  it('delivers rows as they are, in their order', async () => {
    const rows = [
      row,
      { TimeGenerated, RecordId: 'b', UserDisplayName: '例 “quoted” \\ \u2028 🛡', MfaDetail: { a: [null] } },
      { TimeGenerated, RecordId: 'c', FlaggedForReview: true },
    ];
    expect(await send(rows)).toEqual({ ok: true });
    expect(bench.arrived).toEqual(rows.map((one) => JSON.stringify(one)));
  });

  it('delivers several requests at a time', async () => {
    const rows = Array.from({ length: 8 }, (_, i) => ({ TimeGenerated, RecordId: `${i}` }));
    const deliveries = await Promise.all(rows.map((one) => send([one])));
    expect(deliveries.every(({ ok }) => ok)).toBe(true);
    expect([...bench.arrived].sort()).toEqual(rows.map((one) => JSON.stringify(one)));
  });

  it('refuses all rows of a request when one has a value of the wrong type, and says where', async () => {
    const wrong = { ...row, FlaggedForReview: `${MARKER} and no boolean` };
    const delivery = await send([row, wrong, row]);
    expectFailure(delivery, 'refused');
    expect(delivery).toMatchObject({ detail: expect.stringMatching(/row 1.*FlaggedForReview/i) });
    expect(bench.arrived).toEqual([]);
  });

  it('refuses a request over the limit of the service', async () => {
    expectFailure(await send([{ ...row, UserAgent: MARKER.repeat(50_000) }]), 'refused');
    expect(bench.arrived).toEqual([]);
  });

  describe.each(Object.entries(OUTAGES))('with %s', (_, fault) => {
    it('is unavailable, and delivers when that is over', async () => {
      bench.setFault(fault);
      expectFailure(await send([row]), 'unavailable');
      expect(bench.arrived).toEqual([]);
      bench.setFault(undefined);
      expect(await send([row])).toEqual({ ok: true });
      expect(bench.arrived).toEqual([JSON.stringify(row)]);
    });
  });

  it('can be checked without delivering anything, and says when it cannot be used', async () => {
    expect(await bench.sink.check(AMPLE)).toEqual({ ok: true });
    bench.setFault(OUTAGES['status 403']);
    expectFailure(await bench.sink.check(AMPLE), 'unavailable');
    expect(bench.arrived).toEqual([]);
  });

  it('is unavailable when no answer comes', async () => {
    bench.setFault({ kind: 'silence' });
    expectFailure(await send([row], SHORTLY), 'unavailable');
  });
}
