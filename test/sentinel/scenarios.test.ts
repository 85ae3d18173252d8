import { beforeAll, describe, expect, it } from 'vitest';
import { readRules } from '../../scripts/sentinel/content.ts';
import { RULE_SCENARIOS } from '../../scripts/sentinel/scenarios/all.ts';
import { ORDINARY_LIFE } from '../../scripts/sentinel/scenarios/ordinaryLife.ts';
import type { Scenario, Watchlists } from '../../scripts/sentinel/scenarios/scenario.ts';
import { HOUR, MIDNIGHT, MINUTE, type Stage, type TableRow } from '../../scripts/sentinel/scenarios/stage.ts';
import type { OutputRow } from '../../src/kql/table/toRows.ts';
import { WARM_UP_TIMEOUT, warmUp } from './support/database.ts';
import { faultsOf, faultsOfLate } from './support/judge.ts';
import { rowsOf, withDelays, withLateFailures, withRepeats, withTheRuns } from './support/rows.ts';
import { ruleOf, runRule, toMs } from './support/scheduler.ts';

beforeAll(warmUp, WARM_UP_TIMEOUT);

/** In `npm run test:all`: each attack in every variation, each course of ordinary life on its own. They take minutes. */
const isLong = process.env['TEST_ALL'] === '1';

it('every rule about sign-ins has its scenarios', () => {
  const names = readRules().flatMap(({ name }) => (name.startsWith('pipeline-') ? [] : [name]));
  expect(RULE_SCENARIOS.map(({ of }) => of).sort()).toEqual(names);
});

describe.each(RULE_SCENARIOS)('rule $of', ({ of, attack, scenarios: own }) => {
  const rule = ruleOf(of);
  const attacks = own.filter(({ alerts }) => alerts !== undefined);

  it('has an attack and look-alikes, and an attack for each code that it names', () => {
    expect(attacks.length).toBeGreaterThan(0);
    expect(own.length - attacks.length).toBeGreaterThan(0);
    const named = rule.content.query.match(/(?<=")\d{4,7}(?=")/g) ?? [];
    expect(attack?.codes.map(String) ?? []).toEqual(expect.arrayContaining(named));
  });

  it.each(own.filter(({ alerts }) => alerts === undefined))('stays silent: $name', ({ tell }: Scenario) => {
    expect(runRule(rule, rowsOf(tell)).map(({ Story }) => Story)).toEqual([]);
  });

  describe.each(attacks)('tells: $name', ({ name, tell, alerts: expected = [] }) => {
    const isVaried = isLong || name === attacks[0]?.name;
    const rows = rowsOf(tell);
    let found: OutputRow[] | undefined;
    const run = () => {
      found ??= runRule(rule, rows);
      return found;
    };

    it('once, with who, where and what', () => {
      expect(faultsOf(run(), expected, rows)).toEqual([]);
    });

    if (!isVaried) return;

    it('as often when rows come repeated and split', () => {
      const alerts = runRule(rule, withRepeats(rows));
      expect(alerts.map(({ Story }) => Story)).toEqual(run().map(({ Story }) => Story));
    });

    it('when rows come late', () => {
      expect(faultsOfLate(runRule(rule, withDelays(rows)), expected)).toEqual([]);
    });

    it('when failures come later than successes', () => {
      expect(faultsOfLate(runRule(rule, withLateFailures(rows)), expected)).toEqual([]);
    });

    it('when rows come the moment the rule runs', () => {
      const then = withTheRuns(rows, toMs(rule.content.queryFrequency));
      expect(faultsOfLate(runRule(rule, then), expected)).toEqual([]);
    });
  });
});

const COURSES = isLong
  ? ORDINARY_LIFE
  : [
      {
        name: ORDINARY_LIFE.map(({ name }) => name).join(', '),
        tell: (stage: Stage) => {
          for (const { tell } of ORDINARY_LIFE) tell(stage);
        },
      },
    ];

describe.each(COURSES)('ordinary life: $name', ({ tell }) => {
  const rows = rowsOf(tell);

  it.each(readRules().filter(({ name }) => name !== 'high-row' && !name.startsWith('pipeline-')))(
    'is no alert of $name',
    ({ name }) => {
      expect(runRule(ruleOf(name), rows).map(({ Story }) => Story)).toEqual([]);
    },
  );
});

const ATTACKS = RULE_SCENARIOS.flatMap(({ of, attack }) =>
  (attack?.codes ?? []).map((code) => ({ of, code, tell: attack?.tell ?? (() => {}) })),
);

describe.each(ATTACKS)('$of with code $code', ({ of, code, tell }) => {
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
});

describe('watchlists in rules', () => {
  const ladder = RULE_SCENARIOS.find(({ of }) => of === 'application-ladder');
  const tell = ladder?.scenarios.find(({ alerts }) => alerts !== undefined)?.tell;
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

describe('a record that both the custom table and a native one have', () => {
  const rows = rowsOf((stage) => stage.signIn(MIDNIGHT + 11 * HOUR, { user: stage.user(9) }, 50126));
  const native = rows.map(
    ({ RecordId, TimeGenerated, CreatedDateTime, UserId, UserPrincipalName, ResultType }) => ({
      TimeGenerated,
      CreatedDateTime,
      UserId,
      UserPrincipalName,
      ResultType,
      Category: 'SignInLogs',
      Id: RecordId,
    }),
  );

  it.each([
    ['first', 2, 90],
    ['last', 90, 2],
  ])('is told once when the native row comes %s', (_, nativeDelay, customDelay) => {
    const delayed = <T extends TableRow>(list: readonly T[], minutes: number) =>
      list.map((row) => ({
        ...row,
        _IngestionTime: new Date(Date.parse(row.TimeGenerated) + minutes * MINUTE).toISOString(),
      }));
    const told = runRule(ruleOf('high-row'), delayed(rows, customDelay), {
      native: { SigninLogs: delayed(native, nativeDelay) },
    });
    expect(told.map(({ Codes }) => Codes)).toEqual(['50126']);
  });
});
