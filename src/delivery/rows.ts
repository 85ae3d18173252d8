import type { Row } from '../core/row/row.ts';
import { toChunks } from './chunks.ts';
import { untilOutage } from './outage.ts';
import type { RowOutcome } from './outcomes.ts';
import { mapPool } from './pool.ts';
import type { RowSink } from './ports.ts';
import type { Undelivered } from './undelivered.ts';

/** What became of the rows of a batch that were not taken. */
export interface RowsResult {
  /** Rows that the service refused one by one, with its answer. */
  readonly refused: ReadonlyMap<RowOutcome, string>;
  /** One for each request that found the service unavailable. */
  readonly undelivered: readonly Undelivered[];
}

/** Requests at a time: the limit of the service (12,000 a minute and rule) is far off, the sockets are not. */
const CONCURRENCY = 4;

/**
 * Sends rows in chunks. A chunk that the service refuses is halved down to the rows at fault; the others go through.
 * After the first answer "unavailable" nothing more is tried.
 */
export async function sendRows(sink: RowSink, rows: readonly RowOutcome[]): Promise<RowsResult> {
  const refused = new Map<RowOutcome, string>();
  const undelivered: Undelivered[] = [];
  const trySend = untilOutage((request: readonly Row[]) => sink.send(request));

  const send = async (chunk: readonly RowOutcome[]): Promise<void> => {
    const result = await trySend(chunk.map((outcome) => outcome.row));
    if (result.ok) return;
    const [first] = chunk;
    if (result.kind === 'unavailable' || first === undefined) {
      undelivered.push({ count: chunk.length, answer: result.detail });
    } else if (chunk.length === 1) {
      refused.set(first, result.detail);
    } else {
      const middle = Math.ceil(chunk.length / 2);
      await send(chunk.slice(0, middle));
      await send(chunk.slice(middle));
    }
  };

  await mapPool(toChunks(rows), CONCURRENCY, send);
  return { refused, undelivered };
}
