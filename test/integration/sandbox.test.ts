import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import catalog from '../../data/catalog.json' with { type: 'json' };
import { inFolder, lines, type Run, run, summary } from '../support/sandboxRun.ts';
import { ROOT } from '../support/sources.ts';

const SHARED_SAMPLES = join(ROOT, '../shared/samples');

describe('a run on the sample logs', () => {
  let first: Run;
  beforeAll(async () => {
    first = await run('--out', 'out');
  });

  it('ends with exit code 0, a summary for people and nothing on stderr', () => {
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toContain('records accounted for');
    expect(first.stdout).toMatch(/50126 {2}High/);
  });

  it('accounts for every record, by outcome, level and code', () => {
    const { records, rows, skipped, deadLetters, duplicates, alerts, byRisk, byCode } = summary('out');
    expect(rows + skipped + deadLetters + duplicates).toBe(records);
    expect(lines('out', 'rows.jsonl')).toHaveLength(rows);
    expect(lines('out', 'alerts.jsonl')).toHaveLength(alerts);
    expect(lines('out', 'dead-letters.jsonl')).toHaveLength(deadLetters);
    expect(byRisk.High + byRisk.Medium + byRisk.Low + byRisk.Unknown).toBe(rows);
    for (const { code } of catalog.entries) expect(byCode, code).toHaveProperty(code);
  });

  it('gives every row the level of the catalog, and every High row exactly one alert', () => {
    const levels = new Map<string, string>(catalog.entries.map(({ code, risk }) => [code, risk]));
    const rows = lines('out', 'rows.jsonl');
    for (const row of rows)
      expect(row.ResultRiskLevel, row.ResultType).toBe(levels.get(row.ResultType) ?? 'Unknown');
    const high = rows.filter((row) => row.ResultRiskLevel === 'High').map((row) => row.RecordId);
    const alerted = lines('out', 'alerts.jsonl').map((alert) => alert.data.recordId);
    expect(alerted.toSorted()).toEqual(high.toSorted());
  });

  it('keeps rows small: the median is at most 1,300 bytes', () => {
    const text = readFileSync(inFolder('out', 'rows.jsonl'), 'utf8');
    const sizes = text
      .split('\n')
      .slice(0, -1)
      .map((line) => Buffer.byteLength(line))
      .toSorted((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(1300);
  });

  it.each(['README.md', 'README.ja.md'])('prints what %s shows', (page) => {
    const readme = readFileSync(join(ROOT, page), 'utf8');
    const [, printed = ''] = /```\n(\d+ files, [\s\S]*?)\n```/.exec(readme) ?? [];
    const [, ...printedLines] = printed.split('\n');
    expect(printedLines.length).toBeGreaterThan(8);
    for (const line of printedLines) expect(first.stdout).toContain(line);
  });

  it('gives the row and the alert that the README shows', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const shown = [...readme.matchAll(/```json\n(\{[\s\S]*?\n\})\n```/g)].map(([, json = '']) =>
      JSON.parse(json),
    );
    const [row] = shown.filter((value) => 'RecordId' in value);
    const [alert] = shown.filter((value) => 'specversion' in value);
    const rows = lines('out', 'rows.jsonl');
    const alerts = lines('out', 'alerts.jsonl');
    expect(rows.find(({ RecordId }) => RecordId === row.RecordId)).toEqual({
      ...row,
      EventPosition: expect.any(String),
    });
    expect(alerts.find(({ id }) => id === alert.id)).toEqual({
      ...alert,
      data: { ...alert.data, eventPosition: expect.any(String) },
    });
  });
});

it.skipIf(!existsSync(SHARED_SAMPLES))(
  'accounts for real public records (skipped where the folder ../shared/samples is not there)',
  async () => {
    const { code } = await run('--out', 'real', '--input', SHARED_SAMPLES);
    expect(code).toBe(0);
    expect(summary('real')).toMatchObject({ records: 6, rows: 6, byRisk: { High: 2, Low: 3, Unknown: 1 } });
  },
);
