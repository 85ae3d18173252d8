import { Buffer } from 'node:buffer';
import { isRestError } from '@azure/core-rest-pipeline';
import { QueueClient } from '@azure/storage-queue';
import { toFailure } from '../../adapters/failure.ts';
import { within } from '../../adapters/within.ts';
import { type Grounded, isFinding, need, obstacleOf } from './deployment.ts';
import { CHECK_MS, toFinding } from './destinations.ts';
import { type Check, type Finding, ok, warning } from './finding.ts';

/** Is the queue of alerts there, and where that is asked for, does it take messages? */
export function checkQueue(deployment: Grounded, writes: boolean): Check {
  return async () => {
    const settings = need(deployment, 'queue', ['ALERT_QUEUE_ENDPOINT', 'ALERT_QUEUE_NAME']);
    if (isFinding(settings)) return [settings];
    const { ALERT_QUEUE_ENDPOINT: endpoint, ALERT_QUEUE_NAME: name } = settings;
    const obstacle = obstacleOf(deployment, 'queue', endpoint, 'storage');
    if (obstacle !== undefined) return [obstacle];
    const client = new QueueClient(`${endpoint.replace(/\/+$/, '')}/${name}`, deployment.credential, {
      retryOptions: { maxTries: 2 },
    });
    const look = await lookAt(client, name, deployment);
    return writes && look.state !== 'fault' ? [look, await writeTo(client, name, deployment)] : [look];
  };
}

async function lookAt(client: QueueClient, name: string, deployment: Grounded): Promise<Finding> {
  try {
    const { approximateMessagesCount: waiting = 0 } = await within(CHECK_MS, (abortSignal) =>
      client.getProperties({ abortSignal }),
    );
    return ok('queue', `${name} is there, with about ${waiting} alerts in it`);
  } catch (error) {
    // The role that may only send may not look either.
    if (isRestError(error) && error.code === 'AuthorizationPermissionMismatch')
      return warning(
        'queue',
        `${name}: this identity is known there, but may not look into the queue`,
        'for a look, give yourself Storage Queue Data Reader on it; what the app may, --app tells',
      );
    return toFinding(deployment, 'queue', toFailure(error, { canRefuse: false }), '', 'alerts');
  }
}

/** Consumers do not see the message; should it not be taken back, it is gone after the second that it shows. */
const HIDDEN_SECONDS = 20;

/** Valid for every consumer's decoder, and says nothing. */
const MESSAGE = Buffer.from('{}').toString('base64');

/** Puts a hidden message into the queue, and takes it away again. */
async function writeTo(client: QueueClient, name: string, deployment: Grounded): Promise<Finding> {
  try {
    await within(CHECK_MS, async (abortSignal) => {
      const { messageId, popReceipt } = await client.sendMessage(MESSAGE, {
        visibilityTimeout: HIDDEN_SECONDS,
        messageTimeToLive: HIDDEN_SECONDS + 1,
        abortSignal,
      });
      await client.deleteMessage(messageId, popReceipt, { abortSignal }).catch(unlessRefused);
    });
    return ok('queue:write', `${name} takes messages`);
  } catch (error) {
    return toFinding(deployment, 'queue:write', toFailure(error, { canRefuse: false }), '', 'alerts');
  }
}

/** Who may send may not always delete. */
function unlessRefused(error: unknown): void {
  if (!isRestError(error) || error.statusCode !== 403) throw error;
}
