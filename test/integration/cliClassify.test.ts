import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import catalog from '../../data/catalog.json' with { type: 'json' };
import { file, MALFORMED, ROOT, type Run, run, runWith, SPRAY } from '../support/cliRun.ts';

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
