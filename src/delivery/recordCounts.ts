import { HEARTBEAT } from '../core/heartbeat.ts';
import type { Outcome } from '../core/outcome.ts';
import type { ResultRiskLevel } from '../core/risk/classify.ts';
import { CATEGORIES } from '../core/signIn/category.ts';
import type { DoneBatch } from './report.ts';

/** How many records of a batch ended in the same way. */
export interface RecordCount {
  /** One of the known categories, or `other`: names in logs are anybody's, and measurements must stay few. */
  readonly category: string;
  readonly level: ResultRiskLevel | 'none';
  readonly outcome: 'row' | 'duplicate' | 'skipped' | 'dead-letter';
  /** Why it is no row. */
  readonly reason: string | undefined;
  readonly count: number;
}

const known: ReadonlySet<string> = new Set([...CATEGORIES, HEARTBEAT]);

/** Counts the records of a batch by category, level, outcome and reason. The sum of all counts is the number of records. */
export function recordCountsOf(batch: Pick<DoneBatch, 'outcomes' | 'duplicates' | 'refused'>): RecordCount[] {
  const counts = new Map<string, { -readonly [K in keyof RecordCount]: RecordCount[K] }>();
  for (const outcome of batch.outcomes) {
    const [end, reason] = endOf(outcome, batch);
    const judged =
      outcome.kind === 'skipped' ? outcome.judged : outcome.kind === 'dead-letter' ? undefined : outcome;
    const category = judged === undefined ? 'other' : known.has(judged.category) ? judged.category : 'other';
    const level = judged?.level ?? 'none';
    const key = `${category} ${level} ${end} ${reason}`;
    const count = counts.get(key);
    if (count === undefined) counts.set(key, { category, level, outcome: end, reason, count: 1 });
    else count.count++;
  }
  return [...counts.values()];
}

function endOf(
  outcome: Outcome,
  { duplicates, refused }: Pick<DoneBatch, 'duplicates' | 'refused'>,
): [RecordCount['outcome'], string | undefined] {
  if (outcome.kind === 'skipped' || outcome.kind === 'dead-letter') return [outcome.kind, outcome.reason];
  if (duplicates.has(outcome)) return ['duplicate', undefined];
  return refused.has(outcome) ? ['dead-letter', 'refused'] : ['row', undefined];
}
