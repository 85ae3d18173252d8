import type { Buffer } from 'node:buffer';
import { type Alert, toAlert } from './alert/alert.ts';
import { type AlertPolicy, createAlertDecider } from './alert/policy.ts';
import type { RiskLevel } from './catalogSchema.ts';
import type { RecordPosition } from './event.ts';
import { HEARTBEAT } from './heartbeat.ts';
import type { DeadLetterReason, Outcome, SkipReason } from './outcome.ts';
import type { Classification, ResultRiskLevel } from './risk/classify.ts';
import { fromRowJson, type Row } from './row/row.ts';
import type { SignInFacts, SignInNote } from './signIn/signIn.ts';

export interface ConcluderOptions {
  /** Rows below this level are skipped; Unknown ones never are. */
  readonly minRowLevel: RiskLevel;
  /** Only records of these categories become rows; undefined means all. */
  readonly categories?: readonly string[];
  readonly alertPolicy: AlertPolicy;
}

/** What was found of a sign-in. */
export type Finding = Pick<SignInFacts, 'category' | 'code' | 'notes'> & {
  readonly classification: Classification;
};

/** A row as it was written. */
export interface WrittenRow {
  readonly json: Buffer;
  /** Works only until the next row is written. */
  readonly toFingerprint: () => string;
  readonly source: RecordPosition;
  /** The record's original bytes. */
  readonly original: () => Uint8Array;
}

/** What becomes of a sign-in and its row. */
export type Conclude = (finding: Finding, written: WrittenRow) => Outcome;

/** A row must fit a request of the Logs Ingestion API (1,048,576 bytes) with room for the brackets of its array. */
export const MAX_ROW_BYTES = 1_000_000;

/** Decides whether a row is sent, and whether an alert is. */
export function createConcluder(options: ConcluderOptions): Conclude {
  const decide = createAlertDecider(options.alertPolicy);
  const hasPolicy = options.alertPolicy.length > 0;
  const filter = createFilter(options);
  return ({ category, code, notes, classification }, written) => {
    const { level } = classification;
    const { json, source, original } = written;
    // Few records can have an alert: only these are looked at as a row with columns.
    const row: Row | undefined = level === 'High' || hasPolicy ? fromRowJson(json.toString()) : undefined;
    // Nobody is alerted of it, and no filter keeps it from showing that the way is open.
    const isHeartbeat = category === HEARTBEAT;
    const action = row === undefined || isHeartbeat ? 'none' : decide(level, row, source.enqueuedTime).action;
    const alert = row !== undefined && action === 'send' ? toAlert(row, code, classification) : undefined;
    const judged = { category, code, level, notes, suppressed: action === 'suppress' };

    const skip = isHeartbeat ? undefined : filter(category, level);
    // An alert goes out all the same: else an attacker could hide a High sign-in behind a filter, or behind a field
    // that is long enough.
    const alerted = alert === undefined ? {} : { alert };
    if (skip !== undefined) return { kind: 'skipped', reason: skip, judged, source, ...alerted };
    if (json.length > MAX_ROW_BYTES) {
      const detail = `the row has ${json.length} bytes, at most ${MAX_ROW_BYTES} can be sent`;
      return { ...deadLetter('row-too-large', detail, source, original), ...alerted };
    }
    return alert === undefined
      ? new RowOutcome('row', 'enriched', judged, written)
      : new AlertedRowOutcome(judged, written, alert);
  };
}

type Judged = Pick<Extract<Outcome, { kind: 'row' }>, 'category' | 'code' | 'level' | 'notes' | 'suppressed'>;

/** A class, since defining the getter of each object by itself takes longer than all the rest of the outcome. */
class RowOutcome<Kind extends string, Reason extends string> {
  readonly kind: Kind;
  readonly reason: Reason;
  readonly category: string;
  readonly code: string;
  readonly level: ResultRiskLevel;
  readonly notes: readonly SignInNote[];
  readonly suppressed: boolean;
  readonly json: Buffer;
  readonly rowBytes: number;
  readonly fingerprint: string;
  readonly source: RecordPosition;
  readonly original: () => Uint8Array;

  constructor(kind: Kind, reason: Reason, judged: Judged, written: WrittenRow) {
    this.kind = kind;
    this.reason = reason;
    this.category = judged.category;
    this.code = judged.code;
    this.level = judged.level;
    this.notes = judged.notes;
    this.suppressed = judged.suppressed;
    this.json = written.json;
    this.rowBytes = written.json.length;
    this.fingerprint = written.toFingerprint();
    this.source = written.source;
    this.original = written.original;
  }

  /** Nearly nobody asks for it, and kept as an object it would be most of a batch's memory. */
  get row(): Row {
    return fromRowJson(this.json.toString());
  }
}

class AlertedRowOutcome extends RowOutcome<'row-with-alert', 'alerted'> {
  readonly alert: Alert;

  constructor(judged: Judged, written: WrittenRow, alert: Alert) {
    super('row-with-alert', 'alerted', judged, written);
    this.alert = alert;
  }
}

const RANK: Readonly<Record<RiskLevel, number>> = { Low: 0, Medium: 1, High: 2 };

function createFilter(
  options: ConcluderOptions,
): (category: string, level: ResultRiskLevel) => SkipReason | undefined {
  const wanted = options.categories && new Set(options.categories.map((name) => name.toLowerCase()));
  const least = RANK[options.minRowLevel];
  return (category, level) => {
    if (wanted !== undefined && !wanted.has(category.toLowerCase())) return 'filtered-category';
    return level !== 'Unknown' && RANK[level] < least ? 'filtered-level' : undefined;
  };
}

/** A record that no retry can help, with its own bytes. */
export function deadLetter(
  reason: DeadLetterReason,
  detail: string,
  source: RecordPosition,
  bytes: () => Uint8Array,
): Extract<Outcome, { kind: 'dead-letter' }> {
  return { kind: 'dead-letter', reason, letter: { reason, detail, source, bytes: bytes() } };
}
