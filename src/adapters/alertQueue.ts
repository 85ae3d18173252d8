import { Buffer } from 'node:buffer';
import type { TokenCredential } from '@azure/identity';
import { QueueClient } from '@azure/storage-queue';
import type { AlertSink } from '../delivery/ports.ts';
import { toFailure } from './failure.ts';
import { PATIENCE, type Patience } from './patience.ts';

export interface AlertQueueOptions {
  /** Of the storage account's queue service. */
  readonly endpoint: string;
  readonly queueName: string;
  readonly credential: TokenCredential;
  readonly patience?: Patience;
}

/** Messages expire after 7 days unless told otherwise: an alert that nobody read over a holiday would be gone. */
const NEVER_EXPIRES = -1;

/** Alerts to a storage queue, one base64 message each (what the queue trigger and most consumers expect). */
export function createAlertQueue(options: AlertQueueOptions): AlertSink {
  const { retries, firstDelayMs, totalMs } = options.patience ?? PATIENCE;
  const client = new QueueClient(
    `${options.endpoint.replace(/\/+$/, '')}/${options.queueName}`,
    options.credential,
    { retryOptions: { maxTries: retries + 1, retryDelayInMs: firstDelayMs } },
  );
  return {
    async send(alert) {
      try {
        const message = Buffer.from(alert.text, 'utf8').toString('base64');
        await client.sendMessage(message, {
          messageTimeToLive: NEVER_EXPIRES,
          abortSignal: AbortSignal.timeout(totalMs),
        });
        return { ok: true };
      } catch (error) {
        // An alert always fits and is plain base64: a refusal speaks of the queue, not of the alert.
        return toFailure(error, { canRefuse: false });
      }
    },
  };
}
