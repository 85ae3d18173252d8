import { systemClock } from '../../adapters/systemClock.ts';
import { compose } from '../../compose.ts';
import type { LeasingStore } from '../../delivery/ports.ts';
import { createLetterCatcher, redriveBlob } from '../../delivery/redrive.ts';
import { createOperatorCredential } from '../credential.ts';
import type { Settings } from '../storage.ts';
import { type Choice, findDeadLetters, idIn, isMeant } from './find.ts';

/** What a redrive did, in numbers. */
export interface RedriveSummary {
  chosen: number;
  rows: number;
  alerts: number;
  skipped: number;
  /** Repeats among the chosen. */
  duplicates: number;
  /** Kept in the spills, because a destination was down: they are delivered by themselves. */
  spilled: number;
  stillDead: number;
  stillDeadBy: Record<string, number>;
  /** Blobs that somebody else works on. */
  taken: number;
}

/**
 * Sends the chosen dead letters through the pipeline of a deployment, with the caller's identity.
 * @throws ConfigError when settings of the deployment are missing; StoreUnavailableError; DeliveryError
 */
export async function redrive(
  store: LeasingStore,
  settings: Settings,
  choice: Choice,
): Promise<RedriveSummary> {
  const summary: RedriveSummary = {
    chosen: 0,
    rows: 0,
    alerts: 0,
    skipped: 0,
    duplicates: 0,
    spilled: 0,
    stillDead: 0,
    stillDeadBy: {},
    taken: 0,
  };
  const catcher = createLetterCatcher();
  const application = compose(settings, { credential: createOperatorCredential(), deadLetters: catcher });
  const parts = { store, catcher, clock: systemClock, process: application.processBatch };
  for (const blob of await blobsOf(store, choice)) {
    const result = await redriveBlob(parts, blob, (letter) =>
      isMeant(choice, idIn(blob, letter) ?? '', letter),
    );
    if (result === undefined) {
      summary.taken++;
      continue;
    }
    const { report, stillDead } = result;
    summary.chosen += result.chosen;
    summary.rows += report.rows;
    summary.alerts += report.alerts;
    summary.skipped += report.skipped;
    summary.duplicates += report.duplicates;
    summary.spilled += report.spilledRows + report.spilledAlerts;
    summary.stillDead += stillDead.length;
    for (const { reason } of stillDead) summary.stillDeadBy[reason] = (summary.stillDeadBy[reason] ?? 0) + 1;
  }
  return summary;
}

/** Noted before anything is changed: a list that is read while its blobs go away may miss some. */
async function blobsOf(store: LeasingStore, choice: Choice): Promise<readonly string[]> {
  const blobs = new Set<string>();
  for await (const { blob } of findDeadLetters(store, choice)) blobs.add(blob);
  return [...blobs];
}
