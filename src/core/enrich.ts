import { Buffer } from 'node:buffer';
import { toAlert } from './alert/alert.ts';
import { type AlertPolicy, createAlertDecider } from './alert/policy.ts';
import type { RiskLevel } from './catalogSchema.ts';
import { decodeBody } from './decode.ts';
import type { Decoded } from './decoded.ts';
import type { RecordPosition, SourceEvent } from './event.ts';
import type { DeadLetterReason, Outcome, SkipReason } from './outcome.ts';
import { toCatalogVersion } from './risk/catalogVersion.ts';
import { createClassifier, type ResultRiskLevel, type RiskSources } from './risk/classify.ts';
import { fingerprintOf } from './row/fingerprint.ts';
import { createRowMapper, fromRowJson, type Row, type RowDetail } from './row/row.ts';
import { toSignIn } from './signIn/signIn.ts';

export interface EnricherOptions extends RiskSources {
  readonly rowDetail: RowDetail;
  /** Rows below this level are skipped; Unknown ones never are. */
  readonly minRowLevel: RiskLevel;
  /** Only records of these categories become rows; undefined means all. */
  readonly categories?: readonly string[];
  readonly alertPolicy: AlertPolicy;
}

/** A row must fit a request of the Logs Ingestion API (1,048,576 bytes) with room for the brackets of its array. */
export const MAX_ROW_BYTES = 1_000_000;

export type Enricher = (event: SourceEvent) => Outcome[];

/**
 * The heart of the product: an event's records, each with exactly one outcome.
 * Pure: no clock, no environment, no I/O; the same event gives the same outcomes. Never throws: an error on one record
 * is that record's dead letter, so that it cannot stop a partition.
 */
export function createEnricher(options: EnricherOptions): Enricher {
  const enrichRecord = createRecordEnricher(options);
  return (event) => {
    const items = decodeBody(event.body);
    if (items.length === 0) return [{ kind: 'skipped', reason: 'empty-body' }];
    return items.map((item, index) => {
      const source = { ...event.position, index };
      if (!item.ok) return deadLetter(item.reason, item.detail, source, item);
      try {
        return enrichRecord(item, source);
      } catch (error) {
        return deadLetter(
          'internal-error',
          error instanceof Error ? `${error.name}: ${error.message}` : String(error),
          source,
          item,
        );
      }
    });
  };
}

type DecodedRecord = Extract<Decoded, { ok: true }>;

function createRecordEnricher(
  options: EnricherOptions,
): (item: DecodedRecord, source: RecordPosition) => Outcome {
  const classify = createClassifier(options);
  const toRow = createRowMapper(options.rowDetail);
  const decide = createAlertDecider(options.alertPolicy);
  const hasPolicy = options.alertPolicy.length > 0;
  const filter = createFilter(options);
  const catalogVersion = toCatalogVersion(options);

  return (item, source) => {
    const result = toSignIn(item.record, source);
    if (result.kind === 'other-category') return { kind: 'skipped', reason: 'other-category' };
    if (result.kind === 'fault') return deadLetter(result.reason, result.detail, source, item);
    const { signIn } = result;
    const classification = classify(signIn.code);
    const { level } = classification;
    const json = toRow({ signIn, classification, position: source, catalogVersion });
    // Few records can have an alert: only these are looked at as a row with columns.
    const row: Row | undefined = level === 'High' || hasPolicy ? fromRowJson(json) : undefined;
    const action = row === undefined ? 'none' : decide(level, row, source.enqueuedTime).action;
    const alert =
      row !== undefined && action === 'send' ? toAlert(row, signIn.code, classification) : undefined;
    const judged = { code: signIn.code, level, notes: signIn.notes, suppressed: action === 'suppress' };

    const skip = filter(signIn.category, level);
    // An alert goes out all the same: else an attacker could hide a High sign-in behind a filter, or behind a field
    // that is long enough.
    const alerted = alert === undefined ? {} : { alert };
    if (skip !== undefined) return { kind: 'skipped', reason: skip, judged, source, ...alerted };
    const rowBytes = Buffer.byteLength(json);
    if (rowBytes > MAX_ROW_BYTES) {
      const detail = `the row has ${rowBytes} bytes, at most ${MAX_ROW_BYTES} can be sent`;
      return { ...deadLetter('row-too-large', detail, source, item), ...alerted };
    }
    const fingerprint = fingerprintOf(json, signIn.createdTime);
    const written = { ...judged, json, rowBytes, fingerprint, source, original: item.bytes };
    const outcome =
      alert === undefined
        ? ({ kind: 'row', reason: 'enriched', ...written } as const)
        : ({ kind: 'row-with-alert', reason: 'alerted', alert, ...written } as const);
    return Object.defineProperty(outcome, 'row', ROW) as Outcome;
  };
}

/** The row of an outcome: nearly nobody asks for it, and kept as an object it would be most of a batch's memory. */
const ROW: PropertyDescriptor & ThisType<{ readonly json: string }> = {
  enumerable: true,
  get() {
    return fromRowJson(this.json);
  },
};

const RANK: Readonly<Record<RiskLevel, number>> = { Low: 0, Medium: 1, High: 2 };

function createFilter(
  options: EnricherOptions,
): (category: string, level: ResultRiskLevel) => SkipReason | undefined {
  const wanted = options.categories && new Set(options.categories.map((name) => name.toLowerCase()));
  const least = RANK[options.minRowLevel];
  return (category, level) => {
    if (wanted !== undefined && !wanted.has(category.toLowerCase())) return 'filtered-category';
    return level !== 'Unknown' && RANK[level] < least ? 'filtered-level' : undefined;
  };
}

function deadLetter(
  reason: DeadLetterReason,
  detail: string,
  source: RecordPosition,
  item: Decoded,
): Extract<Outcome, { kind: 'dead-letter' }> {
  return { kind: 'dead-letter', reason, letter: { reason, detail, source, bytes: item.bytes() } };
}
