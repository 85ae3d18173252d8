import type { Classification } from '../core/risk/classify.ts';
import type { BatchReport } from '../delivery/report.ts';
import { assertKeepsInput, type OutputFiles } from './outputFiles.ts';
import { startSystem } from './system.ts';

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
export async function runSandbox({ files, out, onProgress }: RunOptions): Promise<RunResult> {
  const begin = performance.now();
  await assertKeepsInput(files, out);
  const system = await startSystem(out, {});
  try {
    const result = await system.run(
      files.map((path) => ({ path, name: path })),
      ({ records }) => onProgress(records),
    );
    await system.finish();
    return { ...result, seconds: (performance.now() - begin) / 1000 };
  } finally {
    await system.close();
  }
}
