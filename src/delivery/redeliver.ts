import { measureBacklog } from './backlog.ts';
import { dueSpills } from './dueSpills.ts';
import { type BlobEntry, LeaseLostError, StoreUnavailableError } from './ports.ts';
import { type RedeliveryParts, redeliverSpill, type SpillOutcome } from './redeliverSpill.ts';
import type { SpillSink } from './spill.ts';

/** What a run did, in numbers. */
export interface RedeliveryReport {
  /** Spills that were worked on. */
  spills: number;
  rows: number;
  alerts: number;
  deadLetters: number;
  /** Rows and alerts that were tried and wait on. */
  waiting: number;
  /** Spills that somebody else works on. */
  taken: number;
  /** Why things wait, or were left: each answer once. */
  answers: string[];
  /** True when spills were left because the run has its limits. */
  more: boolean;
}

export interface RedeliveryLimits {
  /** No spill is begun after this time, in milliseconds. The function may run 30 minutes. */
  readonly runMs: number;
  /** Spills of a run. */
  readonly spills: number;
  /** Also try spills whose next attempt is still to come: a person knows that the sink is back. */
  readonly areAllDue?: boolean;
}

export type Redeliverer = (limits?: Partial<RedeliveryLimits>) => Promise<RedeliveryReport>;

/** A run ends well before its timer has missed many turns, and long before the function's time is up. */
const LIMITS: RedeliveryLimits = { runMs: 4 * 60_000, spills: 5_000 };

/** Spills of one sink at a time: the requests are small, and most of the time goes by with waiting for answers. */
const CONCURRENCY = 4;

/** Other answers than these few do not help to understand an outage. */
const ANSWERS_TOLD = 5;

/**
 * Drains spills, oldest first, rows and alerts beside each other. The first spill that finds its sink down ends the run
 * for that sink: the others would only wait for the same answer.
 * @throws StoreUnavailableError when blob storage does not answer
 */
export function createRedeliverer(parts: RedeliveryParts): Redeliverer {
  return async (given = {}) => {
    const limits = { ...LIMITS, ...given };
    const report: RedeliveryReport = {
      spills: 0,
      rows: 0,
      alerts: 0,
      deadLetters: 0,
      waiting: 0,
      taken: 0,
      answers: [],
      more: false,
    };
    const begin = parts.clock.monotonic();
    const end = begin + limits.runMs;
    const isOver = () => parts.clock.monotonic() >= end || report.spills >= limits.spills;
    const drains = (['alerts', 'rows'] as const).map((sink) =>
      drain(parts, sink, report, limits.areAllDue, isOver),
    );
    await Promise.allSettled(drains);
    await Promise.all(drains);
    parts.tell?.({ kind: 'redelivery', durationMs: parts.clock.monotonic() - begin, report });
    await tellBacklog(parts);
    return report;
  };
}

/** Told after the run: what was delivered in it is no backlog. Without an answer of the store nothing is known, and told. */
async function tellBacklog({ tell, spills, clock }: RedeliveryParts): Promise<void> {
  if (tell === undefined) return;
  try {
    for (const sink of ['alerts', 'rows'] as const)
      tell(await measureBacklog(spills.store, sink, clock.now()));
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
  }
}

async function drain(
  parts: RedeliveryParts,
  sink: SpillSink,
  report: RedeliveryReport,
  areAllDue: boolean | undefined,
  isOver: () => boolean,
): Promise<void> {
  const spills = dueSpills(parts.spills.store, sink, parts.clock.now, areAllDue);
  let isDown = false;
  const worker = async (): Promise<void> => {
    for await (const entry of shared(spills)) {
      if (isDown) return;
      if (isOver()) {
        report.more = true;
        return;
      }
      report.spills++;
      const outcome = await tryOne(parts, sink, entry, report);
      if (outcome === undefined) continue;
      report[sink] += outcome.delivered;
      report.deadLetters += outcome.deadLetters;
      report.waiting += outcome.waiting;
      tell(report, outcome.answer);
      if (outcome.isSinkDown) isDown = true;
    }
  };
  const workers = Array.from({ length: CONCURRENCY }, worker);
  await Promise.allSettled(workers);
  await Promise.all(workers);
}

/** The same iterator for several readers: one that leaves its loop does not end it for the others. */
async function* shared<T>(iterator: AsyncGenerator<T>): AsyncGenerator<T> {
  while (true) {
    const { value, done } = await iterator.next();
    if (done) return;
    yield value;
  }
}

async function tryOne(
  parts: RedeliveryParts,
  sink: SpillSink,
  entry: BlobEntry,
  report: RedeliveryReport,
): Promise<SpillOutcome | undefined> {
  try {
    const outcome = await redeliverSpill(parts, sink, entry);
    if (outcome === undefined) report.taken++;
    return outcome;
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    report.taken++;
    tell(report, `${entry.name}: ${error.message}`);
    return undefined;
  }
}

function tell(report: RedeliveryReport, answer: string | undefined): void {
  if (answer === undefined || report.answers.includes(answer)) return;
  if (report.answers.length < ANSWERS_TOLD) report.answers.push(answer);
}
