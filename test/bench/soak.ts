import { Buffer } from 'node:buffer';
import { setTimeout as delay } from 'node:timers/promises';
import { createGenerator } from '../../src/sandbox/generator/records.ts';
import type { Processor } from '../chaos/processors.ts';
import { startRig } from '../chaos/rig.ts';
import { plot } from './plot.ts';
import { createSoakLedger, type Interval } from './soakLedger.ts';
import { table } from './table.ts';

/** The figures of one interval of a soak; lag is from sending to the hub until Log Analytics has the row. */
export interface SoakPoint extends Interval {
  /** Seconds since the beginning, at the end of the interval. */
  readonly second: number;
  /** Of the process that runs the functions: resident MiB, and CPU as a percentage of one core. */
  readonly memory: number;
  readonly cpu: number;
}

export interface SoakResult {
  readonly rate: number;
  readonly sent: number;
  readonly rows: number;
  /** Records that never arrived. */
  readonly lost: number;
  readonly points: readonly SoakPoint[];
}

const RECORDS_PER_EVENT = 20;
const TURN_MS = 100;
const INTERVAL_MS = 10_000;
const PATIENCE_MS = 60_000;

/**
 * Sends sign-ins at a steady rate into the hub of the sandbox, where a process with the functions reads them and delivers
 * to the sandbox's Log Analytics and queue: what a tenant of a million users does at its peak.
 * @param rate records a second, a multiple of 200
 */
export async function runSoak(
  minutes: number,
  rate: number,
  print: (line: string) => void,
): Promise<SoakResult> {
  const rig = await startRig(1);
  const ledger = createSoakLedger();
  rig.use(ledger);
  const processor = await rig.startProcessor();
  const points: SoakPoint[] = [];
  const eventsPerTurn = Math.max(1, Math.round((rate * TURN_MS) / 1000 / RECORDS_PER_EVENT));
  const generator = createGenerator({ seed: 1, start: new Date() });
  const makeEvent = () => Buffer.from(generator.event(RECORDS_PER_EVENT));
  const begin = performance.now();
  let nextPoint = begin + INTERVAL_MS;
  const measure = () => {
    const second = Math.round((performance.now() - begin) / 1000);
    const point = { second, ...ledger.take(), ...usageOf(processor) };
    points.push(point);
    print(toLine(point));
  };
  try {
    for (let turn = 1; performance.now() < begin + minutes * 60_000; turn++) {
      await rig.send(Array.from({ length: eventsPerTurn }, makeEvent));
      if (performance.now() >= nextPoint) {
        measure();
        nextPoint += INTERVAL_MS;
        // Lets the hub forget what is done: it would be most of the memory here.
        await rig.unread();
      }
      await delay(Math.max(0, begin + turn * TURN_MS - performance.now()));
    }
    const giveUp = performance.now() + PATIENCE_MS;
    while (ledger.total().underWay > 0 && performance.now() < giveUp) await delay(TURN_MS);
    measure();
    await processor.stop();
  } finally {
    await processor.kill();
    await rig.close();
  }
  const { sent, rows, underWay } = ledger.total();
  for (const line of summary(points)) print(line);
  print(`${sent} records sent, ${rows} rows, ${underWay} lost`);
  return { rate, sent, rows, lost: underWay, points };
}

function usageOf({ told: { memory } }: Processor): Pick<SoakPoint, 'memory' | 'cpu'> {
  const last = memory.at(-1);
  if (last === undefined) return { memory: 0, cpu: 0 };
  const before = memory.findLast(({ at }) => at <= last.at - INTERVAL_MS) ?? memory[0] ?? last;
  const elapsed = Math.max(1, last.at - before.at);
  return { memory: last.rss / 2 ** 20, cpu: ((last.cpu - before.cpu) / elapsed) * 100 };
}

function toLine({ second, sent, rows, lag, worstLag, memory, cpu }: SoakPoint): string {
  const figures = `${sent} sent, ${rows} rows, lag ${lag.toFixed(0)} ms (worst ${worstLag.toFixed(0)})`;
  return `${String(second).padStart(5)} s  ${figures}, ${memory.toFixed(0)} MiB, CPU ${cpu.toFixed(0)} %`;
}

function summary(points: readonly SoakPoint[]): string[] {
  const series = (title: string, of: (point: SoakPoint) => number) => ['', title, ...plot(points.map(of))];
  return [
    ...series('lag, median of the interval, ms', ({ lag }) => lag),
    ...series('memory, MiB', ({ memory }) => memory),
    ...series('CPU, % of one core', ({ cpu }) => cpu),
    '',
    ...table(
      ['', 'first minute', 'last minute', 'most'],
      (['lag', 'memory', 'cpu'] as const).map((name) => {
        const values = points.map((point) => point[name]);
        const mean = (some: readonly number[]) => some.reduce((a, b) => a + b, 0) / Math.max(1, some.length);
        return [name, mean(values.slice(0, 6)), mean(values.slice(-6)), Math.max(...values)].map((cell) =>
          typeof cell === 'number' ? cell.toFixed(0) : cell,
        );
      }),
    ),
    '',
  ];
}
