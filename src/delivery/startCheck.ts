import type { Checkable, Unavailable } from './ports.ts';
import { DeliveryError } from './processBatch.ts';

/** What a deployment delivers to. */
export interface Destinations {
  readonly rows: Checkable;
  readonly alerts: Checkable;
  readonly spills: Checkable;
  readonly deadLetters: Checkable;
}

/** Something that a deployment needs and cannot use. */
export interface StartFault {
  readonly what: keyof Destinations;
  /** What was answered, and the role or setting that mends it. */
  readonly detail: string;
}

/** The check goes on beside the first batch, which waits no longer than this for it. */
const CHECK_MS = 5_000;

/** What mends each fault: the settings that lead there, and the role that the app's identity needs. */
export const MENDED_BY: Readonly<Record<keyof Destinations, string>> = {
  rows: 'LOGS_INGESTION_ENDPOINT and LOGS_INGESTION_RULE_ID; role Monitoring Metrics Publisher on the data collection rule',
  alerts: 'ALERT_QUEUE_ENDPOINT and ALERT_QUEUE_NAME; role Storage Queue Data Message Sender on the queue',
  spills: 'BLOB_ENDPOINT and SPILL_CONTAINER; role Storage Blob Data Contributor on the container',
  deadLetters: 'BLOB_ENDPOINT and DEAD_LETTER_CONTAINER; role Storage Blob Data Contributor on the container',
};

/**
 * Asks everything that the app delivers to whether it can be reached and used.
 * @returns the faults. Each is survived: what Log Analytics or the queue does not take is spilled.
 * @throws DeliveryError when rows or alerts could be kept nowhere: neither delivered nor spilled
 */
export async function checkStart(destinations: Destinations): Promise<StartFault[]> {
  const names = ['rows', 'alerts', 'spills', 'deadLetters'] as const;
  const results = await Promise.all(
    names.map(async (what) => ({ what, result: await destinations[what].check(CHECK_MS) })),
  );
  const faults = results.flatMap(({ what, result }) =>
    result.ok || result.kind === 'refused' ? [] : [{ what, detail: describe(what, result) }],
  );
  const isFaulty = (what: keyof Destinations) => faults.some((fault) => fault.what === what);
  if (isFaulty('spills') && (isFaulty('rows') || isFaulty('alerts'))) {
    const lines = faults.map(({ what, detail }) => `  ${what}: ${detail}`);
    throw new DeliveryError(`nothing durable can be reached (${lines.length} faults):\n${lines.join('\n')}`);
  }
  return faults;
}

function describe(what: keyof Destinations, { detail }: Unavailable): string {
  return `${detail}; settings ${MENDED_BY[what]}`;
}
