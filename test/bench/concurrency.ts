import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BuiltApp, loadBuiltApp } from './app.ts';
import { toBatch } from './load.ts';
import { medianOf } from './measure.ts';
import type { Services } from './startServices.ts';

/** What so many requests at a time do, against services that take their time as those of Azure do. */
export interface ConcurrencyResult {
  readonly setting: 'CONCURRENT_UPLOADS' | 'CONCURRENT_ALERTS';
  readonly value: number;
  /** Milliseconds until a batch is done, with uploads; until the queue has an alert, with alerts. */
  readonly median: number;
  readonly worst: number;
}

/** How long the services think about each request, in milliseconds (assumed). */
const ROWS_DELAY_MS = 150;
const ALERTS_DELAY_MS = 15;

const TRIED = {
  CONCURRENT_UPLOADS: [1, 2, 4, 8],
  CONCURRENT_ALERTS: [2, 4, 8, 16, 32],
} as const;

const BATCH = { events: 100, recordsPerEvent: 80 };

/** Rounds at the beginning that do not count: see hotPath.ts. */
const WARM_UP = 5;

/** Every value has its turn in every round, in an app of its own: settings are read when an app is loaded. */
export async function measureConcurrency(
  services: Services,
  folder: string,
  rounds: number,
): Promise<ConcurrencyResult[]> {
  const results: ConcurrencyResult[] = [];
  for (const setting of ['CONCURRENT_UPLOADS', 'CONCURRENT_ALERTS'] as const) {
    const apps = new Map<number, BuiltApp>();
    const times = new Map<number, number[]>();
    const copies = mkdtempSync(join(tmpdir(), 'entra-signin-risk-bench-'));
    for (const value of TRIED[setting]) {
      const copy = join(copies, `${value}`);
      cpSync(folder, copy, { recursive: true });
      apps.set(value, await loadBuiltApp(copy, { ...services.settings, [setting]: `${value}` }));
      times.set(value, []);
    }
    let seed = 800_000;
    for (let round = -WARM_UP; round < rounds; round++) {
      for (const [value, app] of apps) {
        const bodies = toBatch('diverse', seed++, BATCH);
        await services.begin(ROWS_DELAY_MS, ALERTS_DELAY_MS);
        const begin = Date.now();
        await app.process(bodies);
        const wall = Date.now() - begin;
        const alerts = (await services.seen()).alertsAt.map((at) => at - begin);
        if (round >= 0) times.get(value)?.push(...(setting === 'CONCURRENT_UPLOADS' ? [wall] : alerts));
      }
    }
    rmSync(copies, { recursive: true });
    delete process.env[setting];
    for (const [value, all] of times)
      results.push({ setting, value, median: medianOf(all), worst: Math.max(...all) });
  }
  await services.begin();
  return results;
}
