import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import catalog from '../../data/catalog.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SHARED_SAMPLES = join(ROOT, '../shared/samples');
const folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The sandbox as the README starts it, in a process of its own. */
function run(...args: string[]): Promise<Run> {
  const main = join(ROOT, 'src/sandbox/main.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, [main, '--once', ...args], { cwd: folder }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function lines(out: string, name: string) {
  const text = readFileSync(join(folder, out, name), 'utf8');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

function summary(out: string) {
  return JSON.parse(readFileSync(join(folder, out, 'summary.json'), 'utf8'));
}

function record(id: string, more: object = {}, properties: object = {}): string {
  return JSON.stringify({
    time: '2026-11-16T08:00:00.1234567Z',
    category: 'SignInLogs',
    tenantId: '00000000-0000-4000-8000-00000000aaaa',
    resultType: '50126',
    properties: { id, userPrincipalName: 'user@example.com', status: { errorCode: 50126 }, ...properties },
    ...more,
  });
}

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
    const text = readFileSync(join(folder, 'out', 'rows.jsonl'), 'utf8');
    const sizes = text
      .split('\n')
      .slice(0, -1)
      .map((line) => Buffer.byteLength(line))
      .toSorted((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(1300);
  });

  it('is what the README shows', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const [, printed = ''] = /```\n(\d+ files, [\s\S]*?)\n```/.exec(readme) ?? [];
    const [, ...printedLines] = printed.split('\n');
    expect(printedLines.length).toBeGreaterThan(8);
    for (const line of printedLines) expect(first.stdout).toContain(line);
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

describe('a run on hostile logs', () => {
  const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
  const files = () => [
    file('empty.json', ''),
    file('binary.bin', Buffer.from([0x1f, 0x8b, 0x00, 0xff, 0xfe, 0x0a, 0x80, 0x00])),
    file(
      'line.jsonl',
      `${record('before')}\n{"category":"SignInLogs","x":"${'a'.repeat(30_000_000)}"}\n${record('after')}\n`,
    ),
    file(
      'deep.json',
      `{"records":[${record('d1')},{"category":"SignInLogs","resultType":"0","properties":${deep}},${record('d2')}]}`,
    ),
    file(
      'large.json',
      `[${record('b1')},${record('large', {}, { userAgent: 'é'.repeat(1_000_000) })},${record('b2')}]`,
    ),
    file('surrogates.jsonl', `${record('lone').replace('user@', '\\ud800user\\udfff@')}\n`),
    file('utf8.jsonl', Buffer.from(`${record('bytes')}\n`.replace('user@', '\u00ff\u00fe'), 'latin1')),
    file(
      'keys.jsonl',
      `${record('twice').replace('"category"', '"resultType":"0","__proto__":{"x":1},"category"')}\n`,
    ),
    file(
      'codes.jsonl',
      `${record('number', { resultType: 50126 })}\n${record('spaces', { resultType: ' 050126 ' })}\n`,
    ),
    file(
      'escape.jsonl',
      `${record('escape', {}, { userPrincipalName: '\u001b[31mred\u202e@example.com' })}\n`,
    ),
  ];

  it('loses nothing, delivers the neighbours, and prints nothing that moves the cursor', async () => {
    const { code, stdout, stderr } = await run(
      '--out',
      'hostile',
      ...files().flatMap((path) => ['--input', path]),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e]/u);
    const { skippedBy, deadLettersBy } = summary('hostile');
    expect(skippedBy).toEqual({ 'empty-body': 1 });
    expect(deadLettersBy).toEqual({ 'not-json': 1, 'too-deep': 1, 'body-too-large': 1 });
    expect(
      lines('hostile', 'rows.jsonl')
        .map(({ RecordId }) => RecordId)
        .toSorted(),
    ).toEqual(
      [
        'before',
        'after',
        'd1',
        'd2',
        'b1',
        'large',
        'b2',
        'lone',
        'bytes',
        'twice',
        'number',
        'spaces',
        'escape',
      ].toSorted(),
    );
    const letters = lines('hostile', 'dead-letters.jsonl');
    const tooDeep = letters.find(({ reason }) => reason === 'too-deep');
    expect(Buffer.from(tooDeep.bytesBase64, 'base64').toString()).toContain(deep);
    const tooLarge = letters.find(({ reason }) => reason === 'body-too-large');
    expect(Buffer.from(tooLarge.bytesBase64, 'base64')).toHaveLength(30_000_032);
  }, 60_000);
});

describe('the command line', () => {
  it('prints the summary as JSON alone with --json', async () => {
    const { code, stdout } = await run(
      '--json',
      '--out',
      'json',
      '--input',
      file('one.jsonl', `${record('one')}\n`),
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(summary('json'));
  });

  it.each([
    ['an unknown option', ['--colour'], /--colour/],
    ['a path without --input', ['logs.json'], /--input/],
    ['a path that is not there', ['--input', 'nowhere.json'], /nowhere\.json/],
  ])('ends with exit code 2 on %s', async (_, args, message) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
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
