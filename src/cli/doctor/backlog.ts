import { createContainer } from '../../adapters/blobStore.ts';
import { createLeasingStore } from '../../adapters/leasingStore.ts';
import { attemptsOf, enqueuedOf } from '../../delivery/dueSpills.ts';
import { StoreUnavailableError } from '../../delivery/ports.ts';
import { type Grounded, isFinding, need, obstacleOf } from './deployment.ts';
import { type Check, ok, skipped, warning } from './finding.ts';

/** Names enough to tell that something is wrong; spills list counts all. */
const MOST = 2_000;

/** Does good data wait because a destination does not take it? */
export function checkBacklog(deployment: Grounded): Check {
  return async () => {
    const settings = need(deployment, 'backlog', ['BLOB_ENDPOINT', 'SPILL_CONTAINER']);
    if (isFinding(settings)) return [settings];
    const { BLOB_ENDPOINT: endpoint, SPILL_CONTAINER: containerName } = settings;
    const obstacle = obstacleOf(deployment, 'backlog', endpoint, 'storage');
    if (obstacle !== undefined) return [obstacle];
    const { credential } = deployment;
    const store = createLeasingStore(createContainer({ endpoint, containerName, credential }));
    let spills = 0;
    let tried = 0;
    let oldest: string | undefined;
    try {
      for await (const entry of store.list('')) {
        if (!entry.name.endsWith('.gz')) continue;
        spills++;
        tried = Math.max(tried, attemptsOf(entry));
        const enqueued = enqueuedOf(entry);
        if (oldest === undefined || enqueued < oldest) oldest = enqueued;
        if (spills >= MOST) break;
      }
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      return [skipped('backlog', `the spills cannot be listed: ${error.message}`)];
    }
    if (spills === 0) return [ok('backlog', 'no spill waits')];
    const amount =
      spills === 1 ? '1 spill waits' : `${spills >= MOST ? 'more than ' : ''}${spills} spills wait`;
    const found = `${amount}, the oldest from ${oldest}, tried up to ${tried} times`;
    return [
      warning('backlog', found, 'see which destination is down, above; spills list and spills redeliver'),
    ];
  };
}
