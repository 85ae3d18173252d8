import type { Buffer } from 'node:buffer';
import type { Alert } from './alert/alert.ts';
import type { DecodeFault } from './decoded.ts';
import type { RecordPosition } from './event.ts';
import type { ResultRiskLevel } from './risk/classify.ts';
import type { Row } from './row/row.ts';
import type { SignInNote } from './signIn/signIn.ts';

/** Why a record is left out on purpose. */
export type SkipReason = 'empty-body' | 'other-category' | 'filtered-category' | 'filtered-level';

/** Why a record cannot be delivered by any retry. */
export type DeadLetterReason =
  | DecodeFault
  | 'not-a-sign-in'
  | 'unreadable-properties'
  | 'row-too-large'
  | 'internal-error'
  /** Log Analytics refused the row (set by the delivery). */
  | 'refused'
  /** A spill whose bytes are not what was written (set by the redelivery). */
  | 'unreadable-spill'
  /** The body was over the hub's limit (set by who reads input files). */
  | 'body-too-large';

/** Data that no retry can help, with the bytes as they came. */
export interface DeadLetter {
  readonly reason: DeadLetterReason;
  /** What was wrong, for people. */
  readonly detail: string;
  readonly source: RecordPosition;
  readonly bytes: Uint8Array;
}

/** What the outcomes of a sign-in have in common: what a report counts. */
interface Judged {
  readonly category: string;
  readonly code: string;
  readonly level: ResultRiskLevel;
  readonly notes: readonly SignInNote[];
  /** The alert policy silenced an alert that would have been sent. */
  readonly suppressed: boolean;
}

/** A row, with what is needed should the service refuse it for good. */
interface WithRow extends Judged {
  /** The row by its columns, read from its JSON each time: few records are looked at so closely. */
  readonly row: Row;
  /** The row's JSON: what is sent. Rows of an event share memory, and nobody writes to it. */
  readonly json: Buffer;
  /** Bytes of that JSON. */
  readonly rowBytes: number;
  /** The same for every repeat of the record, and for nothing else. */
  readonly fingerprint: string;
  readonly source: RecordPosition;
  /** The record's original bytes. */
  readonly original: () => Uint8Array;
}

/** What became of one record: exactly one of these for each. */
export type Outcome =
  | ({ readonly kind: 'row'; readonly reason: 'enriched' } & WithRow)
  | ({ readonly kind: 'row-with-alert'; readonly reason: 'alerted'; readonly alert: Alert } & WithRow)
  | { readonly kind: 'skipped'; readonly reason: SkipReason; readonly judged?: Judged }
  /** Its row is left out, its alert is not. */
  | {
      readonly kind: 'skipped';
      readonly reason: SkipReason;
      readonly judged: Judged;
      readonly alert: Alert;
      readonly source: RecordPosition;
    }
  | {
      readonly kind: 'dead-letter';
      readonly reason: DeadLetterReason;
      readonly letter: DeadLetter;
      /** Of a sign-in that was understood, but whose row cannot be sent. */
      readonly alert?: Alert;
    };
