import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import catalog from '../../data/catalog.json' with { type: 'json' };
import { VERSION } from '../../src/version.ts';
import { signIn } from '../unit/core/support.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SPRAY = join(ROOT, 'data/samples/02-password-spray.json');
const MALFORMED = join(ROOT, 'data/samples/90-malformed-events.jsonl');
const folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command in a process of its own, with this on its standard input. */
function runWith(input: string | Buffer, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', ...env },
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  // A command that does not read its standard input ends before all of it is written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...output })));
}
const run = (...args: string[]) => runWith('', args);

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const codesSchema = z.strictObject({
  catalogVersion: z.string(),
  codes: z.array(
    z.strictObject({
      code: z.string(),
      count: z.number(),
      name: z.string().nullable(),
      level: z.string(),
      basis: z.string(),
      documented: z.boolean(),
      entry: z.looseObject({ summary: z.object({ ja: z.string(), en: z.string() }) }).nullable(),
    }),
  ),
});
const countsSchema = z.record(z.string(), z.number());
const logSchema = z.strictObject({
  catalogVersion: z.string(),
  records: z.number(),
  signIns: z.number(),
  codes: z.array(
    z.strictObject({
      code: z.string(),
      count: z.number(),
      name: z.string().nullable(),
      level: z.string(),
      basis: z.string(),
      summary: z.object({ ja: z.string(), en: z.string() }).nullable(),
    }),
  ),
  notes: countsSchema,
  skipped: countsSchema,
  deadLetters: countsSchema,
});
const logOf = ({ stdout }: Run) => logSchema.parse(JSON.parse(stdout));
const countsOf = (log: z.infer<typeof logSchema>) =>
  Object.fromEntries(log.codes.map(({ code, count }) => [code, count]));

