import { gzipSync } from 'node:zlib';
import { createConfiguredEnricher } from '../../src/compose.ts';
import { createGenerator } from '../../src/sandbox/generator/records.ts';
import { medianOf } from './measure.ts';

/** What rows of a category take in the table, against the records that they are made of. */
export interface RowsResult {
  readonly category: string;
  readonly detail: 'compact' | 'full';
  readonly rows: number;
  /** Bytes of a row's JSON, the median. */
  readonly bytes: number;
  /** Bytes of a row among its like in a request, gzipped as it is sent. */
  readonly gzipped: number;
  /** Share of the records' bytes. */
  readonly share: number;
}

const RECORDS = 20_000;
const POSITION = { partition: '0', sequenceNumber: 123_456, enqueuedTime: '2026-11-16T08:00:00.000Z' };

/** The rows of diverse records, by category, and of all of them. */
export function measureRows(): RowsResult[] {
  const generator = createGenerator({ seed: 8, start: new Date('2026-11-16T08:00:00Z') });
  const records = Array.from({ length: RECORDS }, () => JSON.stringify(generator.next()));
  return (['compact', 'full'] as const).flatMap((detail) => {
    const enrich = createConfiguredEnricher({ ROW_DETAIL: detail, MIN_ROW_LEVEL: 'Low' });
    const byCategory = new Map<string, { json: Buffer; recordBytes: number }[]>([['all', []]]);
    for (const record of records) {
      const [outcome] = enrich({ body: Buffer.from(record), position: POSITION });
      if (outcome === undefined || !('json' in outcome)) continue;
      const row = { json: outcome.json, recordBytes: Buffer.byteLength(record) };
      const category = String(outcome.row['Category']);
      for (const name of ['all', category]) byCategory.set(name, [...(byCategory.get(name) ?? []), row]);
    }
    return [...byCategory].map(([category, rows]) => toResult(category, detail, rows));
  });
}

function toResult(
  category: string,
  detail: RowsResult['detail'],
  rows: readonly { readonly json: Buffer; readonly recordBytes: number }[],
): RowsResult {
  const sizes = rows.map(({ json }) => json.length);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const request = gzipSync(
    rows
      .slice(0, 700)
      .map(({ json }) => json)
      .join(','),
    { level: 1 },
  );
  return {
    category,
    detail,
    rows: rows.length,
    bytes: medianOf(sizes),
    gzipped: request.length / Math.min(rows.length, 700),
    share: sum(sizes) / sum(rows.map(({ recordBytes }) => recordBytes)),
  };
}
