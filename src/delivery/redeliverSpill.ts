import { Buffer } from 'node:buffer';
import type { DeadLetter } from '../core/outcome.ts';
import { afterFailure, enqueuedOf, refusalsOf } from './dueSpills.ts';
import { type Held, whileLeased } from './lease.ts';
import type { BlobEntry, Delivery, LeasingStore } from './ports.ts';
import type { PipelineParts } from './processBatch.ts';
import { sendAlerts } from './sendAlerts.ts';
import { sendRows } from './sendRows.ts';
import { fromSpillContent, type SpillSink, toSpillContent } from './spill.ts';
import { fromAlertLine, fromRowLine, type SpilledAlert, type SpilledRow } from './spillLines.ts';
import { writeDeadLetters } from './writeDeadLetters.ts';

/** What redelivery needs: the sinks and stores of the pipeline, with spills that can be leased. */
export interface RedeliveryParts
  extends Pick<PipelineParts, 'rows' | 'alerts' | 'deadLetters' | 'clock' | 'budgetMs' | 'tell'> {
  readonly spills: { readonly store: LeasingStore };
}

/** What became of one spill. */
export interface SpillOutcome {
  readonly delivered: number;
  readonly deadLetters: number;
  /** Lines that wait on, and why. */
  readonly waiting: number;
  readonly answer?: string;
  /** Its sink did not take it: the other spills would only wait for the same answer. */
  readonly isSinkDown: boolean;
}

/**
 * So often a service that refuses every row of a spill is asked again before it is believed: with the waits between
 * them that is about a quarter of an hour, in which a rule or a stream can be mended. Attempts that met an outage do not
 * count: else a long one would use up all the doubt, and the first refusal after it would be believed.
 */
const REFUSALS_BEFORE_TRUST = 5;

/**
 * Delivers one spill, under its lease. What is delivered, or refused for good and then a dead letter, leaves the blob;
 * an empty one is deleted. A crash repeats what was sent of this spill since it was opened: at most one request of rows.
 * @returns undefined when somebody else works on it, or it is gone
 * @throws LeaseLostError, StoreUnavailableError
 */
export async function redeliverSpill(
  parts: RedeliveryParts,
  sink: SpillSink,
  entry: BlobEntry,
): Promise<SpillOutcome | undefined> {
  return whileLeased(parts.spills.store, entry.name, parts.clock, async (blob, held) => {
    const content = await blob.read();
    const result = await redeliver(guarded(parts, held), sink, entry, content);
    const notWritten = await writeLetters(
      parts,
      result.refused.map(({ letter }) => letter),
    );
    held.assertHeld();
    // What is no dead letter yet stays in the blob. What was delivered leaves it all the same: else the same rows
    // would be sent again with every turn, for as long as dead letters cannot be written.
    const kept = notWritten === undefined ? [] : result.refused;
    const deadLetters = result.refused.length - kept.length;
    if (notWritten === undefined)
      for (const { letter } of result.refused)
        parts.tell?.({ kind: 'spilled-letter', reason: letter.reason });
    const { delivered } = result;
    const lines = [...kept.flatMap(({ line }) => line ?? []), ...result.waiting];
    const waiting = kept.length + result.waiting.length;
    if (waiting === 0) {
      await blob.delete();
      return { delivered, deadLetters, waiting, isSinkDown: false };
    }
    const { now, random } = parts.clock;
    const left = lines.length === 0 ? content : await toSpillContent(lines);
    const failed = { lines: waiting, isRefusalDoubted: result.isRefusalDoubted === true };
    await blob.replace(left, afterFailure(entry, failed, now(), random()));
    const answer = notWritten ?? result.answer;
    const isSinkDown = result.waiting.length > 0;
    return { delivered, deadLetters, waiting, isSinkDown, ...(answer && { answer }) };
  });
}

