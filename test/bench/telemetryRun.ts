/**
 * A process of its own with one copy of the built app, so that two of them differ in their settings alone. Over IPC it
 * is told a TelemetryAsked, and answers with the CPU milliseconds that 1,000 records took.
 * Usage: node telemetryRun.ts <folder>
 */
import { trustCertificate } from '../../src/sandbox/trust.ts';
import { loadBuiltApp } from './app.ts';
import { toBatch } from './load.ts';
import { costOf } from './measure.ts';
import type { TelemetryAsked } from './telemetry.ts';

const BATCH = { events: 100, recordsPerEvent: 20 };
const BATCHES = 5;

trustCertificate(process.env['BENCH_CA'] ?? '');
const app = await loadBuiltApp(process.argv[2] ?? '', {});
let seed = 0;

process.on('message', async (asked: TelemetryAsked) => {
  if (asked === 'end') return process.exit();
  const batches = Array.from({ length: BATCHES }, () => toBatch('diverse', 500_000 + seed++, BATCH));
  const { cpu } = await costOf(async () => {
    for (const bodies of batches) await app.process(bodies);
  });
  const records = BATCHES * BATCH.events * BATCH.recordsPerEvent;
  process.send?.({ cpu: (cpu / records) * 1000 });
});
