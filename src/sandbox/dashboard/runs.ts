import { type BatchReport, emptyReport, sumReports } from '../../delivery/report.ts';
import { findGaps } from '../account.ts';
import type { RunResult } from '../run.ts';
import type { LogFile } from '../sendFiles.ts';
import type { System } from '../system.ts';
import type { RunView } from './api.ts';
import type { Store } from './store.ts';

const MOST_NAMES = 3;

type Run = Omit<RunView, 'report'> & { readonly report: BatchReport };

/** The runs of one system, one after the other: what arrives while a run goes on belongs to it. */
export class Runs {
  readonly #system: System;
  readonly #store: Store;
  readonly #onChange: () => void;
  readonly #runs: Run[] = [];
  #last: Promise<unknown> = Promise.resolve();
  #total = emptyReport();

  constructor(system: System, store: Store, onChange: () => void) {
    this.#system = system;
    this.#store = store;
    this.#onChange = onChange;
  }

  /** In the order in which they were asked for. */
  views(): RunView[] {
    return this.#runs.map(({ report: { byCode: _, ...report }, ...run }) => ({ ...run, report }));
  }

  /**
   * Sends logs through the system, when the runs before are done.
   * @returns the run's id, and its end: rejected with whatever made it fail
   */
  add(
    logs: readonly LogFile[],
    { samples, onProgress }: { readonly samples: boolean; readonly onProgress?: (records: number) => void },
  ): { readonly id: number; readonly end: Promise<RunResult> } {
    const id = this.#runs.length + 1;
    this.#runs.push({
      id,
      samples,
      // A folder may hold thousands, and every page is told of them four times a second.
      files: logs.slice(0, MOST_NAMES).map(({ name }) => name),
      fileCount: logs.length,
      state: 'waiting',
      report: emptyReport(),
      seconds: undefined,
      gaps: [],
      error: undefined,
    });
    this.#onChange();
    const end = this.#last.then(() => this.#go(id, logs, onProgress));
    // The next run goes on whatever became of this one; who asked for it hears of the failure.
    this.#last = end.catch(() => undefined);
    return { id, end };
  }

  async #go(
    id: number,
    logs: readonly LogFile[],
    onProgress?: (records: number) => void,
  ): Promise<RunResult> {
    const begin = performance.now();
    const seconds = () => (performance.now() - begin) / 1000;
    this.#store.run = id;
    this.#change(id, { state: 'running' });
    try {
      const result = await this.#system.run(logs, (report) => {
        this.#change(id, { report });
        onProgress?.(report.records);
      });
      this.#total = sumReports(this.#total, result.report);
      await this.#system.files.writeSummary(this.#total);
      const { report } = result;
      this.#change(id, { state: 'done', report, gaps: findGaps(result), seconds: seconds() });
      return result;
    } catch (error) {
      this.#change(id, { state: 'failed', error: toReason(error, logs), seconds: seconds() });
      throw error;
    }
  }

  #change(id: number, more: Partial<Run>): void {
    const run = this.#runs[id - 1];
    if (run !== undefined) this.#runs[id - 1] = { ...run, ...more };
    this.#onChange();
  }
}

/** An error's message with the names that people gave their files, not those of copies in a temporary folder. */
function toReason(error: unknown, logs: readonly LogFile[]): string {
  const message = error instanceof Error ? error.message : String(error);
  return logs.reduce((text, { path, name }) => text.replaceAll(path, () => name), message);
}
