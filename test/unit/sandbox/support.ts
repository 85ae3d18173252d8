import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { emptyReport } from '../../../src/delivery/report.ts';
import type { OutputFiles } from '../../../src/sandbox/outputFiles.ts';
import type { RunResult } from '../../../src/sandbox/run.ts';

/** A new folder, removed when the test ends. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A run in which ten records arrived and everything adds up; its files hold nothing. */
export function runOfTen(more: Partial<RunResult> = {}): RunResult {
  const report = { ...emptyReport(), events: 4, records: 10, rows: 6, alerts: 2, skipped: 2, deadLetters: 1 };
  return {
    sent: 4,
    report: { ...report, duplicates: 1, byCode: { '50126': 6 } },
    arrived: { rows: 6, alerts: 2, deadLetters: 1 },
    retries: 0,
    latestAlerts: [],
    bytesOfRows: 6000,
    classify: () => ({ level: 'Medium', basis: 'pack:own', name: undefined, entry: undefined }),
    files: filesIn('out'),
    seconds: 1,
    ...more,
  };
}

function filesIn(folder: string): OutputFiles {
  const lineFile = (name: string) => ({
    path: join(folder, name),
    lines: 0,
    write: async () => 0,
    close: async () => undefined,
  });
  return {
    rows: lineFile('rows.jsonl'),
    alerts: lineFile('alerts.jsonl'),
    deadLetters: lineFile('dead-letters.jsonl'),
    summaryPath: join(folder, 'summary.json'),
    writeSummary: async () => undefined,
  };
}
