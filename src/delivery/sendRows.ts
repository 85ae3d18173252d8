import type { Buffer } from 'node:buffer';
import { type Sized, toChunks } from './chunks.ts';
import { mapPool, type Pool } from './pool.ts';
import type { RowSink, Unavailable } from './ports.ts';
import type { Persist } from './retry.ts';

/** A row on its way: its JSON, with its size. */
export interface PendingRow extends Sized {
  readonly json: Buffer;
}

/** Rows that were not taken and may be later, with the service's answer. */
export interface Waiting<T> {
  readonly items: readonly T[];
  readonly outage: Unavailable;
}

/** What became of rows. */
export interface RowsResult<T> {
  /** Rows that the service took. */
  readonly taken: readonly T[];
  /** Rows that the service refused one by one, with its answer. */
  readonly refused: ReadonlyMap<T, string>;
  /** One for each request that found the service unavailable. */
  readonly waiting: readonly Waiting<T>[];
  /** The service refused all that it was asked; that is not believed, and the rows wait. */
  readonly isRefusalDoubted: boolean;
}

export interface RowSending {
  readonly sink: RowSink;
  readonly persist: Persist;
  /** Requests at a time, of all batches of the instance. */
  readonly pool: Pool;
  /** What is known from earlier batches; without it each batch begins anew. */
  readonly doubt?: RefusalDoubt;
}

/** How many rows were refused since the last one was taken, over all batches of an instance: small ones are no less suspicious. */
export interface RefusalDoubt {
  refusedInARow: number;
}

/**
 * So many rows refused, and none taken: then it is not the rows that are at fault. A stream or an interface that changed
 * would otherwise turn a tenant's whole log into dead letters, one request for each row.
 */
const SUSPICIOUS = 10;

/**
 * Sends rows in chunks, each until it is taken, refused, or the deadline is near. A chunk that the service refuses is
 * halved down to the rows at fault; the others go through.
 * @param trustRefusals take the service at its word even when it refuses everything
 * @param onTaken called for each row as soon as the service has it
 */
export async function sendRows<T extends PendingRow>(
  { sink, persist, pool, doubt = { refusedInARow: 0 } }: RowSending,
  rows: readonly T[],
  deadline: number,
  options: { readonly trustRefusals: boolean; readonly onTaken?: (row: T) => void },
): Promise<RowsResult<T>> {
  const { trustRefusals, onTaken = () => undefined } = options;
  const taken: T[] = [];
  const refused = new Map<T, string>();
  const waiting: Waiting<T>[] = [];
  // Each batch tries anew: the first row that is taken ends the doubt.
  const isSuspicious = () =>
    !trustRefusals && taken.length === 0 && refused.size > 0 && doubt.refusedInARow >= SUSPICIOUS;

  const send = async (chunk: readonly T[]): Promise<void> => {
    const [first] = chunk;
    if (first === undefined) return;
    if (isSuspicious()) {
      waiting.push({ items: chunk, outage: everythingRefused(refused) });
      return;
    }
    const json = chunk.map((row) => row.json);
    const result = await persist((withinMs) => sink.send(json, withinMs), deadline);
    if (result.ok) {
      doubt.refusedInARow = 0;
      taken.push(...chunk);
      chunk.forEach(onTaken);
    } else if (result.kind === 'unavailable') {
      waiting.push({ items: chunk, outage: result });
    } else if (chunk.length === 1) {
      doubt.refusedInARow++;
      refused.set(first, result.detail);
    } else {
      const middle = Math.ceil(chunk.length / 2);
      await send(chunk.slice(0, middle));
      await send(chunk.slice(middle));
    }
  };

  await mapPool(toChunks(rows), pool, send);
  if (!isSuspicious()) return { taken, refused, waiting, isRefusalDoubted: false };
  const held = { items: [...refused.keys()], outage: everythingRefused(refused) };
  return { taken, refused: new Map(), waiting: [held, ...waiting], isRefusalDoubted: true };
}

function everythingRefused(refused: ReadonlyMap<unknown, string>): Unavailable {
  const [answer] = refused.values();
  return {
    ok: false,
    kind: 'unavailable',
    detail: `every row is refused, so it is hardly the rows: ${answer}; check the stream and the columns of the data collection rule`,
    retry: 'later',
  };
}
