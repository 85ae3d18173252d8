import type { Buffer } from 'node:buffer';
import * as z from 'zod';
import { medianOf } from './measure.ts';

/** What came of the records since the last time, and how long they took, in milliseconds. */
export interface Interval {
  readonly sent: number;
  readonly rows: number;
  readonly lag: number;
  readonly worstLag: number;
}

/** Knows of each record when it was sent, until its row arrives. */
export interface SoakLedger {
  expect(body: Buffer): number;
  rowArrived(recordId: string): void;
  /** What happened since the last call. */
  take(): Interval;
  total(): { readonly sent: number; readonly rows: number; readonly underWay: number };
}

const bodySchema = z.object({ records: z.array(z.object({ properties: z.object({ id: z.string() }) })) });

export function createSoakLedger(): SoakLedger {
  const sentAt = new Map<string, number>();
  const total = { sent: 0, rows: 0 };
  let before = { ...total };
  let lags: number[] = [];
  return {
    expect(body) {
      const { records } = bodySchema.parse(JSON.parse(body.toString()));
      const now = performance.now();
      for (const { properties } of records) sentAt.set(properties.id, now);
      total.sent += records.length;
      return records.length;
    },
    rowArrived(recordId) {
      const at = sentAt.get(recordId);
      // Came before: a repeat.
      if (at === undefined) return;
      sentAt.delete(recordId);
      total.rows++;
      lags.push(performance.now() - at);
    },
    take() {
      const interval = {
        sent: total.sent - before.sent,
        rows: total.rows - before.rows,
        lag: lags.length === 0 ? 0 : medianOf(lags),
        worstLag: lags.reduce((worst, lag) => Math.max(worst, lag), 0),
      };
      before = { ...total };
      lags = [];
      return interval;
    },
    total: () => ({ ...total, underWay: sentAt.size }),
  };
}