describe('classify', () => {
  it.each(['ja', 'en'] as const)('shows cards in %s, also of a code that nobody knows', async (lang) => {
    const { code, stdout, stderr } = await run(
      'classify',
      '50126',
      'AADSTS50011',
      '0700003',
      '99999',
      '--lang',
      lang,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const text = stdout.replace(/\s/g, '');
    for (const wanted of ['50126', '50011', '700003']) {
      const entry = catalog.entries.find((one) => one.code === wanted);
      for (const part of [entry?.summary[lang], entry?.rationale[lang], ...(entry?.links ?? ['?'])])
        expect(text).toContain(part?.replace(/\s/g, ''));
    }
    expect(stdout).toMatch(/^99999 .*Unknown/m);
    // Not a terminal: no colours.
    expect(stdout).not.toContain('\u001b');
  });

  it('speaks the language of the locale', async () => {
    expect((await runWith('', ['classify', '50126'], { LANG: 'ja_JP.UTF-8' })).stdout).toContain(
      '何が起きたか',
    );
  });

  it('reads codes from standard input, and counts many of them', async () => {
    expect((await runWith('50126', ['classify'])).stdout).toContain('What happened');
    const table = (await runWith('50126,50011 AADSTS50126\n'.repeat(1000), ['classify'])).stdout;
    expect(table).toMatch(/^ +2000 {2}50126 +High/m);
    expect(table).toMatch(/^ +1000 {2}50011 +High/m);
  });

  it('prints JSON of codes', async () => {
    const { codes } = codesSchema.parse(
      JSON.parse((await run('classify', '99999', '50034,50126', '--json')).stdout),
    );
    expect(codes).toMatchObject([
      { code: '99999', name: null, level: 'Unknown', basis: 'unlisted', documented: false, entry: null },
      { code: '50034', name: 'UserAccountNotFound', level: 'Unknown', documented: true, entry: null },
      {
        code: '50126',
        name: 'InvalidUserNameOrPassword',
        level: 'High',
        basis: 'catalog',
        entry: { risk: 'High' },
      },
    ]);
  });

  it('counts the codes of a log in every form', async () => {
    const log = readFileSync(SPRAY);
    const expected = { '50126': 29, '0': 2, '50034': 1, '50053': 1 };
    const records: unknown[] = z
      .object({ records: z.array(z.unknown()) })
      .parse(JSON.parse(log.toString())).records;
    const lines = records.map((record) => `${JSON.stringify(record)}\n`).join('');
    const csv = `Request ID,Sign-in error code,Status\n${'a,50126,Failure\n'.repeat(29)}${'b,,Success\n'.repeat(2)}c,50034,Failure\nd,50053,Failure\n`;
    for (const input of [log, gzipSync(log), lines, csv]) {
      const counted = logOf(await runWith(input, ['classify', '--json']));
      expect(countsOf(counted)).toEqual(expected);
      expect(counted).toMatchObject({ records: 33, signIns: 33, deadLetters: {} });
    }
    const files = [SPRAY, file('log.json.gz', gzipSync(log)), file('log.jsonl', lines), file('log.csv', csv)];
    const counted = logOf(await run('classify', '--json', '--input', ...files));
    expect(countsOf(counted)).toEqual(
      Object.fromEntries(Object.entries(expected).map(([code, n]) => [code, n * 4])),
    );
  });

  it('counts what is no sign-in, by its reason', async () => {
    const { stdout } = await run('classify', '--input', MALFORMED, '--json');
    const log = logOf({ code: 0, stdout, stderr: '' });
    const sum = (counts: Record<string, number>) => Object.values(counts).reduce((total, n) => total + n, 0);
    expect(log.deadLetters['not-json']).toBeGreaterThan(0);
    expect(log.signIns + sum(log.skipped) + sum(log.deadLetters)).toBe(log.records);
    expect((await run('classify', '--input', MALFORMED)).stdout).toMatch(/not understood: .*not-json/);
  });

  it('applies packs, and refuses bad ones', async () => {
    const pack = { id: 'mine', version: '1', levels: { 50126: 'Low' }, reason: 'a lab' };
    const good = file('pack.json', JSON.stringify(pack));
    expect((await run('classify', '50126', '--pack', good)).stdout).toMatch(
      /50126 .* Low\n[\s\S]*pack:mine: a lab/,
    );
    const bad = file('bad-pack.json', JSON.stringify({ ...pack, levels: { 50126: 'none' } }));
    const { code, stderr } = await run('classify', '50126', '--pack', bad);
    expect(code).toBe(2);
    expect(stderr).toMatch(/bad-pack\.json: .*\n {2}levels\.50126: /);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const main = join(ROOT, 'src/cli/main.ts');
    const child = spawn(process.execPath, [
      main,
      'classify',
      '--json',
      ...catalog.entries.map(({ code }) => code),
    ]);
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).toBe('');
  });
});

describe('explain', () => {
  it('tells a record of a file or of standard input', async () => {
    const fromFile = await run('explain', SPRAY, '--index', '2');
    expect(fromFile.stdout).toMatch(/^Record 2 of .*02-password-spray\.json\n/);
    const fromInput = await runWith(readFileSync(SPRAY), ['explain', '-', '--index', '2', '--lang', 'ja']);
    expect(fromInput.stdout).toMatch(/^標準入力 の 2 件目のレコード\n/);
    expect(fromInput.stdout).toContain('> IPAddress 203.0.113.150');
  });

  it('prints JSON, of the same shape for every outcome', async () => {
    const found = z.record(z.string(), z.unknown());
    const row = found.parse(JSON.parse((await run('explain', SPRAY, '--json')).stdout));
    expect(row).toMatchObject({
      record: 1,
      outcome: 'row-with-alert',
      code: '50126',
      level: 'High',
      alert: true,
    });
    expect(row).toMatchObject({
      check: expect.arrayContaining([
        expect.objectContaining({ values: expect.objectContaining({ IPAddress: '203.0.113.150' }) }),
      ]),
    });
    const letter = found.parse(JSON.parse((await run('explain', MALFORMED, '--json')).stdout));
    expect(letter).toMatchObject({ outcome: 'dead-letter', reason: 'not-json', code: null, row: null });
    expect(Object.keys(letter)).toEqual(Object.keys(row));
  });

  it('has exit code 1 where there is no such record', async () => {
    const { code, stderr } = await run('explain', SPRAY, '--index', '34');
    expect(code).toBe(1);
    expect(stderr).toMatch(/no record 34: .*holds 33/);
  });

  it('lets nothing through that a terminal obeys', async () => {
    const evil = '\u001b[2J\u001b]0;x\u0007\u202e\u009b';
    const record = signIn({ callerIpAddress: evil }, { userPrincipalName: evil, appDisplayName: evil });
    for (const input of [JSON.stringify(record), `{"x":"${evil}"}`, evil]) {
      for (const args of [['explain'], ['classify']]) {
        const { stdout, stderr } = await runWith(input, args);
        expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\u2028\u2029]/u);
      }
    }
  });
});

