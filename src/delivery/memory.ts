import { KeyRing } from './keyRing.ts';

/** Where a delivered record was read; empty once the batch that delivered it is done. */
type Place = string;

/**
 * What was delivered lately, by a key of its own (a fingerprint, an id), and what is on its way. A key is added only when
 * its record is durable, so that forgetting (by a restart, or because the memory is full) brings repeats, and
 * remembering never loses anything.
 * Keys are those of a KeyRing.
 */
export interface Memory {
  /** `undefined`: not known to be delivered. Else the place that it was delivered from. */
  placeOf(key: string): Place | undefined;
  /** Remembers a record of a batch that is not done yet, under its place: the batch may come again. */
  add(key: string, place: Place): void;
  /** The batch is done: whatever has this key from now on is a repeat. */
  settle(key: string): void;
  /** Keys that another batch is sending at this moment, each with a promise that resolves, and never rejects, when it knows more. */
  readonly onTheWay: Map<string, Promise<void>>;
}

/**
 * A memory of at most that many records; the oldest are forgotten first.
 * @param limit at least 1
 */
export function createMemory(limit: number): Memory {
  const delivered = new KeyRing(limit);
  // Of those of them whose batch is under way, or failed and did not come again.
  const places = new Map<string, Place>();
  return {
    placeOf: (key) => places.get(key) ?? (delivered.has(key) ? '' : undefined),
    add(key, place) {
      if (!delivered.has(key)) {
        const oldest = delivered.add(key);
        if (oldest !== undefined) places.delete(oldest);
      }
      places.set(key, place);
    },
    settle(key) {
      // In its old position: what was delivered first is forgotten first.
      places.delete(key);
    },
    onTheWay: new Map(),
  };
}
