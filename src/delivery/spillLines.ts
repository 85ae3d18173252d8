import { Buffer } from 'node:buffer';
import * as z from 'zod';
import type { RecordPosition } from '../core/event.ts';
import type { PendingAlert, RowOutcome } from './outcomes.ts';
import type { PendingRow } from './sendRows.ts';

const sourceSchema = z.object({
  partition: z.string(),
  sequenceNumber: z.number().int().nullable(),
  enqueuedTime: z.string(),
  index: z.number().int(),
});

const rowLineSchema = z.object({
  source: sourceSchema,
  row: z.record(z.string(), z.unknown()),
  original: z.string(),
  base64: z.literal(true).optional(),
});

const alertLineSchema = z.object({ source: sourceSchema, id: z.string(), text: z.string() });

/** A row that waited in a spill, with what a dead letter needs should the service refuse it for good. */
export interface SpilledRow extends PendingRow {
  readonly source: RecordPosition;
  /** The record's bytes as they came. */
  readonly bytes: Buffer;
  /** The spill's line. */
  readonly line: string;
}

/** An alert that waited in a spill. */
export interface SpilledAlert extends PendingAlert {
  readonly line: string;
}

/**
 * The line of a row: the row, and the record that it was made of. The record's bytes are kept as text where they are
 * UTF-8, which gzip packs far better than Base64.
 */
export function toRowLine({
  json,
  source,
  original,
}: Pick<RowOutcome, 'json' | 'source' | 'original'>): string {
  const bytes = original();
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  const kept = Buffer.from(text).equals(buffer)
    ? `"original":${JSON.stringify(text)}`
    : `"original":"${buffer.toString('base64')}","base64":true`;
  return `{"source":${JSON.stringify(source)},"row":${json.toString()},${kept}}`;
}

/** @throws Error when the line was not written by this software */
export function fromRowLine(line: string): SpilledRow {
  const { source, row, original, base64 } = rowLineSchema.parse(JSON.parse(line));
  const json = Buffer.from(JSON.stringify(row));
  const bytes = Buffer.from(original, base64 ? 'base64' : 'utf8');
  return { json, rowBytes: json.length, source, bytes, line };
}

export function toAlertLine({ alert, source }: PendingAlert): string {
  return JSON.stringify({ source, id: alert.id, text: alert.text });
}

/** @throws Error when the line was not written by this software */
export function fromAlertLine(line: string): SpilledAlert {
  const { source, id, text } = alertLineSchema.parse(JSON.parse(line));
  return { alert: { id, text }, source, line };
}
