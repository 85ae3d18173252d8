import type { Alert } from '../core/alert/alert.ts';
import type { Row } from '../core/row/row.ts';

/**
 * What became of an attempt to deliver.
 * `refused`: the service will never take this content (400, 413). `unavailable`: it may take it later, because it is
 * down, slow, or a role, key or setting is missing and can come back. An error that is neither is a bug, and thrown.
 */
export type Delivery =
  | { readonly ok: true }
  | { readonly ok: false; readonly kind: 'refused' | 'unavailable'; readonly detail: string };

/** Where rows go. One call is one request: all of its rows are taken, or none. */
export interface RowSink {
  send(rows: readonly Row[]): Promise<Delivery>;
}

/** Where alerts go. */
export interface AlertSink {
  send(alert: Alert): Promise<Delivery>;
}

/** Where dead letters go. A name that exists already is success: names are made of the content. */
export interface BlobStore {
  put(name: string, content: Uint8Array): Promise<Delivery>;
}
