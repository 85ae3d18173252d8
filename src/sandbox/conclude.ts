import { findGaps } from './account.ts';
import { type PresentOptions, toSummaryText } from './present.ts';
import type { RunResult } from './run.ts';

export interface ConcludeOptions extends Omit<PresentOptions, 'gaps'> {
  /** Print summary.json instead of the summary for people. */
  readonly json: boolean;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

/**
 * Ends a run: writes summary.json, and prints what became of the records.
 * @returns the exit code: 0 when every record is accounted for, else 1
 * @throws Error when summary.json cannot be written
 */
export async function conclude(run: RunResult, options: ConcludeOptions): Promise<0 | 1> {
  const gaps = findGaps(run);
  await run.files.writeSummary(run.report);
  if (options.json) {
    options.stdout(`${JSON.stringify(run.report, null, 2)}\n`);
    for (const gap of gaps) options.stderr(`Not accounted for: ${gap}\n`);
  } else {
    options.stdout(toSummaryText(run, { ...options, gaps }));
  }
  return gaps.length === 0 ? 0 : 1;
}
