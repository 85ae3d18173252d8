import { Buffer } from 'node:buffer';
import { type Conclude, type ConcluderOptions, createConcluder, deadLetter } from './conclude.ts';
import { decodeBody } from './decode.ts';
import { type Decoded, toRecord } from './decoded.ts';
import type { RecordPosition, SourceEvent } from './event.ts';
import type { Outcome } from './outcome.ts';
import { toCatalogVersion } from './risk/catalogVersion.ts';
import { type Classification, createClassifier, type RiskSources } from './risk/classify.ts';
import { fingerprintOf } from './row/fingerprint.ts';
import { createRowMapper, type RowDetail } from './row/row.ts';
import { toSignIn } from './signIn/signIn.ts';
import { createSkimmer, type Skimmer, type SkimParts } from './skim/skim.ts';

export { MAX_ROW_BYTES } from './conclude.ts';

export interface EnricherOptions extends RiskSources, ConcluderOptions {
  readonly rowDetail: RowDetail;
}

export type Enricher = (event: SourceEvent) => Outcome[];

/**
 * The heart of the product: an event's records, each with exactly one outcome.
 * Pure: no clock, no environment, no I/O; the same event gives the same outcomes. Never throws: an error on one record
 * is that record's dead letter, so that it cannot stop a partition.
 * @param toSkimmer makes the short way, which is for compact rows; with `noSkimmer` every event goes the long way, to the
 * same outcomes
 */
export function createEnricher(
  options: EnricherOptions,
  toSkimmer: (parts: SkimParts) => Skimmer = createSkimmer,
): Enricher {
  const classify = createClassifier(options);
  const catalogVersion = toCatalogVersion(options);
  const conclude = createConcluder(options);
  const enrichRecord = createRecordEnricher(options.rowDetail, classify, catalogVersion, conclude);

  const enrichItem = (item: Decoded, source: RecordPosition): Outcome => {
    if (!item.ok) return deadLetter(item.reason, item.detail, source, item.bytes);
    try {
      return enrichRecord(item, source);
    } catch (error) {
      return deadLetter('internal-error', describe(error), source, item.bytes);
    }
  };
  const enrichJson = (bytes: Uint8Array, source: RecordPosition): Outcome =>
    enrichItem(
      toRecord(JSON.parse(toText(bytes)), () => bytes),
      source,
    );
  const skim =
    options.rowDetail === 'compact'
      ? toSkimmer({ classify, catalogVersion, conclude, enrichJson })
      : noSkimmer();

  return (event) => {
    const skimmed = orUndefined(() => skim(event));
    if (skimmed !== undefined) return skimmed;
    const items = decodeBody(event.body);
    if (items.length === 0) return [{ kind: 'skipped', reason: 'empty-body' }];
    return items.map((item, index) => enrichItem(item, { ...event.position, index }));
  };
}

/** A short way that leads nowhere. */
export function noSkimmer(): Skimmer {
  return () => undefined;
}

/** An error on the short way must not stop a partition: the long way decides what the records are. */
function orUndefined<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

type DecodedRecord = Extract<Decoded, { ok: true }>;

function createRecordEnricher(
  rowDetail: RowDetail,
  classify: (code: string) => Classification,
  catalogVersion: string,
  conclude: Conclude,
): (item: DecodedRecord, source: RecordPosition) => Outcome {
  const toRow = createRowMapper(rowDetail);
  return (item, source) => {
    const result = toSignIn(item.record, source);
    if (result.kind === 'other-category') return { kind: 'skipped', reason: 'other-category' };
    if (result.kind === 'fault') return deadLetter(result.reason, result.detail, source, item.bytes);
    const { signIn } = result;
    const { category, code, notes } = signIn;
    const classification = classify(code);
    const text = toRow({
      signIn,
      position: source,
      verdict: { category, code, classification, catalogVersion },
    });
    return conclude(
      { category, code, notes, classification },
      {
        json: Buffer.from(text),
        toFingerprint: () => fingerprintOf(text, signIn.createdTime),
        source,
        original: item.bytes,
      },
    );
  };
}
