import { createBlobStore } from '../adapters/blobStore.ts';
import type { Classification } from '../core/risk/classify.ts';
import { type BatchReport, emptyReport, sumReports } from '../delivery/report.ts';
import { collectDeadLetters, type LineSink, startAlertCollector } from './collect.ts';
import { type Endpoints, startEndpoints } from './endpoints.ts';
import { type Flow, startFlow } from './flow.ts';
import { type LineFile, type OutputFiles, openOutputFiles } from './outputFiles.ts';
import type { RunResult } from './run.ts';
import { createSender, type Sender } from './sender.ts';
import { type LogFile, sendFiles } from './sendFiles.ts';

/** Takes lines that arrived at an endpoint and stand in its file from this position on, in bytes. */
export type LineWatcher = (lines: readonly string[], position: number) => void;

/** Who looks at what arrives. */
export interface Watchers {
  readonly onRows?: LineWatcher;
  readonly onAlerts?: LineWatcher;
  readonly onDeadLetters?: LineWatcher;
}

/** The whole system on this machine, ready for any number of runs. */
export interface System {
  readonly files: OutputFiles;
  /** The meaning and level of a code, by the settings that the function has. */
  readonly classify: (code: string) => Classification;
  /**
   * Sends log files through the system and waits until all of it has arrived somewhere. One run at a time.
   * @param onReport called after each batch with what was reported in this run so far
   * @throws when the function keeps failing, an endpoint does or a file of the output cannot be written; InputError when
   * a file cannot be read, once everything that was read before is through
   */
  run(files: readonly LogFile[], onReport: (report: BatchReport) => void): Promise<RunResult>;
  /**
   * Ends an idle system in good order.
   * @throws Error that names a file, when the last of it could not be written
   */
  finish(): Promise<void>;
  /** Stops the endpoints, whatever goes on. */
  close(): Promise<void>;
}

/**
 * Starts the endpoints and the function.
 * @param out the folder for everything that arrives
 * @throws OutputError when the folder cannot be used; Error when a part cannot be started
 */
export async function startSystem(out: string, watchers: Watchers): Promise<System> {
  const files = await openOutputFiles(out);
  let flow: Flow | undefined;
  const rows = watched(files.rows, watchers.onRows);
  const endpoints = await startEndpoints(async (lines) => {
    await rows.write(lines).catch((error: Error) => {
      // To send the rows again will not help: without this the run would end minutes later, and with the wrong words.
      flow?.fail(error);
      throw error;
    });
  });
  let onBatch: (report: BatchReport) => void = () => undefined;
  try {
    flow = await startFlow(endpoints, (report) => onBatch(report));
  } catch (error) {
    await endpoints.close();
    throw error;
  }
  const parts = { endpoints, flow, sender: createSender(endpoints.hub, flow.whenChanged), files };
  const alerts = watched(files.alerts, watchers.onAlerts);
  const deadLetters = watched(files.deadLetters, watchers.onDeadLetters);
  const collected = new Set<string>();
  return {
    files,
    classify: flow.classify,
    async run(logs, onReport) {
      const before = snapshot(parts);
      const begin = performance.now();
      let report = emptyReport();
      onBatch = (batch) => {
        report = sumReports(report, batch);
        onReport(report);
      };
      const collector = startAlertCollector(endpoints.alerts, alerts);
      let latestAlerts: readonly string[] = [];
      let tooLarge = 0;
      try {
        const letters = await sendFiles(logs, parts.sender, createBlobStore(endpoints.deadLetters));
        tooLarge = letters.events;
        if (tooLarge > 0) onBatch(letters);
      } finally {
        // What was sent before a file failed must not turn up in the next run.
        await settle(parts);
        latestAlerts = await collector.finish();
        await collectDeadLetters(endpoints.deadLetters, deadLetters, collected);
      }
      const { sent, ...counts } = difference(before, snapshot(parts));
      const seconds = (performance.now() - begin) / 1000;
      const { classify } = parts.flow;
      return { sent: sent + tooLarge, ...counts, report, latestAlerts, classify, files, seconds };
    },
    async finish() {
      await parts.sender.close();
      await parts.flow.close();
      await Promise.all([files.rows, files.alerts, files.deadLetters].map((file) => file.close()));
    },
    close: () => endpoints.close(),
  };
}

interface Parts {
  readonly endpoints: Endpoints;
  readonly flow: Flow;
  readonly sender: Sender;
  readonly files: OutputFiles;
}

/** Waits until everything that was sent is processed and delivered. */
async function settle({ flow, sender }: Parts): Promise<void> {
  await sender.flush();
  await flow.whenDone(sender.sent);
  await flow.drain();
}

function watched(file: LineFile, watch: LineWatcher = () => undefined): LineSink {
  return {
    async write(lines) {
      watch(lines, await file.write(lines));
    },
  };
}

type Counts = Pick<RunResult, 'sent' | 'arrived' | 'retries' | 'bytesOfRows'>;

function snapshot({ endpoints, flow, sender, files }: Parts): Counts {
  return {
    sent: sender.sent,
    arrived: { rows: files.rows.lines, alerts: files.alerts.lines, deadLetters: files.deadLetters.lines },
    retries: flow.retries,
    bytesOfRows: endpoints.logs.bytesAccepted,
  };
}

function difference(a: Counts, b: Counts): Counts {
  return {
    sent: b.sent - a.sent,
    arrived: {
      rows: b.arrived.rows - a.arrived.rows,
      alerts: b.arrived.alerts - a.arrived.alerts,
      deadLetters: b.arrived.deadLetters - a.arrived.deadLetters,
    },
    retries: b.retries - a.retries,
    bytesOfRows: b.bytesOfRows - a.bytesOfRows,
  };
}
