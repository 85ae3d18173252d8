import type { SourceEvent } from '../../core/event.ts';

/** One event to be sent again. */
export interface Item {
  readonly event: SourceEvent;
  /** How many records it holds. */
  readonly records: number;
  /** Where it comes from, for messages: a file and line, a partition and number. */
  readonly place: string;
}

/** An event, and how far the source is when it and all before it are sent. */
export interface Step {
  readonly item: Item;
  /** Told to `read` when the replay goes on later. Plain JSON, without anything of a record. */
  readonly cursor: unknown;
}

/** What a source will give: found out before anything is sent. */
export interface Plan {
  readonly events: number;
  /** Undefined where it is known only when the events are read. */
  readonly records: number | undefined;
  /** What the person should know before it begins. */
  readonly notes: readonly string[];
  /** Told to `read`, also after an interruption: what belongs to this replay is decided once. Plain JSON. */
  readonly fixed: unknown;
}

/** Where events to be sent again come from. */
export interface Source {
  /** For people: what is read. */
  readonly name: string;
  /** Says of two calls whether they mean the same replay. Plain JSON. */
  readonly identity: unknown;
  plan(): Promise<Plan>;
  /**
   * The events behind a cursor, in an order that is always the same.
   * @param fixed of the plan
   * @param cursor undefined: from the beginning
   */
  read(fixed: unknown, cursor: unknown): AsyncIterable<Step>;
  close(): Promise<void>;
}

/** Where they go. */
export interface Sink {
  /** For people: where to. */
  readonly name: string;
  /** Says of two calls whether they mean the same place. Plain JSON, without a secret. */
  readonly identity: unknown;
  /** At most this many events at a time. */
  readonly most: number;
  /**
   * Sends events; when it returns, they are there.
   * @returns those that can never be sent, because they are too large
   * @throws what ends the replay, with a message for people
   */
  deliver(items: readonly Item[]): Promise<readonly Item[]>;
  /** What became of the events, a line each, for people; and as JSON. */
  readonly outcome: { readonly lines: readonly string[]; readonly json: object };
  close(): Promise<void>;
}
