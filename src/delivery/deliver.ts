import type { Outcome } from '../core/outcome.ts';
import type { Clock } from './clock.ts';
import type { PendingAlert, RowOutcome } from './outcomes.ts';
import { announce, type Memories, type Plan, placeOf, planBatch } from './plan.ts';
import { type AlertSending, sendAlerts } from './sendAlerts.ts';
import { type RowSending, sendRows } from './sendRows.ts';
import { type Spilling, spillAlerts, spillRows } from './spillWaiting.ts';
import type { Undelivered } from './undelivered.ts';

export interface DeliveryParts {
  readonly rows: RowSending;
  readonly alerts: AlertSending;
  readonly spills: Spilling;
  readonly memories: Memories;
  readonly clock: Clock;
  /** How long a batch may try to reach each sink before what it did not take is spilled, in milliseconds. */
  readonly budgetMs: number;
}

/** What became of the rows and alerts of a batch. */
export interface DeliveryResult {
  /** Rows that the service refused one by one, with its answer. */
  readonly refused: ReadonlyMap<RowOutcome, string>;
  readonly duplicates: ReadonlySet<Outcome>;
  readonly repeatedAlerts: ReadonlySet<Outcome>;
  readonly spilledRows: number;
  readonly spilledAlerts: number;
  /** Neither delivered nor spilled. */
  readonly undeliveredRows: readonly Undelivered[];
  readonly undeliveredAlerts: readonly Undelivered[];
}

/**
 * Delivers rows and alerts at the same time (an alert does not wait for Log Analytics), and spills what its sink does
 * not take within the budget. What is durable is remembered at once. Of records that another batch is delivering at
 * this moment it waits, at the end, to hear whether they are repeats.
 */
export async function deliver(parts: DeliveryParts, outcomes: readonly Outcome[]): Promise<DeliveryResult> {
  const plan = planBatch(outcomes, parts.memories);
  const result = await deliverPlan(parts, plan);
  if (plan.contested.length === 0) return result;
  await Promise.all(plan.rivals);
  return merge(result, await deliver(parts, plan.contested));
}

async function deliverPlan(parts: DeliveryParts, plan: Plan): Promise<DeliveryResult> {
  const deadline = parts.clock.monotonic() + parts.budgetMs;
  const done = announce(plan, parts.memories);
  const sending = [
    deliverAlerts(parts, plan.alerts, deadline),
    deliverRows(parts, plan.rows, deadline),
  ] as const;
  // Should one of them throw, the other must be done before the host's retry sends the same again.
  await Promise.allSettled(sending);
  done();
  const [alerts, rows] = await Promise.all(sending);
  return {
    refused: rows.refused,
    duplicates: plan.duplicates,
    repeatedAlerts: plan.repeatedAlerts,
    spilledRows: rows.spilled.length,
    spilledAlerts: alerts.spilled.length,
    undeliveredRows: rows.undelivered,
    undeliveredAlerts: alerts.undelivered,
  };
}

async function deliverAlerts(
  { alerts, spills, memories }: DeliveryParts,
  pending: readonly PendingAlert[],
  deadline: number,
) {
  const remember = ({ alert, source }: PendingAlert) => memories.alerts.add(alert.id, placeOf(source));
  const { waiting } = await sendAlerts(alerts, pending, deadline, remember);
  const result = await spillAlerts(spills, waiting);
  result.spilled.forEach(remember);
  return result;
}

async function deliverRows(
  { rows, spills, memories }: DeliveryParts,
  pending: readonly RowOutcome[],
  deadline: number,
) {
  const remember = ({ fingerprint, source }: RowOutcome) => memories.rows.add(fingerprint, placeOf(source));
  const options = { trustRefusals: false, onTaken: remember };
  const { refused, waiting } = await sendRows(rows, pending, deadline, options);
  const result = await spillRows(spills, waiting);
  result.spilled.forEach(remember);
  return { refused, ...result };
}

function merge(a: DeliveryResult, b: DeliveryResult): DeliveryResult {
  return {
    refused: new Map([...a.refused, ...b.refused]),
    duplicates: new Set([...a.duplicates, ...b.duplicates]),
    repeatedAlerts: new Set([...a.repeatedAlerts, ...b.repeatedAlerts]),
    spilledRows: a.spilledRows + b.spilledRows,
    spilledAlerts: a.spilledAlerts + b.spilledAlerts,
    undeliveredRows: [...a.undeliveredRows, ...b.undeliveredRows],
    undeliveredAlerts: [...a.undeliveredAlerts, ...b.undeliveredAlerts],
  };
}
