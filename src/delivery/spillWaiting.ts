import { toChunks } from './chunks.ts';
import type { Clock } from './clock.ts';
import type { PendingAlert, RowOutcome } from './outcomes.ts';
import type { BlobStore } from './ports.ts';
import type { Persist } from './retry.ts';
import type { Waiting } from './sendRows.ts';
import { type Spill, toSpillBlob } from './spill.ts';
import { toAlertLine, toRowLine } from './spillLines.ts';
import type { Undelivered } from './undelivered.ts';
import { MAX_BLOB_BYTES } from './writeDeadLetters.ts';

export interface Spilling {
  readonly store: BlobStore;
  readonly persist: Persist;
  readonly clock: Clock;
  /** How long the writing of one spill may take, in milliseconds. */
  readonly budgetMs: number;
}

/** What became of things that their sink did not take. */
export interface SpillResult<T> {
  readonly spilled: readonly T[];
  /** Neither delivered nor spilled: only the host's retry is left. */
  readonly undelivered: readonly Undelivered[];
}

/** Writes rows to blobs, one for each request that was not taken; more where the records are far larger than the rows. */
export async function spillRows(
  spilling: Spilling,
  waiting: readonly Waiting<RowOutcome>[],
): Promise<SpillResult<RowOutcome>> {
  const results = await Promise.all(
    waiting.map(({ items, outage }) => write(spilling, 'rows', items, toRowLine, outage.detail)),
  );
  return merge(results);
}

/** Writes alerts to blobs, about a megabyte each. */
export async function spillAlerts(
  spilling: Spilling,
  waiting: readonly { readonly item: PendingAlert; readonly outage: { readonly detail: string } }[],
): Promise<SpillResult<PendingAlert>> {
  const [first] = waiting;
  if (first === undefined) return { spilled: [], undelivered: [] };
  const sized = waiting.map(({ item }) => ({ item, rowBytes: Buffer.byteLength(item.alert.text) }));
  const results = await Promise.all(
    toChunks(sized).map((chunk) =>
      write(
        spilling,
        'alerts',
        chunk.map(({ item }) => item),
        toAlertLine,
        first.outage.detail,
      ),
    ),
  );
  return merge(results);
}

async function write<T extends { readonly source: Spill['source'] }>(
  { store, persist, clock, budgetMs }: Spilling,
  sink: Spill['sink'],
  items: readonly T[],
  toLine: (item: T) => string,
  answer: string,
): Promise<SpillResult<T>> {
  const lines = items.map((item) => {
    const line = toLine(item);
    return { item, line, rowBytes: Buffer.byteLength(line) };
  });
  const results: SpillResult<T>[] = [];
  for (const chunk of toChunks(lines, MAX_BLOB_BYTES)) {
    const [first] = chunk;
    if (first === undefined) continue;
    const { name, content, metadata } = await toSpillBlob({
      sink,
      lines: chunk.map(({ line }) => line),
      source: first.item.source,
    });
    const result = await persist(
      (withinMs) => store.put(name, content, withinMs, metadata),
      clock.monotonic() + budgetMs,
    );
    if (result.ok) {
      results.push({ spilled: chunk.map(({ item }) => item), undelivered: [] });
      continue;
    }
    const both = `${answer}; and not kept in blob storage either: ${result.detail}`;
    results.push({ spilled: [], undelivered: [{ count: chunk.length, answer: both }] });
  }
  return merge(results);
}

function merge<T>(results: readonly SpillResult<T>[]): SpillResult<T> {
  return {
    spilled: results.flatMap(({ spilled }) => spilled),
    undelivered: results.flatMap(({ undelivered }) => undelivered),
  };
}
