import type { RecordPosition } from '../core/event.ts';
import type { Memory } from './memory.ts';

/** Something to deliver, with the place where its record was read. */
export interface Placed {
  readonly source: RecordPosition;
}

/**
 * What is known of deliveries of one kind: rows go by fingerprint; alerts by id, since who reads the queue drops what has
 * the same id, whatever else it says.
 */
export interface Book<T extends Placed> {
  readonly memory: Memory;
  keyOf(item: T): string;
}

/** What is to be sent, and what is not because it was sent before. What is in none of the lists is done. */
export interface Plan<T> {
  readonly fresh: readonly T[];
  /** Delivered from another place before, or a second time in the list. */
  readonly repeats: readonly T[];
  /** Being sent by somebody else at this moment: to be planned again when it is known what became of it. */
  readonly contested: readonly T[];
  /** Resolve when it is. */
  readonly rivals: ReadonlySet<Promise<void>>;
}

export function placeOf({ partition, sequenceNumber, index }: RecordPosition): string {
  return `${partition}/${sequenceNumber ?? ''}/${index}`;
}

/**
 * Holds things against what this instance delivered already, or is delivering. The same place means that the batch was
 * tried before and this part of it is done; another place (or a second one in the list) means a repeat.
 */
export function planOf<T extends Placed>(items: readonly T[], { memory, keyOf }: Book<T>): Plan<T> {
  const fresh: T[] = [];
  const repeats: T[] = [];
  const contested: T[] = [];
  const rivals = new Set<Promise<void>>();
  const inList = new Set<string>();
  for (const item of items) {
    const key = keyOf(item);
    if (inList.has(key)) {
      repeats.push(item);
      continue;
    }
    inList.add(key);
    const place = memory.placeOf(key);
    const rival = memory.onTheWay.get(key);
    if (place !== undefined) {
      if (place !== placeOf(item.source)) repeats.push(item);
    } else if (rival === undefined) {
      fresh.push(item);
    } else {
      contested.push(item);
      rivals.add(rival);
    }
  }
  return { fresh, repeats, contested, rivals };
}

/**
 * Lets others know what is being sent.
 * @returns to be called when it is known what became of it
 */
export function announce<T extends Placed>(items: readonly T[], { memory, keyOf }: Book<T>): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  const keys = items.map(keyOf);
  for (const key of keys) memory.onTheWay.set(key, promise);
  return () => {
    for (const key of keys) memory.onTheWay.delete(key);
    resolve();
  };
}
