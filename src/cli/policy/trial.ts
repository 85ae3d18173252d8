import {
  type AlertDecision,
  type AlertPolicy,
  createAlertDecider,
  expiryOf,
} from '../../core/alert/policy.ts';
import { toCatalogVersion } from '../../core/risk/catalogVersion.ts';
import { createRowMapper, fromRowJson, type Row } from '../../core/row/row.ts';
import type { SignIn } from '../../core/signIn/signIn.ts';
import { type Counts, count } from '../counts.ts';
import type { Knowledge } from '../knowledge.ts';
import { readRecords } from '../readRecords.ts';
import { firstOf, USER_COLUMNS, WORKLOAD_COLUMNS } from '../rowText.ts';

/** What one rule did to a log. */
export interface RuleTrial {
  matched: number;
  sent: number;
  suppressed: number;
}

/** What a policy did to a log; counts of records. */
export interface Trial {
  records: number;
  signIns: number;
  /** Records that are no sign-ins: skipped ones, and dead letters. */
  readonly others: Counts;
  /** Alerts without any policy, and with this one. */
  without: number;
  with: number;
  /** Alerts that only the policy silenced, or sent, by code and by user. */
  suppressed: number;
  added: number;
  readonly suppressedByCode: Counts;
  readonly addedByCode: Counts;
  readonly suppressedByUser: Counts;
  readonly addedByUser: Counts;
  readonly rules: readonly RuleTrial[];
  /** The earliest and latest time of the sign-ins, in milliseconds since 1970 UTC; undefined when none has one. */
  from: number | undefined;
  to: number | undefined;
  withoutTime: number;
}

/** Whether a rule was in force at the times of a log: all the time, for its first part only, or never. */
export type RuleState = 'active' | 'expired-during-log' | 'expired-before-log';

/**
 * Holds the policy against every sign-in of a log, in one pass. The time at which the hub got an event is not in a
 * log: the record's own time stands for it.
 * @param now ISO 8601, UTC: stands for the time of a record that has none
 */
export async function tryPolicy(
  bodies: AsyncIterable<{ readonly bytes: Uint8Array }>,
  policy: AlertPolicy,
  knowledge: Knowledge,
  now: string,
): Promise<Trial> {
  const trial = emptyTrial(policy);
  const decide = createAlertDecider(policy);
  const toRow = createRowMapper('compact');
  const catalogVersion = toCatalogVersion(knowledge);
  const position = { partition: '', sequenceNumber: null, enqueuedTime: now, index: 0 };
  for await (const { bytes } of bodies) {
    for (const record of readRecords(bytes, now)) {
      trial.records++;
      if (record.kind !== 'sign-in') {
        count(trial.others, record.reason);
        continue;
      }
      const { signIn } = record;
      const classification = knowledge.classify(signIn.code);
      const row = fromRowJson(
        toRow({ signIn, position, verdict: { ...signIn, classification, catalogVersion } }),
      );
      note(
        trial,
        signIn,
        row,
        classification.level === 'High',
        decide(classification.level, row, signIn.time),
      );
    }
  }
  return trial;
}

function emptyTrial(policy: AlertPolicy): Trial {
  return {
    records: 0,
    signIns: 0,
    others: new Map(),
    without: 0,
    with: 0,
    suppressed: 0,
    added: 0,
    suppressedByCode: new Map(),
    addedByCode: new Map(),
    suppressedByUser: new Map(),
    addedByUser: new Map(),
    rules: policy.map(() => ({ matched: 0, sent: 0, suppressed: 0 })),
    from: undefined,
    to: undefined,
    withoutTime: 0,
  };
}

function note(
  trial: Trial,
  signIn: SignIn,
  row: Row,
  isHigh: boolean,
  { action, rule }: AlertDecision,
): void {
  trial.signIns++;
  noteTime(trial, signIn);
  if (isHigh) trial.without++;
  if (action === 'send') trial.with++;
  const user = firstOf(row, USER_COLUMNS) ?? firstOf(row, WORKLOAD_COLUMNS) ?? '';
  if (action === 'suppress') {
    trial.suppressed++;
    count(trial.suppressedByCode, signIn.code);
    count(trial.suppressedByUser, user);
  } else if (action === 'send' && !isHigh) {
    trial.added++;
    count(trial.addedByCode, signIn.code);
    count(trial.addedByUser, user);
  }
  const done = rule === undefined ? undefined : trial.rules[rule];
  if (done === undefined) return;
  done.matched++;
  if (action === 'send') done.sent++;
  if (action === 'suppress') done.suppressed++;
}

function noteTime(trial: Trial, { time, notes }: SignIn): void {
  if (notes.includes('time-from-enqueued')) {
    trial.withoutTime++;
    return;
  }
  const at = Date.parse(time);
  trial.from = Math.min(trial.from ?? at, at);
  trial.to = Math.max(trial.to ?? at, at);
}

/** Whether a rule was in force at the times of the log. */
export function stateOf(rule: AlertPolicy[number], { from, to }: Trial): RuleState {
  const end = expiryOf(rule);
  if (from !== undefined && end <= from) return 'expired-before-log';
  return to !== undefined && end <= to ? 'expired-during-log' : 'active';
}

/** The names that occur most often, first; names of the same count in the order of their letters. */
export function topOf(counts: Counts, most: number): [name: string, count: number][] {
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, most);
}
