import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { VERSION } from '../../src/version.ts';
import { file, MALFORMED, run, runWith, SPRAY } from '../support/cliRun.ts';
import { signIn } from '../unit/core/support.ts';

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