/** Sinks that are no longer used once the lease is lost. */
function guarded(parts: RedeliveryParts, held: Held): RedeliveryParts {
  const { rows, alerts } = parts;
  const guard =
    <T>(send: (content: T, withinMs: number) => Promise<Delivery>) =>
    (content: T, withinMs: number) => {
      held.assertHeld();
      return send(content, withinMs);
    };
  return {
    ...parts,
    rows: { ...rows, sink: { ...rows.sink, send: guard(rows.sink.send) } },
    alerts: { ...alerts, sink: { ...alerts.sink, send: guard(alerts.sink.send) } },
  };
}

/** Data that leaves the spill as a dead letter. */
interface RefusedPart {
  readonly letter: DeadLetter;
  /** The line that it was; undefined when the spill as a whole is meant. */
  readonly line?: string;
}

interface Redelivered {
  readonly delivered: number;
  readonly refused: readonly RefusedPart[];
  readonly waiting: readonly string[];
  readonly isRefusalDoubted?: boolean;
  readonly answer?: string | undefined;
}

async function redeliver(
  parts: RedeliveryParts,
  sink: SpillSink,
  entry: BlobEntry,
  content: Uint8Array,
): Promise<Redelivered> {
  let lines: readonly string[];
  try {
    lines = await fromSpillContent(content);
  } catch (error) {
    return { delivered: 0, refused: [{ letter: unreadable(entry, content, error) }], waiting: [] };
  }
  // A line that cannot be read is a dead letter of its own; its neighbours go on.
  const bad: RefusedPart[] = [];
  const readAll = <T>(read: (line: string) => T): T[] =>
    lines.flatMap((line) => {
      try {
        return [read(line)];
      } catch (error) {
        bad.push({ letter: unreadable(entry, Buffer.from(line), error), line });
        return [];
      }
    });
  const result =
    sink === 'alerts'
      ? await redeliverAlerts(parts, readAll(fromAlertLine))
      : await redeliverRows(parts, readAll(fromRowLine), refusalsOf(entry) >= REFUSALS_BEFORE_TRUST);
  return { ...result, refused: [...bad, ...result.refused] };
}

/** Nothing of ours wrote these bytes, or not all of them: a person has to look. */
function unreadable(entry: BlobEntry, content: Uint8Array, error: unknown): DeadLetter {
  const detail = `the spill ${entry.name} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  const enqueuedTime = enqueuedOf(entry) || new Date(0).toISOString();
  const source = { partition: 'spill', sequenceNumber: null, enqueuedTime, index: 0 };
  return { reason: 'unreadable-spill', detail, source, bytes: content };
}

async function redeliverRows(
  { rows, clock, budgetMs }: RedeliveryParts,
  pending: readonly SpilledRow[],
  trustRefusals: boolean,
): Promise<Redelivered> {
  const result = await sendRows(rows, pending, clock.monotonic() + budgetMs, { trustRefusals });
  return {
    delivered: result.taken.length,
    refused: [...result.refused].map(([{ source, bytes, line }, detail]) => ({
      letter: { reason: 'refused', detail, source, bytes },
      line,
    })),
    waiting: result.waiting.flatMap(({ items }) => items.map(({ line }) => line)),
    isRefusalDoubted: result.isRefusalDoubted,
    answer: result.waiting[0]?.outage.detail,
  };
}

async function redeliverAlerts(
  { alerts, clock, budgetMs }: RedeliveryParts,
  pending: readonly SpilledAlert[],
): Promise<Redelivered> {
  const result = await sendAlerts(alerts, pending, clock.monotonic() + budgetMs);
  return {
    delivered: result.taken.length,
    refused: [],
    waiting: result.waiting.map(({ item }) => item.line),
    answer: result.waiting[0]?.outage.detail,
  };
}

/** @returns why they could not be written; undefined when all are */
async function writeLetters(
  parts: RedeliveryParts,
  letters: readonly DeadLetter[],
): Promise<string | undefined> {
  const [first] = await writeDeadLetters(parts, letters);
  return first && `dead letters not written: ${first.answer}`;
}
