import { HEARTBEAT } from '../core/heartbeat.ts';
import type { PendingAlert, RowOutcome } from './outcomes.ts';
import type { AcceptedFact } from './telemetry.ts';

type Lag = AcceptedFact['lags'][number];

/**
 * How old events were when their rows were taken: one for each event, told by its first row, since a row has to be read
 * for it, and the sign-ins of an event were written together.
 * @param now milliseconds since 1970
 */
export function rowLags(rows: readonly RowOutcome[], now: number): Lag[] {
  return firstOfEach(rows).map(({ row, source }) => {
    const written = Date.parse(String(row['TimeGenerated']));
    return {
      sinceEnqueuedMs: since(source.enqueuedTime, now),
      ...(row['Category'] === HEARTBEAT && { isHeartbeat: true as const }),
      ...(Number.isFinite(written) && { sinceEventMs: Math.max(0, now - written) }),
    };
  });
}

/** The same for alerts. */
export function alertLags(alerts: readonly PendingAlert[], now: number): Lag[] {
  return firstOfEach(alerts).map(({ source }) => ({ sinceEnqueuedMs: since(source.enqueuedTime, now) }));
}

function firstOfEach<T extends Pick<PendingAlert, 'source'>>(items: readonly T[]): T[] {
  const seen = new Set<string>();
  return items.filter(({ source }) => {
    const event = `${source.partition} ${source.sequenceNumber ?? source.enqueuedTime}`;
    if (seen.has(event)) return false;
    seen.add(event);
    return true;
  });
}

/** Not below 0: the clocks of the hub and of this machine differ by some milliseconds. */
function since(time: string, now: number): number {
  return Math.max(0, now - Date.parse(time));
}
