import { beforeAll, describe, expect, it } from 'vitest';
import { type Named, readRules } from '../../scripts/sentinel/content.ts';
import { ATTACKS, SCENARIOS } from '../../scripts/sentinel/scenarios/all.ts';
import type { Expected, Scenario, Watchlists } from '../../scripts/sentinel/scenarios/scenario.ts';
import {
  MIDNIGHT,
  MINUTE,
  SEED,
  Stage,
  type TableRow,
  toTableRows,
} from '../../scripts/sentinel/scenarios/stage.ts';
import type { Rule } from '../../scripts/sentinel/schema.ts';
import type { OutputRow } from '../../src/kql/table/toRows.ts';
import { createRandom } from '../../src/sandbox/generator/random.ts';
import { createTenant } from '../../src/sandbox/generator/tenant.ts';
import { WARM_UP_TIMEOUT, warmUp } from './support/database.ts';
import { runRule } from './support/scheduler.ts';

beforeAll(warmUp, WARM_UP_TIMEOUT);

const rules = readRules();
const { users } = createTenant(SEED);

function rowsOf(tell: (stage: Stage) => void): TableRow[] {
  const stage = new Stage();
  tell(stage);
  const told = new Set(stage.records());
  // Samples are told to the storyteller itself.
  return toTableRows([
    ...told,
    ...stage.teller
      .records()
      .filter(({ properties: { id } }) => ![...told].some((record) => record.properties.id === id)),
  ]);
}

function ruleOf(name: string): Named<Rule> {
  const found = rules.find((rule) => rule.name === name);
  if (found === undefined) throw new Error(`no rule ${name}`);
  return found;
}

/** The item at an index; a list that is shorter is a fault of the test. */
function at<T>(list: readonly T[], index: number): T {
  const item = list.at(index);
  if (item === undefined) throw new RangeError(`no item ${index}`);
  return item;
}

function expectAlert(alert: OutputRow, { user, ip, app, severity, story }: Expected): void {
  expect(String(alert['Story'])).toMatch(story);
  expect(alert['Severity']).toBe(severity);
  if (ip !== undefined) expect(alert['IPAddress']).toBe(ip);
  if (app !== undefined) expect(alert['AppDisplayName']).toBe(app);
  if (user !== undefined) {
    const { id, userPrincipalName } = at(users, user - 1);
    expect(alert).toMatchObject({
      UserId: id,
      UserPrincipalName: userPrincipalName,
      AccountName: userPrincipalName.split('@')[0],
      AccountUPNSuffix: 'example.com',
    });
  }
}

/** Each row once more, as Azure Monitor delivers some: the same record, another envelope time; and rows that repeat an id. */
function withRepeats(rows: readonly TableRow[]): TableRow[] {
  return rows.flatMap((row) => {
    const later = new Date(Date.parse(row.TimeGenerated) + 2 * MINUTE).toISOString();
    return [row, { ...row, TimeGenerated: later }, { ...row, ConditionalAccessPolicies: [] }];
  });
}

/** The day's rows come up to 80 minutes late, in an order of their own. */
function withDelays(rows: readonly TableRow[]): TableRow[] {
  const random = createRandom(SEED, 'delays');
  return rows.map((row) => {
    const time = Date.parse(row.TimeGenerated);
    return time < MIDNIGHT
      ? row
      : { ...row, _IngestionTime: new Date(time + random.int(1, 80) * MINUTE).toISOString() };
  });
}

describe.each(rules.filter(({ name }) => !name.startsWith('pipeline-')))('rule $name', (rule) => {
  const own = SCENARIOS.filter(({ of }) => of === rule.name);
  const attacks = own.filter(({ alerts }) => alerts !== undefined);

  it('has an attack and look-alikes', () => {
    expect(attacks.length).toBeGreaterThan(0);
    expect(own.length - attacks.length).toBeGreaterThan(0);
  });

  it.each(own.filter(({ alerts }) => alerts === undefined))('stays silent: $name', ({ tell }: Scenario) => {
    expect(runRule(rule, rowsOf(tell)).map(({ Story }) => Story)).toEqual([]);
  });

  describe.each(attacks)('tells: $name', ({ tell, alerts: expected = [] }) => {
    const rows = rowsOf(tell);
    let found: OutputRow[] | undefined;
    const run = () => {
      found ??= runRule(rule, rows);
      return found;
    };

    it('once, with who, where and what', () => {
      const alerts = run();
      expect(alerts.map(({ Story }) => Story)).toHaveLength(expected.length);
      for (const [index, alert] of alerts.entries()) expectAlert(alert, at(expected, index));
      for (const alert of alerts) {
        expect(alert['CodeMeaning']).toMatch(/^\d+ /);
        const ids = String(alert['RecordIds']).split(' ');
        for (const id of ids) expect(rows.map(({ RecordId }) => RecordId)).toContain(id);
      }
    });

    it('as often when rows come repeated and split', () => {
      const alerts = runRule(rule, withRepeats(rows));
      expect(alerts.map(({ Story }) => Story)).toEqual(run().map(({ Story }) => Story));
    });

    it('when rows come late', () => {
      const alerts = runRule(rule, withDelays(rows));
      expect(alerts.length).toBeGreaterThanOrEqual(1);
      expect(alerts.length).toBeLessThanOrEqual(expected.length);
      expectAlert(at(alerts, -1), { ...at(expected, -1), story: / / });
    });
  });
});

describe.each(ATTACKS.flatMap(({ of, codes, tell }) => codes.map((code) => ({ of, code, tell }))))(
  '$of with code $code',
  ({ of, code, tell }) => {
    it('tells and names the code, and would not without it', () => {
      const rule = ruleOf(of);
      const rows = rowsOf((stage) => tell(stage, code));
      const alerts = runRule(rule, rows, { tail: 0 });
      expect(alerts).toHaveLength(1);
      expect(String(alerts[0]?.['Codes']).split(', ')).toContain(String(code));
      const others = rows.filter(({ ResultType }) => ResultType !== String(code));
      if (others.some(({ TimeGenerated }) => Date.parse(TimeGenerated) >= MIDNIGHT))
        expect(runRule(rule, others, { tail: 0 })).toEqual([]);
    });
  },
);

describe('watchlists in rules', () => {
  const tell = SCENARIOS.find(({ of, alerts }) => of === 'application-ladder' && alerts !== undefined)?.tell;
  const rows = rowsOf(tell ?? (() => {}));
  const run = (watchlists: Watchlists) => runRule(ruleOf('application-ladder'), rows, { watchlists });
  const exclusion = {
    SearchKey: '1',
    EntryType: 'user',
    Value: 'user0077@example.com',
    Code: '',
    Reason: 'test',
  };

  it('a VIP user raises the severity', () => {
    const vip = { SearchKey: '1', User: 'user0077@example.com', ExpiresOn: '', Reason: 'test' };
    expect(run({ EntraRiskVipUsers: [vip] }).map(({ Severity }) => Severity)).toEqual(['High']);
    expect(run({}).map(({ Severity }) => Severity)).toEqual(['Medium']);
  });

  it('an exclusion silences the rule that it names, until it ends', () => {
    const excluded = (more: object) => run({ EntraRiskExclusions: [{ ...exclusion, ...more }] }).length;
    expect(excluded({ Rule: 'application-ladder', ExpiresOn: '' })).toBe(0);
    expect(excluded({ Rule: 'high-row', ExpiresOn: '' })).toBe(1);
    expect(excluded({ Rule: '', ExpiresOn: '2026-11-15' })).toBe(1);
  });
});
