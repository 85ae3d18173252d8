import type { BlobEntry, LeasingStore, Metadata } from './ports.ts';
import type { SpillSink } from './spill.ts';

/** The wait after a spill's first failed redelivery; it doubles up to the most. An outage shall not end long before its spills do. */
const BACKOFF_MS = { first: 30_000, most: 5 * 60_000 };

/** How often a spill was tried. */
export function attemptsOf({ metadata }: BlobEntry): number {
  return toCount(metadata['attempts']);
}

/** How often the service refused every row of a spill. An outage is none of these, however long it lasts. */
export function refusalsOf({ metadata }: BlobEntry): number {
  return toCount(metadata['refusals']);
}

function toCount(text: string | undefined): number {
  const count = Number(text);
  return Number.isInteger(count) && count > 0 ? count : 0;
}

/** When the first of its data was read from the hub. */
export function enqueuedOf({ metadata }: BlobEntry): string {
  return metadata['enqueued'] ?? '';
}

/** An attempt that failed. */
export interface FailedAttempt {
  /** Lines that are left. */
  readonly lines: number;
  /** Every row was refused, which is not believed yet. */
  readonly isRefusalDoubted: boolean;
}

/**
 * The metadata of a spill after one more attempt that failed.
 * @param now milliseconds since 1970
 * @param chance from 0 to 1: spreads spills that failed together
 */
export function afterFailure(
  entry: BlobEntry,
  { lines, isRefusalDoubted }: FailedAttempt,
  now: number,
  chance: number,
): Metadata {
  const attempts = attemptsOf(entry) + 1;
  const most = Math.min(BACKOFF_MS.first * 2 ** (attempts - 1), BACKOFF_MS.most);
  const next = new Date(now + most * (0.5 + 0.5 * chance)).toISOString();
  return {
    ...entry.metadata,
    count: String(lines),
    attempts: String(attempts),
    nextattempt: next,
    ...(isRefusalDoubted && { refusals: String(refusalsOf(entry) + 1) }),
  };
}

/** True when a spill may be tried. A time too far ahead was written by a clock that was wrong, and does not count. */
export function isDue({ metadata }: BlobEntry, now: number): boolean {
  const next = Date.parse(metadata['nextattempt'] ?? '');
  return !(next > now && next <= now + 2 * BACKOFF_MS.most);
}

/**
 * The spills of a sink that may be tried now, oldest first: hour by hour, within an hour by the time at which the hub
 * got their first event.
 * @param areAllDue true: also those whose next attempt is still to come
 */
export async function* dueSpills(
  store: LeasingStore,
  sink: SpillSink,
  now: () => number,
  areAllDue = false,
): AsyncGenerator<BlobEntry> {
  for (const hour of await store.folders(`${sink}/`)) {
    const entries: BlobEntry[] = [];
    for await (const entry of store.list(hour)) entries.push(entry);
    entries.sort((a, b) => (enqueuedOf(a) < enqueuedOf(b) ? -1 : 1));
    for (const entry of entries) if (areAllDue || isDue(entry, now())) yield entry;
  }
}
