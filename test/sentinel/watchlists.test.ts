import { beforeAll, describe, expect, it } from 'vitest';
import type { Watchlists } from '../../scripts/sentinel/scenarios/scenario.ts';
import { STRANGER, Stage } from '../../scripts/sentinel/scenarios/stage.ts';
import { createDataset } from '../../src/kql/dataset.ts';
import { runQuery } from '../../src/kql/query.ts';
import { ask, NOW, one } from './support/ask.ts';
import { database, WARM_UP_TIMEOUT, warmUp } from './support/database.ts';

beforeAll(warmUp, WARM_UP_TIMEOUT);

describe('exclusions', () => {
  const entry = (more: object) => ({
    SearchKey: '1',
    EntryType: 'user',
    Value: 'user0050@example.com',
    Code: '',
    Rule: '',
    ExpiresOn: '',
    Reason: 'test',
    ...more,
  });
  const rows = one(50126, STRANGER);
  const left = (more: object, rule = 'mfa-fatigue-then-success', custom = rows) =>
    ask(`EntraSigninRisk(rule="${rule}") | count`, custom, {
      watchlists: { EntraRiskExclusions: [entry(more)] },
    })[0]?.['Count'];

  it.each([
    ['a user, by name in any case', { Value: 'User0050@Example.com ' }],
    ['an application', { EntryType: 'app', Value: '9199bf20-a13f-4107-85dc-02114787ef48' }],
    ['an address', { EntryType: 'ip', Value: '203.0.113.221' }],
    ['a range', { EntryType: 'IP', Value: '203.0.113.0/24' }],
    ['a range for this code', { EntryType: 'ip', Value: '203.0.113.0/24', Code: '50126' }],
    ['a user for this code', { Code: '50126' }],
    ['a user for this rule', { Rule: 'MFA-fatigue-then-success' }],
    ['an entry with time left', { ExpiresOn: '2027-01-01' }],
  ])('leave out %s', (_, more) => {
    expect(left(more)).toBe(0);
  });

  it.each([
    ['an entry that has expired', { ExpiresOn: '2026-11-16' }],
    ['an entry whose end cannot be read', { ExpiresOn: 'next week' }],
    ['another user', { Value: 'user0051@example.com' }],
    ['another code', { Code: '53003' }],
    ['another rule', { Rule: 'high-row' }],
    ['another range', { EntryType: 'ip', Value: '198.51.100.0/24' }],
    ['a range of IPv6', { EntryType: 'ip', Value: '2001:db8::/32' }],
    ['an empty value', { Value: '' }],
  ])('change nothing by %s', (_, more) => {
    expect(left(more)).toBe(1);
  });

  it('know foreign tenants, and never one’s own', () => {
    const guest = new Stage().teller.guest(7);
    const custom = one(50126, { user: guest });
    expect(left({ EntryType: 'tenant', Value: guest.homeTenantId }, 'high-row', custom)).toBe(0);
    expect(left({ EntryType: 'tenant', Value: String(rows[0]?.['AADTenantId']) })).toBe(1);
  });

  it('know ranges of IPv6', () => {
    const custom = one(50126, { address: '2001:db8:12::1' });
    expect(left({ EntryType: 'ip', Value: '2001:db8:12::/48' }, 'high-row', custom)).toBe(0);
    expect(left({ EntryType: 'ip', Value: '2001:db8:13::/48' }, 'high-row', custom)).toBe(1);
  });

  it('are for rules: who asks without one sees everything, and "*" means those for all rules', () => {
    expect(left({}, '')).toBe(1);
    expect(left({}, '*')).toBe(0);
    expect(left({ Rule: 'high-row' }, '*')).toBe(1);
  });
});

describe('overrides and VIP users', () => {
  const override = (more: object) => ({
    EntraRiskLevelOverrides: [
      { SearchKey: '1', Code: '50126', Level: 'Low', ExpiresOn: '', Reason: 'test', ...more },
    ],
  });
  const level = (watchlists: Watchlists, rows = one(50126)) =>
    ask('EntraSigninRisk() | project ResultRiskLevel, ResultRiskLevelNow', rows, { watchlists })[0];

  it('change the level of today, not that of the row', () => {
    expect(level(override({}))).toEqual({ ResultRiskLevel: 'High', ResultRiskLevelNow: 'Low' });
    expect(level(override({ Code: '50034', Level: 'medium' }), one(50034))).toEqual({
      ResultRiskLevel: 'Unknown',
      ResultRiskLevelNow: 'Medium',
    });
  });

  it.each([
    ['expired', { ExpiresOn: '2026-01-01' }],
    ['no level', { Level: 'Severe' }],
    ['another code', { Code: '50127' }],
  ])('change nothing when %s', (_, more) => {
    expect(level(override(more))).toEqual({ ResultRiskLevel: 'High', ResultRiskLevelNow: 'High' });
  });

  it('leave a level that a pack gave to the pack', () => {
    const rows = one(50126).map((row) => ({ ...row, ResultRiskLevel: 'Low', ResultRiskBasis: 'pack:mine' }));
    expect(level({}, rows)).toEqual({ ResultRiskLevel: 'Low', ResultRiskLevelNow: 'Low' });
  });

  it('mark VIP users by name or id', () => {
    const vip = (User: unknown) => ({
      EntraRiskVipUsers: [{ SearchKey: '1', User: String(User), ExpiresOn: '', Reason: 'test' }],
    });
    const rows = one(50126);
    const isVip = (watchlists: Watchlists) =>
      ask('EntraSigninRisk() | project IsVip', rows, { watchlists })[0]?.['IsVip'];
    expect(isVip(vip('USER0050@example.com'))).toBe(true);
    expect(isVip(vip(rows[0]?.['UserId']))).toBe(true);
    expect(isVip(vip('user0051@example.com'))).toBe(false);
    expect(isVip({})).toBe(false);
  });

  it(
    'are no error where the watchlists are not there',
    () => {
      const found = runQuery(
        'EntraSigninRisk(rule="high-row") | count',
        database('no watchlists'),
        NOW,
        createDataset(database('no watchlists'), { EntraSigninRisk_CL: one(50126) }),
      );
      expect(found).toEqual([{ Count: 1 }]);
    },
    WARM_UP_TIMEOUT,
  );
});
