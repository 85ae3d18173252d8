import type { BuiltApp } from './app.ts';
import { toBatch } from './load.ts';
import { type Cost, costOf, medianOf } from './measure.ts';
import { measureLarge } from './memory.ts';
import type { Services } from './startServices.ts';

/** What a size of batch (`maxEventBatchSize` of host.json) costs. */
export interface BatchSizeResult {
  readonly events: number;
  /** CPU milliseconds, and requests to Log Analytics, for 1,000 records in events of 20. */
  readonly cpu: number;
  readonly requests: number;
  /** Milliseconds until such a batch is done: what comes again when the instance dies. */
  readonly wall: number;
  /** Resident MiB at most, and milliseconds without a turn for others, in a batch of so many events of 256 KB. */
  readonly memory: number;
  readonly longestBlockMs: number;
}

const SIZES = [10, 25, 50, 100, 200, 400];
const RECORDS_PER_EVENT = 20;

/** Rounds at the beginning that do not count: see hotPath.ts. */
const WARM_UP = 5;

/** Every size has its turn in every round. */
export async function measureBatchSizes(
  services: Services,
  app: BuiltApp,
  folder: string,
  rounds: number,
): Promise<BatchSizeResult[]> {
  const costs = new Map<number, (Cost & { readonly requests: number })[]>(SIZES.map((size) => [size, []]));
  let seed = 700_000;
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const events of SIZES) {
      const bodies = toBatch('diverse', seed++, { events, recordsPerEvent: RECORDS_PER_EVENT });
      await services.begin();
      const cost = await costOf(() => app.process(bodies));
      const { requests } = await services.seen();
      if (round >= 0) costs.get(events)?.push({ ...cost, requests });
    }
  }
  const results: BatchSizeResult[] = [];
  for (const [events, all] of costs) {
    const per1000 = 1000 / (events * RECORDS_PER_EVENT);
    const { most, longestBlockMs } = await measureLarge(services, folder, events);
    results.push({
      events,
      cpu: medianOf(all.map(({ cpu }) => cpu)) * per1000,
      requests: medianOf(all.map(({ requests }) => requests)) * per1000,
      wall: medianOf(all.map(({ wall }) => wall)),
      memory: most,
      longestBlockMs,
    });
  }
  return results;
}
