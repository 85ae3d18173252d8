import { enqueuedOf } from './dueSpills.ts';
import type { LeasingStore } from './ports.ts';
import type { SpillSink } from './spill.ts';
import type { BacklogFact } from './telemetry.ts';

/**
 * What waits for a sink: how many spills, and how old the oldest data is. Lists all of them, 5,000 in a request.
 * @param now milliseconds since 1970
 * @throws StoreUnavailableError
 */
export async function measureBacklog(
  store: Pick<LeasingStore, 'list'>,
  sink: SpillSink,
  now: number,
): Promise<BacklogFact> {
  let spills = 0;
  let oldest = now;
  for await (const entry of store.list(`${sink}/`)) {
    spills++;
    const enqueued = Date.parse(enqueuedOf(entry));
    if (enqueued < oldest) oldest = enqueued;
  }
  return { kind: 'backlog', destination: sink, spills, oldestMs: now - oldest };
}
