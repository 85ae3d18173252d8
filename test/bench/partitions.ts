import type { BuiltApp } from './app.ts';
import { toBatch } from './load.ts';
import { costOf } from './measure.ts';

/** What batches of several partitions cost when they come at once. */
export interface PartitionsResult {
  readonly partitions: number;
  readonly recordsPerSecond: number;
  /** Milliseconds for 1,000 records. */
  readonly cpu: number;
}

const BATCH = { events: 50, recordsPerEvent: 20 };

/** So many batches of each partition: the last ones are alone for a while, which should not count for much. */
const BATCHES = 4;

/** Each partition works through batches of its own, one after the other, all of them at the same time. */
export async function measurePartitions(app: BuiltApp): Promise<PartitionsResult[]> {
  const results: PartitionsResult[] = [];
  let seed = 100_000;
  for (const partitions of [1, 4, 32]) {
    const work = Array.from({ length: partitions }, () =>
      Array.from({ length: BATCHES }, () => toBatch('diverse', seed++, BATCH)),
    );
    const { cpu, wall } = await costOf(() =>
      Promise.all(
        work.map(async (batches, partition) => {
          for (const bodies of batches) await app.process(bodies, partition);
        }),
      ),
    );
    const records = partitions * BATCHES * BATCH.events * BATCH.recordsPerEvent;
    results.push({ partitions, recordsPerSecond: (records / wall) * 1000, cpu: (cpu / records) * 1000 });
  }
  return results;
}
