import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Services } from './startServices.ts';

export interface MemoryTask {
  readonly app: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly ca: string;
  /** So many records in ordinary batches, or one batch of so many of the largest events. */
  readonly kind: 'many' | 'large';
  readonly count: number;
}

export interface MemoryAnswer {
  /** Resident megabytes over time. */
  readonly rss: readonly number[];
  readonly longestBlockMs: number;
  /** Milliseconds since 1970. */
  readonly beganAt: number;
  readonly wallMs: number;
}

/** Memory of a process through many records: at 100,000, and at least and at most after that. */
export interface ManyResult {
  readonly records: number;
  readonly at100k: number;
  readonly least: number;
  readonly most: number;
}

/** One batch of the largest events. */
export interface LargeResult {
  /** Resident megabytes before, and at most meanwhile. */
  readonly before: number;
  readonly most: number;
  readonly longestBlockMs: number;
  readonly wallMs: number;
  /** From the beginning of the batch until the first rows were on their way. */
  readonly firstRowsMs: number;
}

const PROGRAM = fileURLToPath(new URL('memoryRun.ts', import.meta.url));

async function runApart(services: Services, app: string, kind: MemoryTask['kind'], count: number) {
  const child = fork(PROGRAM, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  child.send({ app, settings: services.settings, ca: services.ca, kind, count } satisfies MemoryTask);
  const [first] = await once(child, 'message');
  if (first !== 'ready') return first as MemoryAnswer;
  // What came before was to warm up.
  await services.begin();
  child.send('go');
  const [answer] = await once(child, 'message');
  return answer as MemoryAnswer;
}

/** @param records a multiple of 50,000, more than 100,000 */
export async function measureMany(services: Services, app: string, records: number): Promise<ManyResult> {
  const { rss } = await runApart(services, app, 'many', records);
  const [, at100k = 0, ...later] = rss;
  return { records, at100k, least: Math.min(...later), most: Math.max(...later) };
}

/** @param events of 256 KB each: the host hands over at most 100 */
export async function measureLarge(services: Services, app: string, events = 100): Promise<LargeResult> {
  const { rss, longestBlockMs, beganAt, wallMs } = await runApart(services, app, 'large', events);
  const firstRowsMs = (await services.seen()).firstRowsAt - beganAt;
  return { before: rss[0] ?? 0, most: Math.max(...rss), longestBlockMs, wallMs, firstRowsMs };
}
