import type { BuiltApp } from './app.ts';
import { toBatch } from './load.ts';
import { medianOf } from './measure.ts';
import type { Services } from './startServices.ts';

/** How long alerts take from the beginning of their batch until the queue has them, in milliseconds. */
export interface AlertsResult {
  /** What Log Analytics does meanwhile. */
  readonly upload: string;
  readonly alerts: number;
  readonly median: number;
  readonly worst: number;
}

const BATCH = { events: 100, recordsPerEvent: 20 };

/** Batches at the beginning that do not count: see hotPath.ts. */
const WARM_UP = 25;

/** Lets Log Analytics answer at once, and after three seconds: alerts must not notice. */
export async function measureAlerts(
  services: Services,
  app: BuiltApp,
  rounds: number,
): Promise<AlertsResult[]> {
  const results: AlertsResult[] = [];
  for (let i = 0; i < WARM_UP; i++) await app.process(toBatch('diverse', 60_000 + i, BATCH));
  for (const [upload, delayMs] of [
    ['answers at once', 0],
    ['answers after 3 s', 3_000],
  ] as const) {
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const bodies = toBatch('diverse', 50_000 + delayMs + round, BATCH);
      await services.begin(delayMs);
      const begin = Date.now();
      await app.process(bodies);
      times.push(...(await services.seen()).alertsAt.map((at) => at - begin));
    }
    results.push({ upload, alerts: times.length, median: medianOf(times), worst: Math.max(...times) });
  }
  await services.begin();
  return results;
}
