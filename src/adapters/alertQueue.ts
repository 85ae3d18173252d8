import { Buffer } from 'node:buffer';
import { isRestError } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { QueueClient } from '@azure/storage-queue';
import type { AlertSink } from '../delivery/ports.ts';
import { toFailure } from './failure.ts';
import { within } from './within.ts';

export interface AlertQueueOptions {
  /** Of the storage account's queue service. */
  readonly endpoint: string;
  readonly queueName: string;
  readonly credential: TokenCredential;
}

/** Messages expire after 7 days unless told otherwise: an alert that nobody read over a holiday would be gone. */
const NEVER_EXPIRES = -1;

/** Alerts to a storage queue, one base64 message each (what the queue trigger and most consumers expect). */
export function createAlertQueue(options: AlertQueueOptions): AlertSink {
  const client = new QueueClient(
    `${options.endpoint.replace(/\/+$/, '')}/${options.queueName}`,
    options.credential,
    // Repeats are the delivery's: it knows how much time is left.
    { retryOptions: { maxTries: 1 } },
  );
  return {
    async send(alert, withinMs) {
      const message = Buffer.from(alert.text, 'utf8').toString('base64');
      try {
        await within(withinMs, (abortSignal) =>
          client.sendMessage(message, { messageTimeToLive: NEVER_EXPIRES, abortSignal }),
        );
        return { ok: true };
      } catch (error) {
        // An alert always fits and is plain base64: a refusal speaks of the queue, not of the alert.
        return toFailure(error, { canRefuse: false });
      }
    },
    async check(withinMs) {
      try {
        await within(withinMs, (abortSignal) => client.getProperties({ abortSignal }));
        return { ok: true };
      } catch (error) {
        // The role that may only send may not ask either: being told so takes a service, a queue and a known identity.
        if (isRestError(error) && error.code === 'AuthorizationPermissionMismatch') return { ok: true };
        return toFailure(error, { canRefuse: false });
      }
    },
  };
}
