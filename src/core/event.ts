/** Where an event stood in the hub; part of every row and dead letter, so that the original can be found again. */
export interface EventPosition {
  readonly partition: string;
  /** Null when the host's metadata did not tell. */
  readonly sequenceNumber: number | null;
  /** ISO 8601 in UTC, the hub's own clock. */
  readonly enqueuedTime: string;
}

/** One Event Hub message: its body as it came, and where it stood. */
export interface SourceEvent {
  readonly body: Uint8Array;
  readonly position: EventPosition;
}

/** Where a record stood: its event, and its place among the event's records (from 0). */
export interface RecordPosition extends EventPosition {
  readonly index: number;
}
