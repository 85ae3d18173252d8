import { setTimeout as delay } from 'node:timers/promises';
import { startAlertCollector } from '../../src/sandbox/collect.ts';
import { createRandom } from '../../src/sandbox/generator/random.ts';
import { mendAll } from './faults.ts';
import { type Account, createLedger, type Ledger } from './ledger.ts';
import { createLoad } from './load.ts';
import type { Processor } from './processors.ts';
import type { Rig } from './rig.ts';
import type { Scenario, Stage } from './scenario.ts';

/** The figures of a scenario. */
export interface Figures extends Account {
  readonly name: string;
  readonly spilled: number;
  readonly redelivered: number;
  readonly failedInvocations: number;
  /** From the beginning of a batch until the queue had the alert, in milliseconds of ours. */
  readonly alertMs: { readonly median: number; readonly worst: number };
  /** Resident memory of the processor that lived longest: at the end of the first quarter of its life, and at most after it. */
  readonly memory: { readonly early: number; readonly most: number };
  /** From the end of the fault until nothing waited any more, in minutes of the processors. */
  readonly drainMinutes: number;
  readonly seconds: number;
}

export interface RunOptions {
  readonly seed: number;
  readonly records: number;
  /** When to give up waiting for the backlog, in seconds of ours. */
  readonly patienceSeconds: number;
}

const RECORDS_PER_EVENT = 20;
const EVENTS_PER_BATCH = 5;

/**
 * Runs one scenario: load, fault, and then the wait until everything that was sent is somewhere.
 * @throws Error when the backlog does not drain
 */
export async function runScenario(rig: Rig, scenario: Scenario, options: RunOptions): Promise<Figures> {
  const begin = performance.now();
  const ledger = createLedger();
  rig.use(ledger);
  const all: Processor[] = [];
  const running = new Set<Processor>();
  const stage = toStage(rig, scenario, options.seed, all, running);
  const collector = startAlertCollector(
    rig.endpoints.alerts,
    toLines((id) => ledger.alertArrived(id)),
  );
  const load = { ...options, recordsPerEvent: RECORDS_PER_EVENT, poison: scenario.poison === true };
  const batches = options.records / RECORDS_PER_EVENT / EVENTS_PER_BATCH;
  const sending = rig.send(createLoad(load), (scenario.minutes * 60_000) / rig.scale / batches);
  try {
    if (!scenario.startsItself) await stage.start();
    await Promise.all([sending, scenario.run(stage)]);
    mendAll(rig);
    const mended = performance.now();
    await drained(rig, running, options.patienceSeconds);
    const drainMinutes = ((performance.now() - mended) * rig.scale) / 60_000;
    await Promise.all([...running].map((processor) => processor.stop()));
    await collector.finish();
    await collectLetters(rig, ledger);
    return toFigures(rig, scenario, all, ledger.account(), drainMinutes, performance.now() - begin);
  } finally {
    mendAll(rig);
    await Promise.all([...running].map((processor) => processor.kill()));
  }
}

function toStage(
  rig: Rig,
  { name }: Scenario,
  seed: number,
  all: Processor[],
  running: Set<Processor>,
): Stage {
  const random = createRandom(seed, name);
  const PRECISION = 1_000_000;
  return {
    rig,
    random: () => random.int(0, PRECISION - 1) / PRECISION,
    minutes: (count) => delay((count * 60_000) / rig.scale),
    async start(startOptions) {
      const processor = await rig.startProcessor(startOptions);
      const ended = (end: () => Promise<void>) => async () => {
        running.delete(listed);
        await end();
      };
      const listed: Processor = {
        told: processor.told,
        kill: ended(processor.kill),
        stop: ended(processor.stop),
      };
      all.push(listed);
      running.add(listed);
      return listed;
    },
    get processors() {
      return [...running];
    },
  };
}

const POLL_MS = 100;

async function drained(rig: Rig, running: ReadonlySet<Processor>, patienceSeconds: number): Promise<void> {
  const giveUp = performance.now() + patienceSeconds * 1_000;
  while (true) {
    const [unread, spills] = [await rig.unread(), await rig.spills()];
    if (unread === 0 && spills === 0) return;
    if (performance.now() > giveUp) {
      const last = [...running].map(({ told }) => told.lastFailure).join('; ');
      throw new Error(
        `after ${patienceSeconds} s ${unread} events are unread and ${spills} spills wait; ` +
          `the last failure was: ${last || 'none'}`,
      );
    }
    await delay(POLL_MS);
  }
}

async function collectLetters({ endpoints }: Rig, ledger: Ledger): Promise<void> {
  const { deadLetters } = endpoints;
  for await (const { name } of deadLetters.listBlobsFlat()) {
    const blob = deadLetters.getBlobClient(name);
    const text = (await blob.downloadToBuffer()).toString('utf8');
    for (const line of text.split('\n').slice(0, -1))
      ledger.letterArrived(Buffer.from(JSON.parse(line).bytesBase64, 'base64'));
    await blob.delete();
  }
}

function toLines(onId: (id: string) => void) {
  return {
    path: '',
    lines: 0,
    write: async (texts: readonly string[]) => {
      for (const text of texts) onId(JSON.parse(text).id);
    },
    close: async () => undefined,
  };
}

function toFigures(
  rig: Rig,
  { name }: Scenario,
  processors: readonly Processor[],
  account: Account,
  drainMinutes: number,
  ms: number,
): Figures {
  const sum = (of: (told: Processor['told']) => number) =>
    processors.reduce((n, { told }) => n + of(told), 0);
  const latencies = rig.latencies.values();
  const longest = processors.map(({ told }) => told.memory).toSorted((a, b) => b.length - a.length)[0] ?? [];
  const quarter = Math.floor(longest.length / 4);
  return {
    name,
    ...account,
    spilled: rig.spillCount.rows + rig.spillCount.alerts,
    redelivered: sum(({ redelivered }) => redelivered),
    failedInvocations: sum(({ failures }) => failures),
    alertMs: { median: latencies[Math.floor(latencies.length / 2)] ?? 0, worst: latencies.at(-1) ?? 0 },
    memory: {
      early: longest[quarter]?.rss ?? 0,
      most: Math.max(0, ...longest.slice(quarter).map(({ rss }) => rss)),
    },
    drainMinutes,
    seconds: ms / 1_000,
  };
}
