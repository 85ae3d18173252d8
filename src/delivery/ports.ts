import type { Alert } from '../core/alert/alert.ts';

/** The service may take the content later: it is down, slow, or a role, key or setting is missing and can come back. */
export interface Unavailable {
  readonly ok: false;
  readonly kind: 'unavailable';
  /** What was answered, or what happened on the way; one line for people, with nothing of the content. */
  readonly detail: string;
  /** `soon`: asking again within seconds may help. `later`: somebody has to mend something first (401, 403, 404). */
  readonly retry: 'soon' | 'later';
  /** How long the service wants to be left alone. */
  readonly retryAfterMs?: number;
  /** The HTTP status of its answer, when there was one. */
  readonly status?: number;
}

/** The service will never take this content (400, 413). */
export interface Refused {
  readonly ok: false;
  readonly kind: 'refused';
  readonly detail: string;
  readonly status?: number;
}

/** What became of one attempt to deliver. An error that is none of these is a bug, and thrown. */
export type Delivery = { readonly ok: true } | Refused | Unavailable;

/** Something that can be asked whether it can be reached and used, without delivering anything. */
export interface Checkable {
  /** @param withinMs how long it may take */
  check(withinMs: number): Promise<Delivery>;
}

/** Where rows go. One call is one request: all of its rows are taken, or none. It is tried once. */
export interface RowSink extends Checkable {
  /**
   * @param rows each the JSON of a row, in UTF-8
   * @param withinMs how long it may take
   */
  send(rows: readonly Uint8Array[], withinMs: number): Promise<Delivery>;
}

/** Where alerts go; each call is tried once. */
export interface AlertSink extends Checkable {
  send(alert: Alert, withinMs: number): Promise<Delivery>;
}

/** Names and values are ASCII; names are letters and digits. */
export type Metadata = Readonly<Record<string, string>>;

/** Where dead letters and spills are kept; each call is tried once. */
export interface BlobStore extends Checkable {
  /** Writes a blob. A name that exists already is success, and what is there stays: names are made of the content. */
  put(name: string, content: Uint8Array, withinMs: number, metadata?: Metadata): Promise<Delivery>;
}

/** A blob as a list shows it. */
export interface BlobEntry {
  readonly name: string;
  readonly bytes: number;
  readonly metadata: Metadata;
}

/**
 * A blob that nobody else may change for as long as its lease is renewed (60 s at a time).
 * Every method throws LeaseLostError when the lease is lost, and StoreUnavailableError when the store does not answer.
 */
export interface LeasedBlob {
  renew(): Promise<void>;
  read(): Promise<Uint8Array>;
  replace(content: Uint8Array, metadata: Metadata): Promise<void>;
  delete(): Promise<void>;
  release(): Promise<void>;
}

/** A store whose blobs are worked on and taken away. */
export interface LeasingStore extends BlobStore {
  /**
   * The names directly below a prefix, in the order of their bytes: `rows/` → `rows/2026-11-16-08/`, … and blobs.
   * @throws StoreUnavailableError
   */
  folders(prefix: string): Promise<string[]>;
  /**
   * All blobs below a prefix, in the order of their names.
   * @throws StoreUnavailableError
   */
  list(prefix: string): AsyncIterable<BlobEntry>;
  /**
   * The content of a blob as it is now; undefined when there is none of that name.
   * @throws StoreUnavailableError
   */
  read(name: string): Promise<Uint8Array | undefined>;
  /**
   * Takes the lease of a blob.
   * @returns undefined when somebody else has it, or the blob is gone
   * @throws StoreUnavailableError
   */
  lease(name: string): Promise<LeasedBlob | undefined>;
}

/** The store did not do what it was asked; it may later. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** Somebody else has the blob now: whoever gets this must stop working on it. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}
