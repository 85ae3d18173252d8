import { describe, expect, it } from 'vitest';
import { backtest } from '../../../src/kql/backtest/backtest.ts';
import { fires, scheduledRuleSchema } from '../../../src/kql/backtest/rule.ts';
import { runsOf } from '../../../src/kql/backtest/schedule.ts';
import { createDataset } from '../../../src/kql/dataset.ts';
import { toTicks } from '../../../src/kql/query.ts';
import { formatDatetime } from '../../../src/kql/values/datetime.ts';
import { database } from '../support/documented.ts';

const rule = (more: object = {}) =>
  scheduledRuleSchema.parse({
    name: 'Failures of a user',
    severity: 'Low',
    queryFrequency: '1h',
    queryPeriod: '2h',
    triggerOperator: 'gt',
    triggerThreshold: 0,
    query:
      'EntraSigninRisk_CL | summarize Failures = count(), arg_max(TimeGenerated, IPAddress) by UserPrincipalName | where Failures > 1 | extend Name = tostring(split(UserPrincipalName, "@")[0]), Suffix = tostring(split(UserPrincipalName, "@")[1]), Severity = iff(Failures > 2, "High", "")',
    entityMappings: [
      {
        entityType: 'Account',
        fieldMappings: [
          { identifier: 'Name', columnName: 'Name' },
          { identifier: 'UPNSuffix', columnName: 'Suffix' },
        ],
      },
      { entityType: 'IP', fieldMappings: [{ identifier: 'Address', columnName: 'IPAddress' }] },
    ],
    alertDetailsOverride: {
      alertDisplayNameFormat: '{{UserPrincipalName}} failed {{Failures}} times',
      alertSeverityColumnName: 'Severity',
    },
    eventGroupingSettings: { aggregationKind: 'AlertPerResult' },
    ...more,
  });

const row = (time: string, user: string, ingested?: string) => ({
  TimeGenerated: time,
  UserPrincipalName: `${user}@example.com`,
  IPAddress: '203.0.113.7',
  ...(ingested !== undefined && { _IngestionTime: ingested }),
});

function run(
  rows: ReturnType<typeof row>[],
  more: object = {},
  from = '2026-11-16T00:30:00Z',
  to = '2026-11-16T05:00:00Z',
) {
  const options = { from: toTicks(from), to: () => toTicks(to), examples: 9 };
  const [result] = backtest(
    [{ file: 'rule.yaml', rule: rule(more) }],
    database,
    createDataset(database, { EntraSigninRisk_CL: rows }),
    options,
  );
  if (result === undefined) throw new Error('there is a result for the rule');
  return result;
}

describe('the runs of a rule', () => {
  it('come at multiples of its frequency, and see its period until five minutes before', () => {
    const runs = runsOf(rule(), toTicks('2026-11-16T00:30:00Z'), toTicks('2026-11-16T02:00:00Z'));
    expect(
      runs.map(({ now, after, upTo, ingestedBy }) =>
        [now, after, upTo, ingestedBy].map((at) => formatDatetime(at ?? 0).slice(11, 16)),
      ),
    ).toEqual([
      ['01:00', '22:55', '00:55', '01:00'],
      ['02:00', '23:55', '01:55', '02:00'],
    ]);
  });

  it('see a row in every run whose period it lies in, its ends exact to the tick', () => {
    const rows = [row('2026-11-16T00:55:00.0000000Z', 'user0001'), row('2026-11-16T00:55:00Z', 'user0001')];
    // At 01:00 the period ends with the row's very time, at 03:00 it begins right behind it.
    expect(run(rows)).toMatchObject({ runs: 5, fired: 2, alerts: 2 });
    const later = rows.map((one) => ({ ...one, TimeGenerated: '2026-11-16T00:55:00.0000001Z' }));
    expect(run(later).examples.map(({ at }) => at.slice(11, 13))).toEqual(['02', '03']);
  });

  it('do not see what had not been ingested yet', () => {
    const late = '2026-11-16T01:30:00Z';
    const rows = [
      row('2026-11-16T00:10:00Z', 'user0001', late),
      row('2026-11-16T00:10:00Z', 'user0001', late),
    ];
    expect(run(rows).examples.map(({ at }) => at.slice(11, 13))).toEqual(['02']);
  });
});

describe('the alerts of a rule', () => {
  const rows = ['user0001', 'user0001', 'user0001', 'user0002', 'user0002'].map((user, index) =>
    row(`2026-11-16T00:1${index}:00Z`, user),
  );

  it('have the rule’s title, severity and entities', () => {
    const { examples, severities, entities } = run(rows, {}, '2026-11-16T01:00:00Z', '2026-11-16T01:00:00Z');
    expect(examples).toMatchObject([
      {
        title: 'user0001@example.com failed 3 times',
        severity: 'High',
        entities: { Account: ['user0001@example.com'], IP: ['203.0.113.7'] },
      },
      { title: 'user0002@example.com failed 2 times', severity: 'Low' },
    ]);
    expect([...severities]).toEqual([
      ['High', 1],
      ['Low', 1],
    ]);
    expect([...(entities.get('IP') ?? [])]).toEqual([['203.0.113.7', 2]]);
  });

  it('are one for a run where the rule says so, about all its entities', () => {
    const result = run(
      rows,
      { eventGroupingSettings: { aggregationKind: 'SingleAlert' } },
      '2026-11-16T01:00:00Z',
      '2026-11-16T01:00:00Z',
    );
    expect(result).toMatchObject({ fired: 1, alerts: 1 });
    expect([...(result.entities.get('Account')?.keys() ?? [])]).toEqual([
      'user0001@example.com',
      'user0002@example.com',
    ]);
  });

  it('follow the threshold', () => {
    expect(run(rows, { triggerThreshold: 2 }).fired).toBe(0);
    expect(run(rows, { triggerOperator: 'lt', triggerThreshold: 1 }).fired).toBe(3);
    expect(fires(rule({ triggerOperator: 'eq', triggerThreshold: 2 }), 2)).toBe(true);
    expect(fires(rule({ triggerOperator: 'ne', triggerThreshold: 2 }), 2)).toBe(false);
  });
});

it('a rule that cannot be run says why', () => {
  expect(run([], { query: 'SigninLogs | take 5' }).error).toContain('take without an order');
  expect(run([], { query: 'SigninLogs | where Nope == 1' }).error).toContain("'Nope'");
});

it.each([
  [{ queryFrequency: '1w' }],
  [{ queryPeriod: '30m' }],
  [{ kind: 'NRT' }],
  [{ severity: 'Critical' }],
])('a rule with %o is none', (more) => {
  expect(() => rule(more)).toThrow();
});
