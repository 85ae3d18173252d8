import { measureAlerts } from './alerts.ts';
import type { BuiltApp } from './app.ts';
import { measureBatchSizes } from './batchSizes.ts';
import { measureColdStart } from './coldStart.ts';
import { measureConcurrency } from './concurrency.ts';
import { type Batches, measureHotPath } from './hotPath.ts';
import { measureLarge, measureMany } from './memory.ts';
import { measurePartitions } from './partitions.ts';
import { measureRows } from './rows.ts';
import type { Services } from './startServices.ts';
import { table } from './table.ts';
import { measureTelemetry } from './telemetry.ts';

/** What every section works with. */
export interface Bench {
  readonly services: Services;
  readonly app: BuiltApp;
  /** The folder of the built app. */
  readonly folder: string;
  readonly rounds: number;
}

export interface Section {
  readonly name: string;
  readonly title: string;
  /** @returns the figures, and lines for people */
  run(bench: Bench): Promise<{ readonly figures: unknown; readonly lines: readonly string[] }>;
}

const BATCHES: readonly Batches[] = [
  { profile: 'diverse', events: 100, recordsPerEvent: 20 },
  { profile: 'uniform', events: 100, recordsPerEvent: 20 },
  { profile: 'diverse', events: 10, recordsPerEvent: 20 },
  { profile: 'diverse', events: 20, recordsPerEvent: 80 },
];

const one = (value: number) => value.toFixed(1);
const whole = (value: number) => value.toFixed(0);

export const SECTIONS: readonly Section[] = [
  {
    name: 'path',
    title: 'CPU and wall milliseconds for 1,000 records',
    async run({ services, app, rounds }) {
      const figures = [];
      for (const batches of BATCHES) figures.push(await measureHotPath(services, app, batches, rounds));
      const lines = figures.flatMap((result) => [
        `${result.profile} records of ${result.bytesPerRecord} bytes, ${result.events} events of ${result.recordsPerEvent}; c / b = ${result.handlerToSdk.toFixed(2)}`,
        ...table(
          ['', 'CPU', 'wall'],
          Object.entries(result.costs).map(([name, { cpu, wall }]) => [name, one(cpu), one(wall)]),
        ),
        '',
      ]);
      return { figures, lines };
    },
  },
  {
    name: 'alerts',
    title: 'Milliseconds from the beginning of a batch of 2,000 records until the queue has its alerts',
    async run({ services, app, rounds }) {
      const figures = await measureAlerts(services, app, rounds);
      return {
        figures,
        lines: table(
          ['Log Analytics', 'alerts', 'median', 'worst'],
          figures.map(({ upload, alerts, median, worst }) => [
            upload,
            whole(alerts),
            whole(median),
            whole(worst),
          ]),
        ),
      };
    },
  },
  {
    name: 'cold',
    title: 'Cold start',
    async run({ services, folder, rounds }) {
      const figures = measureColdStart(folder, services.settings, Math.max(9, rounds));
      return {
        figures,
        lines: [
          `CPU of an empty process ${one(figures.empty)} ms, with the app loaded ${one(figures.app)} ms: ${figures.ratio.toFixed(2)} times as much`,
          `package: ${(figures.packageBytes / 1e6).toFixed(2)} MB`,
        ],
      };
    },
  },
  {
    name: 'telemetry',
    title: 'What telemetry costs',
    async run({ services, folder, rounds }) {
      const figures = await measureTelemetry(services, folder, rounds);
      return {
        figures,
        lines: [
          `CPU for 1,000 records without ${one(figures.without)} ms, with metrics and traces ${one(figures.with)} ms: ${figures.ratio.toFixed(2)} times as much`,
          `CPU of a start with the app loaded and settings for telemetry ${one(figures.coldWith)} ms, without ${one(figures.coldWithout)} ms; its SDK is loaded behind the first batch, for ${one(figures.load)} ms of CPU`,
        ],
      };
    },
  },
  {
    name: 'rows',
    title: 'Bytes of a row',
    async run() {
      const figures = measureRows();
      return {
        figures,
        lines: table(
          ['category', 'detail', 'rows', 'median', 'gzipped', 'of the record'],
          figures.map(({ category, detail, rows, bytes, gzipped, share }) => [
            category,
            detail,
            whole(rows),
            whole(bytes),
            whole(gzipped),
            `${whole(share * 100)} %`,
          ]),
        ),
      };
    },
  },
  {
    name: 'partitions',
    title: 'Batches of 1,000 records of several partitions at once',
    async run({ app }) {
      const figures = await measurePartitions(app);
      return {
        figures,
        lines: table(
          ['partitions', 'records/s', 'CPU ms for 1,000'],
          figures.map(({ partitions, recordsPerSecond, cpu }) => [
            whole(partitions),
            whole(recordsPerSecond),
            one(cpu),
          ]),
        ),
      };
    },
  },
  {
    name: 'large',
    title: 'One batch of 25 MB (100 events of 256 KB)',
    async run({ services, folder }) {
      const figures = await measureLarge(services, folder);
      const { before, most, longestBlockMs, wallMs, firstRowsMs } = figures;
      return {
        figures,
        lines: [
          `longest time without a turn for others: ${whole(longestBlockMs)} ms; all of it: ${whole(wallMs)} ms; first rows on their way after ${whole(firstRowsMs)} ms`,
          `resident memory: ${whole(before)} MiB before, at most ${whole(most)} MiB`,
        ],
      };
    },
  },
  {
    name: 'batches',
    title: 'Sizes of batches (maxEventBatchSize)',
    async run({ services, app, folder, rounds }) {
      const figures = await measureBatchSizes(services, app, folder, rounds);
      return {
        figures,
        lines: table(
          [
            'events',
            'CPU ms for 1,000',
            'requests for 1,000',
            'ms for a batch',
            'MiB with 256 KB events',
            'longest block, ms',
          ],
          figures.map(({ events, cpu, requests, wall, memory, longestBlockMs }) => [
            whole(events),
            one(cpu),
            one(requests),
            whole(wall),
            whole(memory),
            whole(longestBlockMs),
          ]),
        ),
      };
    },
  },
  {
    name: 'concurrency',
    title: 'Requests at a time',
    async run({ services, folder, rounds }) {
      const figures = await measureConcurrency(services, folder, rounds);
      return {
        figures,
        lines: table(
          ['', 'at a time', 'median ms', 'worst ms'],
          figures.map(({ setting, value, median, worst }) => [
            setting,
            whole(value),
            whole(median),
            whole(worst),
          ]),
        ),
      };
    },
  },
  {
    name: 'memory',
    title: 'Resident memory through 1,000,000 records',
    async run({ services, folder }) {
      const figures = await measureMany(services, folder, 1_000_000);
      const { at100k, least, most } = figures;
      return {
        figures,
        lines: [`${whole(at100k)} MiB after 100,000 records; then ${whole(least)} to ${whole(most)} MiB`],
      };
    },
  },
];
