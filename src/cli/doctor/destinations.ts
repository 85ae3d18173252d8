import { isRestError } from '@azure/core-rest-pipeline';
import { QueueClient } from '@azure/storage-queue';
import { createBlobStore, createContainer } from '../../adapters/blobStore.ts';
import { toFailure } from '../../adapters/failure.ts';
import { createLogsIngestionSink } from '../../adapters/logsIngestion.ts';
import { within } from '../../adapters/within.ts';
import { STREAM_NAME } from '../../core/row/columns.ts';
import type { Delivery } from '../../delivery/ports.ts';
import { MENDED_BY } from '../../delivery/startCheck.ts';
import { type Deployment, isFinding, need } from './deployment.ts';
import { type Check, type Finding, fault, ok, warning } from './finding.ts';

const CHECK_MS = 15_000;

/** Does Log Analytics take rows? Asked with a request that holds none. */
export function checkRows(deployment: Deployment): Check {
  return async () => {
    const names = ['LOGS_INGESTION_ENDPOINT', 'LOGS_INGESTION_AUDIENCE', 'LOGS_INGESTION_RULE_ID'] as const;
    const settings = need(deployment, 'rows', names);
    if (isFinding(settings)) return [settings];
    const sink = createLogsIngestionSink({
      endpoint: settings.LOGS_INGESTION_ENDPOINT,
      audience: settings.LOGS_INGESTION_AUDIENCE,
      ruleId: settings.LOGS_INGESTION_RULE_ID,
      stream: STREAM_NAME,
      credential: deployment.credential,
    });
    const result = await sink.check(CHECK_MS);
    // A refusal of no rows at all comes from a service that knows the rule, the stream and the identity.
    if (!result.ok && result.kind === 'refused') return [ok('rows', 'the data collection rule answers')];
    return [toFinding('rows', result, 'the data collection rule takes rows', MENDED_BY.rows)];
  };
}

/** Is the queue of alerts there? */
export function checkQueue(deployment: Deployment): Check {
  return async () => {
    const settings = need(deployment, 'queue', ['ALERT_QUEUE_ENDPOINT', 'ALERT_QUEUE_NAME']);
    if (isFinding(settings)) return [settings];
    const { ALERT_QUEUE_ENDPOINT: endpoint, ALERT_QUEUE_NAME: name } = settings;
    const url = `${endpoint.replace(/\/+$/, '')}/${name}`;
    const client = new QueueClient(url, deployment.credential, { retryOptions: { maxTries: 2 } });
    try {
      const { approximateMessagesCount: waiting = 0 } = await within(CHECK_MS, (abortSignal) =>
        client.getProperties({ abortSignal }),
      );
      return [ok('queue', `${name} is there, with about ${waiting} alerts in it`)];
    } catch (error) {
      if (isRestError(error) && error.code === 'AuthorizationPermissionMismatch')
        return [
          warning(
            'queue',
            `${name}: the service and this identity are known there, but it may not look into the queue`,
            'for a look, give yourself Storage Queue Data Reader on the queue; what the app may tells --app',
          ),
        ];
      return [toFinding('queue', toFailure(error, { canRefuse: false }), '', MENDED_BY.alerts)];
    }
  };
}

/** Are the containers there, and can they be written? A blob is put there that the app's own check puts there, too. */
export function checkContainers(deployment: Deployment): Check {
  const check = async (
    what: 'spills' | 'deadLetters',
    setting: 'SPILL_CONTAINER' | 'DEAD_LETTER_CONTAINER',
  ) => {
    const settings = need(deployment, `container:${what}`, ['BLOB_ENDPOINT', setting]);
    if (isFinding(settings)) return settings;
    const { BLOB_ENDPOINT: endpoint, [setting]: containerName } = settings;
    const { credential } = deployment;
    const result = await createBlobStore(createContainer({ endpoint, containerName, credential })).check(
      CHECK_MS,
    );
    return toFinding(`container:${what}`, result, `${containerName} can be written`, MENDED_BY[what]);
  };
  return async () =>
    Promise.all([check('spills', 'SPILL_CONTAINER'), check('deadLetters', 'DEAD_LETTER_CONTAINER')]);
}

function toFinding(check: string, result: Delivery, found: string, mendedBy: string): Finding {
  return result.ok ? ok(check, found) : fault(check, result.detail, `check the settings ${mendedBy}`);
}