describe('policy', () => {
  it('tells what a policy would have done to a log', async () => {
    const rules = [
      { action: 'suppress', reason: 'a known scanner', ipRanges: ['203.0.113.0/24'], codes: ['50126'] },
      { action: 'send', reason: 'locked accounts', codes: ['50053'] },
      { action: 'suppress', reason: 'long ago', expires: '2026-01-01' },
    ];
    const policy = file('policy.json', JSON.stringify(rules));
    const { stdout } = await run('policy', policy, '--input', SPRAY);
    expect(stdout).toMatch(
      /without the policy +29\n +suppressed by it +-29\n +added by it +1\n +with the policy +1\n/,
    );
    expect(stdout).toMatch(/a known scanner\n +decided 29, alerts suppressed 29\n/);
    expect(stdout).toMatch(/long ago\n +never decided, expired 2026-01-01, before this log\n/);
    const json: unknown = JSON.parse(
      (await runWith(readFileSync(SPRAY), ['policy', policy, '--json'])).stdout,
    );
    expect(json).toMatchObject({
      records: 33,
      alerts: { without: 29, with: 1, suppressed: 29, added: 1 },
      rules: [
        { state: 'active', matched: 29, suppressed: 29 },
        { state: 'active', matched: 1, sent: 1 },
        { state: 'expired-before-log', matched: 0 },
      ],
      suppressedByCode: { 50126: 29 },
    });
  });

  it('refuses a policy with its faults, each with its place', async () => {
    const policy = file('bad-policy.json', JSON.stringify([{ action: 'drop', reason: '' }]));
    const { code, stderr } = await run('policy', policy, '--input', SPRAY);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /bad-policy\.json: not a valid alert policy \(2\):\n {2}0\.action: .*\n {2}0\.reason: /,
    );
  });
});

describe('the command line', () => {
  it.each([
    ['no command', [], /a command is missing[\s\S]*Usage/],
    ['an unknown command', ['what\u001b[2J'], /no command "what\ufffd\[2J"/],
    ['an unknown option', ['classify', '--what'], /--what[\s\S]*Usage/],
    ['a bad code', ['classify', 'what'], /"what" is no result code[\s\S]*Usage/],
    ['no code at all', ['classify'], /standard input is empty[\s\S]*Usage/],
    ['codes beside logs', ['classify', '1', '--input', SPRAY], /do not go together/],
    ['an unknown language', ['classify', '1', '--lang', 'fr'], /--lang must be ja or en/],
    ['a log that is not there', ['classify', '--input', 'missing.json'], /^missing\.json: cannot be read/],
    ['a bad index', ['explain', SPRAY, '--index', '0'], /--index must be a whole number/],
    ['two logs', ['explain', SPRAY, SPRAY], /one too many/],
    ['no policy', ['policy', '--input', SPRAY], /policy is missing/],
  ])('with %s ends with 2, and says what is wrong', async (_, args, message) => {
    const { code, stdout, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
  });

  it('has help, in general and for each command, and a version', async () => {
    const general = await run('help');
    expect(general).toMatchObject({ code: 0, stderr: '' });
    expect((await run('--help')).stdout).toBe(general.stdout);
    for (const name of ['classify', 'explain', 'policy']) {
      expect(general.stdout).toContain(`\n  ${name} `);
      const { stdout } = await run('help', name);
      expect(stdout).toMatch(new RegExp(`^Usage: entra-signin-risk ${name} `));
      expect((await run(name, '--help')).stdout).toBe(stdout);
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
    }
    expect((await run('--version')).stdout).toBe(`${VERSION}\n`);
  });
});
