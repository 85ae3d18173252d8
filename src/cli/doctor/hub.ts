import type { EventHubConsumerClient, PartitionProperties } from '@azure/event-hubs';
import { latestEventPosition } from '@azure/event-hubs';
import { within } from '../../adapters/within.ts';
import { createConsumer, type HubAddress, nameOf } from '../hub/address.ts';
import { toHubFault } from '../hub/fault.ts';
import { peek, readPartition } from '../hub/read.ts';
import { toDuration } from '../replay/progress.ts';
import { readCheckpoints } from './checkpoints.ts';
import { type Grounded, isFinding, obstacleOf } from './deployment.ts';
import { toRightFinding } from './destinations.ts';
import { type Check, type Finding, fault, ok, skipped, warning } from './finding.ts';

/** Whoever waits in front of a terminal wants an answer: one more try, and no long waits. */
const IMPATIENT = { maxRetries: 1, retryDelayInMs: 500, timeoutInMs: 10_000 };
const ANSWER_MS = 25_000;

/** Can the hub be reached and read, do events arrive, and does the function keep up with them? */
export function checkHub(deployment: Grounded): Check {
  return async () => {
    const { hub } = deployment;
    if (hub === undefined) return [skipped('hub', 'not looked at without valid settings of the hub')];
    const obstacle = obstacleOf(
      deployment,
      'hub',
      hub.namespace,
      hub.connectionString ? undefined : 'Event Hubs',
    );
    if (obstacle !== undefined) return [obstacle];
    // Every hub has this group, and the function app of a deployment another: nobody is disturbed.
    const client = createConsumer(hub, '$Default', IMPATIENT);
    try {
      const partitions = await within(ANSWER_MS, () => propertiesOf(client));
      const about = `${nameOf(hub)}: ${partitions.length} partitions`;
      return [
        ok('hub', about),
        toNewest(partitions, deployment),
        ...(await checkReading(client, partitions, hub, deployment)),
      ];
    } catch (error) {
      const { kind, found, todo } = toHubFault(error);
      const what = `${nameOf(hub)}: ${found}`;
      if (kind === 'right')
        return [
          toRightFinding(deployment, 'hub', what, 'of the hub; role Azure Event Hubs Data Receiver on it'),
        ];
      return [fault('hub', what, todo)];
    } finally {
      await client.close();
    }
  };
}

async function propertiesOf(client: EventHubConsumerClient): Promise<PartitionProperties[]> {
  const ids = await client.getPartitionIds();
  return Promise.all(ids.map((id) => client.getPartitionProperties(id)));
}

/** Diagnostic settings send every five minutes or so: where nothing new comes for long, they are likely gone. */
function toNewest(partitions: readonly PartitionProperties[], { patience }: Grounded): Finding {
  const times = partitions
    .filter(({ lastEnqueuedSequenceNumber }) => lastEnqueuedSequenceNumber >= 0)
    .map(({ lastEnqueuedOnUtc }) => lastEnqueuedOnUtc.getTime());
  const todo =
    'check the diagnostic setting of the tenant and the key of its rule: npm run azure -- connect writes it again';
  if (times.length === 0) return fault('events', 'no event has ever arrived', todo);
  const newest = Math.max(...times);
  const age = (Date.now() - newest) / 1000;
  const found = `the newest event is from ${new Date(newest).toISOString()}, ${toDuration(age)} ago`;
  return age > patience.newestMinutes * 60 ? fault('events', found, todo) : ok('events', found);
}

/** Without its consumer group the function cannot have read anything: to say so, too, would only distract. */
async function checkReading(
  client: EventHubConsumerClient,
  partitions: readonly PartitionProperties[],
  hub: HubAddress,
  deployment: Grounded,
): Promise<Finding[]> {
  const [group, lag] = await Promise.all([
    checkGroup(deployment, hub),
    checkLag(client, partitions, hub, deployment),
  ]);
  return group.state === 'fault' ? [group] : [group, lag];
}

/** Is the consumer group of the settings there? */
async function checkGroup({ config }: Grounded, hub: HubAddress): Promise<Finding> {
  const group = config.EVENT_HUB_CONSUMER_GROUP;
  if (group === undefined) return skipped('consumer-group', 'not looked at without EVENT_HUB_CONSUMER_GROUP');
  const client = createConsumer(hub, group, IMPATIENT);
  try {
    const [partition = '0'] = await client.getPartitionIds();
    await within(ANSWER_MS, async () => {
      // One answer, with or without events, is enough. A refusal follows the opening of a link at once.
      for await (const _ of readPartition(client, partition, latestEventPosition, { waitSeconds: 0.5 }))
        return;
    });
    return ok('consumer-group', `${group} is there; nobody reads partition ${partition} in it at the moment`);
  } catch (error) {
    const { kind, found, todo } = toHubFault(error);
    if (kind === 'taken') return ok('consumer-group', `${group} is there, and somebody reads it`);
    return fault('consumer-group', `${group}: ${found}`, todo);
  } finally {
    await client.close();
  }
}

/** How far the function is behind, by its own checkpoints. */
async function checkLag(
  client: EventHubConsumerClient,
  partitions: readonly PartitionProperties[],
  hub: HubAddress,
  deployment: Grounded,
): Promise<Finding> {
  const checkpoints = await readCheckpoints(deployment, hub);
  if (isFinding(checkpoints)) return checkpoints;
  const behind = partitions.flatMap(({ partitionId: id, lastEnqueuedSequenceNumber: last, ...rest }) => {
    const done = checkpoints.get(id);
    if (done === null) return [];
    const next = Math.max((done ?? -1) + 1, rest.beginningSequenceNumber);
    return last >= next && !rest.isEmpty ? [{ id, next, waiting: last - next + 1 }] : [];
  });
  if (behind.length === 0)
    return ok('lag', `nothing waits for the function in ${partitions.length} partitions`);
  const waiting = behind.reduce((sum, one) => sum + one.waiting, 0);
  const oldest = await Promise.all(
    behind.map(({ id, next }) => peek(client, id, { sequenceNumber: next, isInclusive: true })),
  );
  const times = oldest.flatMap((event) => event?.enqueuedTimeUtc.getTime() ?? []);
  const age = times.length === 0 ? 0 : (Date.now() - Math.min(...times)) / 1000;
  const places = behind.map((one) => `${one.id}: ${one.waiting}`).join(', ');
  const found = `${waiting === 1 ? '1 event waits' : `${waiting} events wait`}, the oldest for ${toDuration(age)} (by partition ${places})`;
  if (checkpoints.size === 0)
    return fault(
      'lag',
      `the function has never read this hub; ${found}`,
      'deploy the code, and look at its start in Application Insights',
    );
  if (age <= deployment.patience.waitingMinutes * 60) return ok('lag', found);
  const todo =
    'look at the function in Application Insights: it does not run, or its batches fail again and again';
  return age > 2 * deployment.patience.waitingMinutes * 60
    ? fault('lag', found, todo)
    : warning('lag', found, todo);
}
