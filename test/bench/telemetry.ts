import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { cpuOfStart } from './coldStart.ts';
import { medianOf } from './measure.ts';
import type { Services } from './startServices.ts';

export interface TelemetryResult {
  /** Median CPU milliseconds for 1,000 records, without telemetry and with it. */
  readonly without: number;
  readonly with: number;
  /** Median of the rounds' own ratios. */
  readonly ratio: number;
  /** Median CPU milliseconds of a process that loads the app, without settings for telemetry and with them. */
  readonly coldWithout: number;
  readonly coldWith: number;
  /** Median CPU milliseconds for loading the SDK and the exporter of Azure Monitor, which a process does once. */
  readonly load: number;
}

const answerSchema = z.object({ cpu: z.number() });

/** What the process is told. */
export type TelemetryAsked = 'measure' | 'end';

/**
 * Lets two processes of the same built app do the same batches in turn: one whose telemetry goes to an OTLP endpoint, and
 * one without. What else the machine does meets both.
 */
export async function measureTelemetry(
  services: Services,
  folder: string,
  rounds: number,
): Promise<TelemetryResult> {
  const program = fileURLToPath(new URL('telemetryRun.ts', import.meta.url));
  const start = (settings: Readonly<Record<string, string>>) =>
    fork(program, [folder], {
      env: { ...process.env, ...services.settings, ...settings, BENCH_CA: services.ca },
    });
  // The service answers every request with success; that nobody looks into it costs the app nothing.
  const telling = start({
    OTEL_EXPORTER_OTLP_ENDPOINT: services.endpoint,
    OTEL_METRIC_EXPORT_INTERVAL: '1000',
  });
  const silent = start({});
  const ask = async (child: typeof telling): Promise<number> => {
    child.send('measure' satisfies TelemetryAsked);
    const [answer] = await once(child, 'message');
    return answerSchema.parse(answer).cpu;
  };
  const pairs: { without: number; with: number }[] = [];
  try {
    for (let round = -3; round < rounds; round++) {
      const pair = { without: await ask(silent), with: await ask(telling) };
      if (round >= 0) pairs.push(pair);
    }
  } finally {
    telling.send('end' satisfies TelemetryAsked);
    silent.send('end' satisfies TelemetryAsked);
  }
  return {
    without: medianOf(pairs.map((pair) => pair.without)),
    with: medianOf(pairs.map((pair) => pair.with)),
    ratio: medianOf(pairs.map((pair) => pair.with / pair.without)),
    ...measureStarts(services, folder, Math.max(5, rounds)),
  };
}

const CONNECTION_STRING =
  'InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=https://127.0.0.1:9/';

function measureStarts(
  { settings }: Services,
  folder: string,
  rounds: number,
): Pick<TelemetryResult, 'coldWithout' | 'coldWith' | 'load'> {
  const told = { ...settings, APPLICATIONINSIGHTS_CONNECTION_STRING: CONNECTION_STRING };
  const later = join(folder, 'later');
  // Loading these two loads what they share.
  const sdk = readdirSync(later)
    .filter((name) => /^(openTelemetry|azureMonitorExporters)-.*\.mjs$/.test(name))
    .map((name) => join(later, name));
  const main = join(folder, 'main.mjs');
  const runs = Array.from({ length: rounds }, () => ({
    without: cpuOfStart(settings, [main]),
    with: cpuOfStart(told, [main]),
    sdk: cpuOfStart(told, [main, ...sdk]),
  }));
  return {
    coldWithout: medianOf(runs.map((run) => run.without)),
    coldWith: medianOf(runs.map((run) => run.with)),
    load: medianOf(runs.map((run) => run.sdk - run.with)),
  };
}
