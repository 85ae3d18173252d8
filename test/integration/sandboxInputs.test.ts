import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { file, inFolder, lines, record, run, runWith, summary } from '../support/sandboxRun.ts';

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
      `${record('escape', { time: '2026-11-16T09:00:00Z' }, { userPrincipalName: '\u001b[31mred\u202e@example.com' })}\n`,
    ),
  ];

  it('loses nothing, delivers the neighbours, and prints nothing that moves the cursor', async () => {
    const { code, stdout, stderr } = await run(
      '--out',
      'hostile',
      ...files().flatMap((path) => ['--input', path]),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\u2028\u2029]/u);
    // Its record is the latest, so that it is among the alerts shown.
    expect(stdout).toContain('\ufffd[31mred\ufffd@example.com');
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
    ['an output folder that is a file', ['--out', file('plain', '')], /^--out \S+plain: cannot be used/],
    ['a path that is not there', ['--input', 'nowhere.json'], /nowhere\.json/],
  ])('ends with exit code 2 on %s', async (_, args, message) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('prints file names without what moves the cursor', async () => {
    const { code, stderr } = await run('--input', 'no\u001b[31m\u202ewhere.json');
    expect(code).toBe(2);
    expect(stderr).toContain('no\ufffd[31m\ufffdwhere.json');
    expect(stderr).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\u2028\u2029]/u);
  });

  it('leaves an input alone that the output would replace, and a folder that is both', async () => {
    mkdirSync(inFolder('both'));
    const letters = file('both/dead-letters.jsonl', `${record('kept')}\n`);
    expect(await run('--input', letters, '--out', 'both')).toMatchObject({ code: 2 });
    expect(await run('--input', 'both', '--out', 'both')).toMatchObject({ code: 2 });
    expect(readFileSync(letters, 'utf8')).toBe(`${record('kept')}\n`);
  });

  it('shows the levels that the rows had, which packs in the settings give', async () => {
    const pack = { id: 'own', version: '1', levels: { '50126': 'Medium' }, reason: 'A test.' };
    const settings = { TENANT_PACKS: JSON.stringify([pack]) };
    const { code, stdout } = await runWith(
      settings,
      '--out',
      'packs',
      '--input',
      file('p.jsonl', record('p')),
    );
    expect(code).toBe(0);
    expect(lines('packs', 'rows.jsonl')).toMatchObject([{ ResultRiskLevel: 'Medium' }]);
    expect(stdout).toMatch(/50126 {2}Medium +1 /);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'ends with the file’s name on a full disk, without a summary',
    async () => {
      mkdirSync(inFolder('full'));
      symlinkSync('/dev/full', inFolder('full', 'rows.jsonl'));
      file('full/summary.json', '{}');
      const { code, stderr } = await run('--out', 'full');
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/^full\/rows\.jsonl: cannot be written \(ENOSPC.*\n$/),
      });
      expect(existsSync(inFolder('full', 'summary.json'))).toBe(false);
    },
  );
});
