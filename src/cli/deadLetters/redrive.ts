import { systemClock } from '../../adapters/systemClock.ts';
import { compose } from '../../compose.ts';
import type { LeasingStore } from '../../delivery/ports.ts';
import type { StoredDeadLetter } from '../../delivery/readDeadLetters.ts';
import { canBeRedriven, createLetterCatcher, redriveBlob } from '../../delivery/redrive.ts';
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
  /** Spills that could not be read, which are no sign-ins. */
  unreadableSpills: number;
  /** Blobs that somebody else works on. */
  taken: number;
}

export const nothingDone = (): RedriveSummary => ({
  chosen: 0,
  rows: 0,
  alerts: 0,
  skipped: 0,
  duplicates: 0,
  spilled: 0,
  stillDead: 0,
  stillDeadBy: {},
  unreadableSpills: 0,
  taken: 0,
});

/**
 * Sends the chosen dead letters through the pipeline of a deployment, with the caller's identity.
 * @param summary gets what was done, blob by blob: it is true also when an error ends the work in between
 * @throws ConfigError when settings of the deployment are missing; StoreUnavailableError; LeaseLostError; DeliveryError
 */
export async function redrive(
  store: LeasingStore,
  settings: Settings,
  choice: Choice,
  summary: RedriveSummary,
): Promise<void> {
  const catcher = createLetterCatcher();
  const application = compose(settings, { credential: createOperatorCredential(), deadLetters: catcher });
  const parts = { store, catcher, clock: systemClock, process: application.processBatch };
  for (const blob of await blobsOf(store, choice)) {
    const unreadable = new Set<StoredDeadLetter>();
    const result = await redriveBlob(parts, blob, (letter) => {
      if (!isMeant(choice, idIn(blob, letter) ?? '', letter)) return false;
      if (!canBeRedriven(letter)) unreadable.add(letter);
      return canBeRedriven(letter);
    });
    summary.unreadableSpills += unreadable.size;
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
}

/** Noted before anything is changed: a list that is read while its blobs go away may miss some. */
async function blobsOf(store: LeasingStore, choice: Choice): Promise<readonly string[]> {
  const blobs = new Set<string>();
  for await (const { blob } of findDeadLetters(store, choice)) blobs.add(blob);
  return [...blobs];
}
