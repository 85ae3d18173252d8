import { createBlobStore } from '../adapters/blobStore.ts';
import type { Classification } from '../core/risk/classify.ts';
import { type BatchReport, emptyReport, sumReports } from '../delivery/report.ts';
import { readBodies } from '../input/read.ts';
import { collectDeadLetters, startAlertCollector } from './collect.ts';
import { type Endpoints, MAX_EVENT_BYTES, startEndpoints } from './endpoints.ts';
import { type Flow, startFlow } from './flow.ts';
import { assertKeepsInput, type OutputFiles, openOutputFiles } from './outputFiles.ts';
import { createSender } from './sender.ts';
import { writeTooLarge } from './tooLarge.ts';

/** How a run went: what the function reported, and what really arrived at the endpoints. */
export interface RunResult {
  /** Events made of the files, those too large to travel included. */
  readonly sent: number;
  readonly report: BatchReport;
  readonly arrived: { readonly rows: number; readonly alerts: number; readonly deadLetters: number };
  /** Invocations that failed and were repeated; then more may have arrived than was reported (at least once). */
  readonly retries: number;
  readonly latestAlerts: readonly string[];
  readonly bytesOfRows: number;
  /** The meaning and level of a code, by the settings of this run. */
  readonly classify: (code: string) => Classification;
  readonly files: OutputFiles;
  readonly seconds: number;
}

export interface RunOptions {
  readonly files: readonly string[];
  readonly out: string;
  /** Called now and then with the number of records done so far. */
  readonly onProgress: (records: number) => void;
}

/**
 * One run of the whole system: log files in, everything that arrived at the endpoints out.
 * @throws when the function keeps failing, an endpoint does or a file of the output cannot be written; UsageError or
 * OutputError when the output folder cannot be used; InputError when a file cannot be read
 */
export async function runSandbox(options: RunOptions): Promise<RunResult> {
  const begin = performance.now();
  await assertKeepsInput(options.files, options.out);
  const files = await openOutputFiles(options.out);
  let flow: Flow | undefined;
  const endpoints = await startEndpoints((rows) =>
    files.rows.write(rows).catch((error: Error) => {
      // To send the rows again will not help: without this the run would end minutes later, and with the wrong words.
      flow?.fail(error);
      throw error;
    }),
  );
  try {
    flow = await startFlow(endpoints, options.onProgress);
    const collector = startAlertCollector(endpoints.alerts, files.alerts);
    const { sent, tooLarge } = await sendAll(endpoints, flow, options.files);
    const latestAlerts = await collector.finish();
    await collectDeadLetters(endpoints.deadLetters, files.deadLetters);
    await flow.close();
    await Promise.all([files.rows, files.alerts, files.deadLetters].map((file) => file.close()));
    return {
      sent,
      report: sumReports(flow.report, tooLarge),
      arrived: { rows: files.rows.lines, alerts: files.alerts.lines, deadLetters: files.deadLetters.lines },
      retries: flow.retries,
      latestAlerts,
      bytesOfRows: endpoints.logs.bytesAccepted,
      classify: flow.classify,
      files,
      seconds: (performance.now() - begin) / 1000,
    };
  } finally {
    await endpoints.close();
  }
}

/**
 * Sends everything that the files hold, and waits until the function is done with it.
 * @returns the number of events, and the report of those that were too large to travel
 */
async function sendAll(
  endpoints: Endpoints,
  flow: Flow,
  files: readonly string[],
): Promise<{ readonly sent: number; readonly tooLarge: BatchReport }> {
  const sender = createSender(endpoints.hub, flow.whenChanged);
  const store = createBlobStore(endpoints.deadLetters);
  let tooLarge = emptyReport();
  for (const file of files) {
    for await (const body of readBodies(file)) {
      if (body.bytes.length > MAX_EVENT_BYTES) {
        tooLarge = sumReports(tooLarge, await writeTooLarge(store, body));
      } else {
        await sender.send(body.bytes);
      }
    }
  }
  await sender.flush();
  await flow.whenDone(sender.sent);
  await flow.drain();
  await sender.close();
  return { sent: sender.sent + tooLarge.events, tooLarge };
}
