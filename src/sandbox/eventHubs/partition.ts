import type { Buffer } from 'node:buffer';
import type { Selector } from './selector.ts';

/** What a partition gives an event when it takes it in. */
export interface EventPosition {
  /** Counts the partition's events from 0. */
  readonly sequenceNumber: number;
  /** Bytes of all events before this one. */
  readonly offset: number;
  /** Milliseconds since 1970, UTC; never less than that of the event before. */
  readonly enqueuedTime: number;
}

export interface StoredEvent extends EventPosition {
  /** The AMQP message as it goes out. */
  readonly encoded: Buffer;
}

/** The log of one partition: events are appended at the end, read from anywhere, and dropped from the front. */
export class PartitionLog {
  readonly id: string;
  readonly #events: StoredEvent[] = [];
  #last: EventPosition | undefined;
  #nextOffset = 0;
  #heldBytes = 0;

  constructor(id: string) {
    this.id = id;
  }

  /** The position of the newest event ever appended, also when it has been released since. */
  get last(): EventPosition | undefined {
    return this.#last;
  }

  /** The sequence number that the next event will have. */
  get nextSequenceNumber(): number {
    return this.#last === undefined ? 0 : this.#last.sequenceNumber + 1;
  }

  /** The sequence number of the oldest event that is kept; that of the next event when none is. */
  get firstSequenceNumber(): number {
    return this.#events[0]?.sequenceNumber ?? this.nextSequenceNumber;
  }

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** @param encode makes the message as it goes out, which names the position */
  append(encode: (position: EventPosition) => Buffer): void {
    const position: EventPosition = {
      sequenceNumber: this.nextSequenceNumber,
      offset: this.#nextOffset,
      // The clock of a machine may be set back; reading by time relies on an order.
      enqueuedTime: Math.max(Date.now(), this.#last?.enqueuedTime ?? 0),
    };
    const encoded = encode(position);
    this.#events.push({ ...position, encoded });
    this.#last = position;
    this.#nextOffset += encoded.length;
    this.#heldBytes += encoded.length;
  }

  /** The first event that is kept at or behind a sequence number. */
  read(sequenceNumber: number): StoredEvent | undefined {
    return this.#events[Math.max(0, sequenceNumber - this.firstSequenceNumber)];
  }

  /** The sequence number at which a receiver with that selector begins; that of the next event if none fits. */
  seek(selector: Selector): number {
    if (selector.kind === 'latest') return this.nextSequenceNumber;
    const { field, value, inclusive } = selector;
    const index = this.#indexWhere((event) => (inclusive ? event[field] >= value : event[field] > value));
    return this.firstSequenceNumber + index;
  }

  /** Drops the events up to and including a sequence number. */
  release(throughSequenceNumber: number): void {
    const count = Math.max(0, throughSequenceNumber - this.firstSequenceNumber + 1);
    for (const event of this.#events.splice(0, count)) this.#heldBytes -= event.encoded.length;
  }

  /** Binary search: the index of the first event for which `reached` holds; all fields grow with the index. */
  #indexWhere(reached: (event: StoredEvent) => boolean): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const event = this.#events[middle];
      if (event !== undefined && reached(event)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
