import { createBlobStore, createContainer } from '../../adapters/blobStore.ts';
import { createLogsIngestionSink } from '../../adapters/logsIngestion.ts';
import { STREAM_NAME } from '../../core/row/columns.ts';
import type { Delivery } from '../../delivery/ports.ts';
import { MENDED_BY, type StartFault } from '../../delivery/startCheck.ts';
import { type Grounded, isFinding, need, obstacleOf } from './deployment.ts';
import { type Check, type Finding, fault, ok, warning } from './finding.ts';

export const CHECK_MS = 15_000;

/** Does Log Analytics take rows? Asked with a request that holds none. */
export function checkRows(deployment: Grounded): Check {
  return async () => {
    const names = ['LOGS_INGESTION_ENDPOINT', 'LOGS_INGESTION_AUDIENCE', 'LOGS_INGESTION_RULE_ID'] as const;
    const settings = need(deployment, 'rows', names);
    if (isFinding(settings)) return [settings];
    const obstacle = obstacleOf(deployment, 'rows', settings.LOGS_INGESTION_ENDPOINT, 'Log Analytics');
    if (obstacle !== undefined) return [obstacle];
    const sink = createLogsIngestionSink({
      endpoint: settings.LOGS_INGESTION_ENDPOINT,
      audience: settings.LOGS_INGESTION_AUDIENCE,
      ruleId: settings.LOGS_INGESTION_RULE_ID,
      stream: STREAM_NAME,
      credential: deployment.credential,
    });
    const result = await sink.check(CHECK_MS);
    const found = 'the data collection rule answers, and takes requests of this identity';
    // A refusal of no rows at all comes from a service that knows the rule, the stream and the identity.
    if (!result.ok && result.kind === 'refused') return [ok('rows', found)];
    return [toFinding(deployment, 'rows', result, found, 'rows')];
  };
}

/** Are the containers there, and can they be written? A blob is put there that the app's own check puts there, too. */
export function checkContainers(deployment: Grounded): Check {
  const checkContainer = async (
    what: 'spills' | 'deadLetters',
    setting: 'SPILL_CONTAINER' | 'DEAD_LETTER_CONTAINER',
  ): Promise<Finding> => {
    const check = `container:${what}`;
    const settings = need(deployment, check, ['BLOB_ENDPOINT', setting]);
    if (isFinding(settings)) return settings;
    const { BLOB_ENDPOINT: endpoint, [setting]: containerName } = settings;
    const obstacle = obstacleOf(deployment, check, endpoint, 'storage');
    if (obstacle !== undefined) return obstacle;
    const { credential } = deployment;
    const store = createBlobStore(createContainer({ endpoint, containerName, credential }));
    const result = await store.check(CHECK_MS);
    return toFinding(deployment, check, result, `${containerName} can be written`, what);
  };
  return async () =>
    Promise.all([
      checkContainer('spills', 'SPILL_CONTAINER'),
      checkContainer('deadLetters', 'DEAD_LETTER_CONTAINER'),
    ]);
}

/** What a destination's answer means, with the settings and the role that mend it. */
export function toFinding(
  deployment: Grounded,
  check: string,
  result: Delivery,
  found: string,
  what: StartFault['what'],
): Finding {
  if (result.ok) return ok(check, found);
  // The form of `toFailure`: the status stands first.
  if (!result.detail.startsWith('status 403 '))
    return fault(check, result.detail, `check the settings ${MENDED_BY[what]}`);
  return toRightFinding(deployment, check, result.detail, MENDED_BY[what]);
}

/** This identity is refused. What the app may, Azure tells where it is asked. */
export function toRightFinding(
  { isAppKnown }: Grounded,
  check: string,
  found: string,
  mendedBy: string,
): Finding {
  return isAppKnown
    ? warning(
        check,
        found,
        `this is what your own identity may; the app’s roles are told below (${mendedBy})`,
      )
    : fault(
        check,
        found,
        `check the settings ${mendedBy}; asked as you, so name the app with --app to see its own roles`,
      );
}
