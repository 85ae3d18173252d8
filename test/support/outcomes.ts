import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import type { RecordPosition } from '../../src/core/event.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { PendingAlert, RowOutcome } from '../../src/delivery/outcomes.ts';

type PlainRow = Extract<Outcome, { kind: 'row' }>;
type AlertedRow = Extract<Outcome, { kind: 'row-with-alert' }>;

/** Where the record of that number stood. */
export function positionOf(index: number): RecordPosition {
  return { partition: '1', sequenceNumber: 42, enqueuedTime: '2026-01-02T03:04:05.678Z', index };
}

/** The bytes of the record of that number as they came. */
export function originalOf(index: number): Buffer {
  return Buffer.from(`{ "record" : ${index}, "kept as it came": "\xff" }`, 'latin1');
}

/**
 * The outcome of a record that became a row.
 * @param extra columns besides those that tell which record it was
 */
export function rowOutcome(index: number, extra: Readonly<Record<string, unknown>> = {}): PlainRow {
  const row = { TimeGenerated: '2026-01-02T03:04:05Z', RecordId: `record-${index}`, ...extra };
  const json = JSON.stringify(row);
  return {
    kind: 'row',
    reason: 'enriched',
    category: 'SignInLogs',
    code: '0',
    level: 'Low',
    notes: [],
    suppressed: false,
    row,
    json: Buffer.from(json),
    rowBytes: Buffer.byteLength(json),
    fingerprint: hash('sha256', json, 'binary'),
    source: positionOf(index),
    original: () => originalOf(index),
  };
}

/** A row that Log Analytics refuses: a column holds another type than the stream declares. */
export function badRowOutcome(index: number): PlainRow {
  return rowOutcome(index, { FlaggedForReview: 'no boolean' });
}

/** A row with an alert. */
export function alertedOutcome(index: number): AlertedRow {
  const alert = { id: `alert-${index}`, text: JSON.stringify({ id: `alert-${index}` }) };
  return {
    ...rowOutcome(index),
    kind: 'row-with-alert',
    reason: 'alerted',
    level: 'High',
    code: '50053',
    alert,
  };
}

/** An alert on its way. */
export function alertAt(index: number): PendingAlert {
  return { alert: { id: `${index}`, text: `{"id":"${index}"}` }, source: positionOf(index) };
}

/** A record that was not understood. */
export function letterOutcome(index: number): Extract<Outcome, { kind: 'dead-letter' }> {
  const reason = 'not-a-sign-in';
  const letter = {
    reason,
    detail: 'no object',
    source: positionOf(index),
    bytes: originalOf(index),
  } as const;
  return { kind: 'dead-letter', reason, letter };
}

/** What arrives of rows at a sink. */
export function jsonOf(rows: readonly RowOutcome[]): string[] {
  return rows.map(({ json }) => json.toString());
}

/** So many of them, numbered from 0. */
export function many<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
