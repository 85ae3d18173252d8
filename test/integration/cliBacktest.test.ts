import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as command from '../../src/cli/backtest/command.ts';
import { runInProcess } from '../support/cliInProcess.ts';
import { file, folder, run, SPRAY } from '../support/cliRun.ts';

const RULE = `id: 00000000-0000-0000-0000-000000000003
name: Wrong passwords
severity: Medium
queryFrequency: 1h
queryPeriod: 1h
triggerOperator: gt
triggerThreshold: 0
query: |
  EntraSigninRisk_CL
  | where ResultType == "50126"
  | summarize Users = dcount(UserPrincipalName) by IPAddress
  | where Users >= 5
entityMappings:
  - entityType: IP
    fieldMappings:
      - identifier: Address
        columnName: IPAddress
alertDetailsOverride:
  alertDisplayNameFormat: "{{Users}} users from {{IPAddress}}"
eventGroupingSettings:
  aggregationKind: AlertPerResult
kind: Scheduled
`;

const result = z.strictObject({
  file: z.string(),
  id: z.string().nullable(),
  name: z.string(),
  runs: z.number(),
  fired: z.number(),
  alerts: z.number(),
  severities: z.record(z.string(), z.number()),
  entities: z.record(z.string(), z.array(z.tuple([z.string(), z.number()]))),
  examples: z.array(
    z.looseObject({
      at: z.string(),
      title: z.string(),
      description: z.string(),
      severity: z.string(),
      entities: z.record(z.string(), z.array(z.string())),
      row: z.record(z.string(), z.unknown()),
    }),
  ),
  error: z.string().nullable(),
  milliseconds: z.number(),
});
const output = z.strictObject({
  catalogVersion: z.string(),
  records: z.number(),
  rows: z.number(),
  skipped: z.record(z.string(), z.number()),
  deadLetters: z.record(z.string(), z.number()),
  firstRow: z.string().nullable(),
  lastRow: z.string().nullable(),
  from: z.string().nullable(),
  milliseconds: z.strictObject({ reading: z.number(), rules: z.number() }),
  rules: z.array(result),
});

/** In this process, which loads the Kusto language service once: that takes most of the time of a short run. */
const backtest = (...args: string[]) => runInProcess(command, args);

describe('backtest', () => {
  it('tells how often a rule of one’s own would have fired, and for whom', async () => {
    const rule = file('rule.yaml', RULE);
    const { code, stdout } = await run('backtest', '--rules', rule, '--json', '--input', SPRAY);
    expect(code).toBe(0);
    const parsed = output.parse(JSON.parse(stdout));
    expect(parsed.records).toBeGreaterThan(0);
    const [found] = parsed.rules;
    expect(found).toMatchObject({
      name: 'Wrong passwords',
      fired: 1,
      alerts: 1,
      severities: { Medium: 1 },
      error: null,
    });
    expect(found?.examples[0]?.title).toMatch(/^\d+ users from (192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/);
    expect(found?.entities['IP']?.[0]?.[1]).toBe(1);
    // Nothing has happened since: no run, no alert.
    const later = await backtest(
      '--rules',
      rule,
      '--json',
      '--since',
      '2027-01-01',
      '--until',
      '2027-01-01T02:00',
      '--input',
      SPRAY,
    );
    expect(output.parse(JSON.parse(later.stdout)).rules).toMatchObject([{ runs: 3, fired: 0 }]);
  }, 120_000);

  it('runs the rules that come with the project, and prints them for people', async () => {
    const { code, stdout, stderr } = await backtest('--input', SPRAY);
    expect(
      `${code} ${stderr
        .split('\n')
        .filter((line) => /rror/.test(line))
        .join()}`,
    ).toBe('0 ');
    expect(stdout).toMatch(/^\d+ rules: \d+ alerts\n/);
    expect(stdout).toContain('high-row.yaml: fired in');
  }, 120_000);

  it('text of a log stays text on the page and on the terminal', async () => {
    const evil = '</pre><script>alert(1)</script>\u001b[31m\u202e';
    const record = {
      time: '2026-11-16T10:00:00Z',
      category: 'SignInLogs',
      resultType: '50126',
      properties: { id: 'a', userPrincipalName: evil, appDisplayName: '"><img src=x>' },
    };
    const rule = file(
      'echo.yaml',
      RULE.replace(
        /query: \|[\s\S]*?entityMappings/,
        'query: EntraSigninRisk_CL | project IPAddress = UserPrincipalName, Users = AppDisplayName\nentityMappings',
      ),
    );
    const page = join(folder, 'page.html');
    const { code, stdout } = await runInProcess(
      command,
      ['--rules', rule, '--html', page],
      {},
      JSON.stringify({ records: [record] }),
    );
    expect(code).toBe(0);
    const html = readFileSync(page, 'utf8');
    for (const part of ['<script', '<img', '\u001b', '\u202e']) expect(html).not.toContain(part);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('&#60;script&#62;');
    for (const part of ['\u001b', '\u202e']) expect(stdout).not.toContain(part);
  });

  it('a rule that cannot be run says where it fails, and the code is 1', async () => {
    const rule = file('bad.yaml', RULE.replace('| where Users >= 5', '| take 3'));
    const { code, stdout } = await backtest('--rules', rule, '--input', SPRAY);
    expect(code).toBe(1);
    expect(stdout).toContain('line 4, column 3: take without an order');
  });

  it.each([
    [['backtest', '--rules', 'none.yaml'], 'the rules cannot be read'],
    [['backtest', '--since', 'yesterday'], '--since must be a time'],
    [['backtest', '--workspace', 'x', '--input', SPRAY], 'do not go together'],
    [['backtest', '--workspace', 'x'], '--workspace needs --since'],
    [['backtest', '--examples', 'many'], '--examples must be a number'],
  ])('%j is wrong usage', async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it('YAML that stands for more than it holds, and rules of other kinds, are not read', async () => {
    const bomb = file('bomb.yaml', 'a: &a [x, x]\nb: [*a, *a, *a]\n');
    expect((await backtest('--rules', bomb)).stderr).toContain('not YAML');
    const nrt = file('nrt.yaml', RULE.replace('kind: Scheduled', 'kind: NRT'));
    const { code, stderr } = await backtest('--rules', nrt);
    expect(code).toBe(2);
    expect(stderr).toContain('Left out, since it is a rule of kind NRT');
    expect(existsSync(bomb)).toBe(true);
  });
});
