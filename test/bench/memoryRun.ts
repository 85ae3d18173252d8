/**
 * A process of its own that runs records through the handler and tells of its memory. Usage, over IPC: it is sent
 * a MemoryTask, says `ready` before what counts, waits to be told to go on, and answers with a MemoryAnswer.
 */
import { once } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { trustCertificate } from '../../src/sandbox/trust.ts';
import { type BuiltApp, loadBuiltApp } from './app.ts';
import { toBatch } from './load.ts';
import type { MemoryAnswer, MemoryTask } from './memory.ts';

process.once('message', async ({ app: folder, settings, ca, kind, count }: MemoryTask) => {
  trustCertificate(ca);
  const app = await loadBuiltApp(folder, settings);
  const answer = kind === 'many' ? await runMany(app, count) : await runLarge(app, count);
  process.send?.(answer satisfies MemoryAnswer, () => process.exit());
});

const megabytes = () => process.memoryUsage.rss() / 2 ** 20;

/** Batches of an ordinary size, one after the other; memory after every 50,000 records. */
async function runMany(app: BuiltApp, records: number): Promise<MemoryAnswer> {
  const BATCH = { events: 100, recordsPerEvent: 20 };
  const size = BATCH.events * BATCH.recordsPerEvent;
  const rss: number[] = [];
  for (let done = 0; done < records; ) {
    await app.process(toBatch('diverse', 200_000 + done, BATCH));
    done += size;
    if (done % 50_000 === 0) rss.push(megabytes());
  }
  return { rss, longestBlockMs: 0, beganAt: 0, wallMs: 0 };
}

/** A batch of events of 256 KB. */
async function runLarge(app: BuiltApp, events: number): Promise<MemoryAnswer> {
  const LARGE = { events, recordsPerEvent: 83 };
  // Warm, and small: what is measured is the batch, not the first use of everything.
  for (let i = 0; i < 20; i++)
    await app.process(toBatch('diverse', 300_000 + i, { events: 20, recordsPerEvent: 20 }));
  const bodies = toBatch('diverse', 400_000, LARGE);
  await delay(500);
  process.send?.('ready');
  await once(process, 'message');
  const rss = [megabytes()];
  const watching = setInterval(() => rss.push(megabytes()), 5);
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const beganAt = Date.now();
  const begin = performance.now();
  await app.process(bodies);
  const wallMs = performance.now() - begin;
  loop.disable();
  clearInterval(watching);
  rss.push(megabytes());
  return { rss, longestBlockMs: loop.max / 1e6, beganAt, wallMs };
}
