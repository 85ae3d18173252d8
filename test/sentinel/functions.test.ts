import { beforeAll, describe, expect, it } from 'vitest';
import type { Watchlists } from '../../scripts/sentinel/scenarios/scenario.ts';
import { MFA, STRANGER, Stage, type TableRow, toTableRows } from '../../scripts/sentinel/scenarios/stage.ts';
import { createDataset } from '../../src/kql/dataset.ts';
import { runQuery } from '../../src/kql/query.ts';
import { mfaFatigue } from '../../src/sandbox/generator/stories/mfaFatigue.ts';
import { clock } from '../../src/sandbox/generator/storyteller.ts';
import { catalog } from '../unit/catalogSupport.ts';
import { database, WARM_UP_TIMEOUT, warmUp } from './support/database.ts';

beforeAll(warmUp, WARM_UP_TIMEOUT);

const NOW = '2026-11-17T00:00:00Z';

function rowsOf(tell: (stage: Stage) => void): TableRow[] {
  const stage = new Stage();
  tell(stage);
  return toTableRows(stage.records());
}

function ask(
  query: string,
  custom: readonly TableRow[],
  { native = {}, watchlists = {} }: { native?: Record<string, object[]>; watchlists?: Watchlists } = {},
) {
  const tables = { EntraSigninRisk_CL: custom, ...(native as Record<string, TableRow[]>) };
  return runQuery(query, database(), NOW, createDataset(database(), tables, watchlists));
}

const one = (code: number, person: object = {}) =>
  rowsOf((stage) => stage.signIn(clock('12:00'), { user: stage.user(50), ...person }, code));

/** The same sign-in as the native table has it: values in full, objects as dynamic. */
const NATIVE = {
  TimeGenerated: '2026-11-16T12:03:00Z',
  CreatedDateTime: '2026-11-16T12:00:00Z',
  Id: 'native-1',
  Category: 'SignInLogs',
  ResultType: '53003',
  AADTenantId: 'aaaaaaaa-0000-4000-8000-000000000001',
  UserPrincipalName: 'user0050@example.com',
  UserId: 'u-50',
  UserType: 'Member',
  IPAddress: '203.0.113.9',
  AppId: 'app-1',
  AppDisplayName: 'One Outlook Web',
  OriginalRequestId: 'native-1',
  DeviceDetail: { deviceId: 'd-1', isManaged: true },
  Status: { errorCode: 53003, additionalDetails: 'Blocked' },
  NetworkLocationDetails: '[{"networkType":"trustedNamedLocation","networkNames":["Office"]}]',
};

describe('the view over the custom table', () => {
  it('puts back what the rows leave out', () => {
    const [row] = ask('EntraSigninRisk()', one(50126));
    expect(row).toMatchObject({
      Source: 'custom',
      ResultRiskLevel: 'High',
      ResultRiskLevelNow: 'High',
      ResultRiskBasis: 'catalog',
      ResultKind: 'credential',
      ResultOutcome: 'failure',
      PasswordProven: false,
      Weight: 60,
      UserType: 'Member',
      ConditionalAccessStatus: 'notApplied',
      AuthenticationRequirement: 'singleFactorAuthentication',
      TokenIssuerType: 'AzureAD',
      RiskLevelDuringSignIn: 'none',
      RiskState: 'none',
      RiskEventTypes_V2: '[]',
      FlaggedForReview: false,
      CrossTenantAccessType: 'none',
      IncomingTokenType: 'none',
      AuthenticationProtocol: 'none',
      SignInIdentifier: 'user0050@example.com',
      AccountName: 'user0050',
      AccountUPNSuffix: 'example.com',
      ByUser: true,
    });
    expect(row?.['OriginalRequestId']).toBe(row?.['RecordId']);
    expect(row?.['HomeTenantId']).toBe(row?.['AADTenantId']);
    const [informational] = ask('EntraSigninRisk()', one(50140));
    expect(informational).toMatchObject({ ResultKind: 'informational', ResultOutcome: 'interrupt' });
    const [unlisted] = ask('EntraSigninRisk()', one(50034));
    expect(unlisted).toMatchObject({
      ResultRiskLevel: 'Unknown',
      ResultRiskLevelNow: 'Unknown',
      ResultRiskBasis: 'unlisted',
      ResultKind: '',
      Weight: 10,
    });
  });

  it('has the kind, outcome and level of every code of the catalog', () => {
    const rows = catalog.entries.flatMap(({ code }) =>
      one(Number(code)).map((row) => ({ ...row, RecordId: `record-${code}` })),
    );
    const found = ask(
      'EntraSigninRisk() | project ResultType, ResultKind, ResultOutcome, ResultRiskLevel, Weight',
      rows,
    );
    const expected = catalog.entries.map(({ code, risk, facts }) => ({
      ResultType: code,
      ResultKind: facts.kind,
      ResultOutcome: facts.outcome,
      ResultRiskLevel: risk,
      Weight: facts.weight,
    }));
    const byCode = (a: { ResultType?: unknown }, b: { ResultType?: unknown }) =>
      String(a.ResultType) < String(b.ResultType) ? -1 : 1;
    expect(found.toSorted(byCode)).toEqual(expected.toSorted(byCode));
  });

  it('gives the latest row of each record, once, and counts it from its first arrival', () => {
    const [row] = one(50126);
    const rows = [
      row,
      { ...row, TimeGenerated: '2026-11-16T18:00:00Z', ResultDetail: 'latest' },
      { ...row },
    ] as TableRow[];
    const found = ask('EntraSigninRisk()', rows);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ ResultDetail: 'latest' });
    const [first] = ask('EntraSigninRisk() | project FirstSeen, TimeGenerated', [
      { ...row, TimeGenerated: '2026-11-16T12:00:00Z', _IngestionTime: '2026-11-16T13:00:00Z' } as TableRow,
    ]);
    expect(first).toEqual({
      TimeGenerated: '2026-11-16T12:00:00.0000000Z',
      FirstSeen: '2026-11-16T13:00:00.0000000Z',
    });
    const [prompt] = ask('EntraSigninRisk() | project FirstSeen', [
      { ...row, TimeGenerated: '2026-11-16T12:00:00Z' } as TableRow,
    ]);
    expect(prompt).toEqual({ FirstSeen: '2026-11-16T12:05:00.0000000Z' });
  });

  it('counts a repeated record from its first copy', () => {
    const [row] = one(50126);
    const copies = ['12:00', '12:04'].map(
      (time) => ({ ...row, TimeGenerated: `2026-11-16T${time}:00Z` }) as TableRow,
    );
    expect(ask('EntraSigninRisk() | project FirstSeen', copies)).toEqual([
      { FirstSeen: '2026-11-16T12:05:00.0000000Z' },
    ]);
  });

  it('leaves heartbeats out', () => {
    const rows = [{ TimeGenerated: '2026-11-16T12:00:00Z', Category: 'Heartbeat', RecordId: 'h' }, ...one(0)];
    expect(ask('EntraSigninRisk() | project Category', rows)).toEqual([{ Category: 'SignInLogs' }]);
    expect(ask('EntraSigninPipeline() | where Category == "Heartbeat" | count', rows)).toEqual([
      { Count: 1 },
    ]);
  });

  it.each([
    ['codes=dynamic(["0"])', 1],
    ['codes=dynamic(["50126", "0"])', 2],
    ['users=dynamic(["nobody"])', 0],
    ['addresses=pack_array("203.0.113.221")', 2],
    ['apps=dynamic(["d3590ed6-52b3-4102-aeff-aad2292ab01c"])', 2],
    ['since=datetime(2026-11-16 15:00)', 1],
    ['source="native"', 0],
    ['source="custom"', 2],
  ])('filters by %s', (filter, count) => {
    const rows = rowsOf((stage) => {
      stage.signIn(
        clock('12:00'),
        { user: stage.user(50), ...STRANGER, application: 'Microsoft Office' },
        50126,
      );
      stage.signIn(clock('16:00'), { user: stage.user(51), ...STRANGER, application: 'Microsoft Office' }, 0);
    });
    expect(ask(`EntraSigninRisk(${filter}) | count`, rows)).toEqual([{ Count: count }]);
  });
});

describe('the view over native tables', () => {
  it('has the same columns, with the catalog’s level', () => {
    const [row] = ask('EntraSigninRisk(source="native")', [], { native: { SigninLogs: [NATIVE] } });
    expect(row).toMatchObject({
      Source: 'native',
      RecordId: 'native-1',
      ResultType: '53003',
      ResultRiskLevel: 'Medium',
      ResultRiskBasis: 'catalog',
      ResultKind: 'conditionalAccess',
      PasswordProven: true,
      ResultDetail: 'Blocked',
      DeviceId: 'd-1',
      ManagedDevice: true,
      TrustedNetwork: true,
      HomeTenantId: 'aaaaaaaa-0000-4000-8000-000000000001',
      ConditionalAccessStatus: 'notApplied',
    });
  });

  it('reads all five tables, whatever columns they lack', () => {
    const base = {
      TimeGenerated: NATIVE.TimeGenerated,
      ResultType: '7000218',
      IPAddress: '203.0.113.9',
      AppId: 'app-1',
    };
    const native = {
      SigninLogs: [NATIVE],
      AADNonInteractiveUserSignInLogs: [
        { ...base, Id: 'n', Category: 'NonInteractiveUserSignInLogs', DeviceDetail: '{"deviceId":"d-2"}' },
      ],
      ADFSSignInLogs: [{ ...base, Id: 'a', Category: 'ADFSSignInLogs' }],
      AADServicePrincipalSignInLogs: [
        { ...base, Id: 's', Category: 'ServicePrincipalSignInLogs', ServicePrincipalName: 'backup-prod' },
      ],
      AADManagedIdentitySignInLogs: [{ ...base, Id: 'm', Category: 'ManagedIdentitySignInLogs' }],
    };
    const found = ask('EntraSigninRisk() | project RecordId, ByUser, DeviceId | sort by RecordId asc', [], {
      native,
    });
    expect(found.map(({ RecordId, ByUser }) => [RecordId, ByUser])).toEqual([
      ['a', true],
      ['m', false],
      ['n', true],
      ['native-1', true],
      ['s', false],
    ]);
    expect(found[2]).toMatchObject({ DeviceId: 'd-2' });
    expect(ask('EntraSigninPipeline() | summarize Rows = count() by Source | count', [], { native })).toEqual(
      [{ Count: 5 }],
    );
  });

  it('takes a record that both have from the custom table', () => {
    const [row] = one(53003);
    const native = {
      SigninLogs: [
        { ...NATIVE, Id: row?.['RecordId'] },
        { ...NATIVE, Id: 'other' },
      ],
    };
    const found = ask('EntraSigninRisk() | project RecordId, Source', one(53003), { native });
    expect(found).toHaveLength(2);
    expect(found).toContainEqual({ RecordId: row?.['RecordId'], Source: 'custom' });
    expect(found).toContainEqual({ RecordId: 'other', Source: 'native' });
  });
});

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

describe('the story', () => {
  const stage = new Stage();
  mfaFatigue.tell(stage.teller);
  const rows = toTableRows(stage.teller.records());

  it('tells a user’s sign-ins in order, with meaning and advice in either language', () => {
    const [english, japanese] = ['en', 'ja'].map((language) =>
      ask(`EntraSigninStory("user0042@example.com", "${language}")`, rows),
    );
    expect(english).toHaveLength(17);
    const times = english?.map(({ CreatedDateTime }) => String(CreatedDateTime)) ?? [];
    expect(times).toEqual(times.toSorted());
    const entry = catalog.entries.find(({ code }) => code === '500121');
    expect(english?.find(({ ResultType }) => ResultType === '500121')).toMatchObject({
      Meaning: entry?.summary.en,
      LookAt: entry?.remediation.analyst[0]?.en,
    });
    expect(japanese?.find(({ ResultType }) => ResultType === '500121')).toMatchObject({
      Meaning: entry?.summary.ja,
    });
  });

  it('tells the whole attempt that a record belongs to', () => {
    const record = rows.find(({ ResultType }) => ResultType === '500121');
    const found = ask(
      `EntraSigninStory("${String(record?.['RecordId'])}") | distinct OriginalRequestId, ResultType`,
      rows,
    );
    expect(found).toContainEqual({ OriginalRequestId: record?.['OriginalRequestId'], ResultType: '50074' });
    expect(ask('EntraSigninStory("no such record")', rows)).toEqual([]);
  });
});

describe('the ASIM parser', () => {
  it('maps every code of the catalog', () => {
    const rows = catalog.entries.flatMap(({ code }) =>
      one(Number(code)).map((row) => ({ ...row, RecordId: `record-${code}` })),
    );
    const found = ask(
      'vimAuthenticationEntraSigninRisk(categories=dynamic([])) | project EventOriginalUid, EventResult, EventResultDetails, EventSchemaVersion',
      rows,
    );
    expect(found).toHaveLength(53);
    for (const { code, facts } of catalog.entries)
      expect(found).toContainEqual({
        EventOriginalUid: `record-${code}`,
        EventResult: code === '0' ? 'Success' : 'Failure',
        EventResultDetails: facts.asimResultDetails ?? '',
        EventSchemaVersion: '0.1.4',
      });
  });

  it('leaves categories alone that Sentinel parses itself, and filters', () => {
    const rows = rowsOf((stage) => {
      stage.signIn(clock('12:00'), { user: stage.user(50) }, 50126);
      stage.signIn(clock('12:10'), { user: stage.user(50), category: 'ADFSSignInLogs' }, 0);
      stage.signIn(clock('13:00'), { user: stage.user(51) }, MFA);
    });
    const count = (call: string) => ask(`${call} | count`, rows)[0]?.['Count'];
    expect(count('ASimAuthenticationEntraSigninRisk()')).toBe(1);
    expect(count('ASimAuthenticationEntraSigninRisk(disabled=true)')).toBe(0);
    const all = 'vimAuthenticationEntraSigninRisk(categories=dynamic([])';
    expect(count(`${all})`)).toBe(3);
    expect(count(`${all}, eventresult="Failure")`)).toBe(1);
    expect(count(`${all}, username_has_any=dynamic(["user0051"]))`)).toBe(1);
    expect(count(`${all}, eventresultdetails_in=dynamic(["No such user or password"]))`)).toBe(1);
    expect(count(`${all}, eventtype_in=dynamic(["Logoff"]))`)).toBe(0);
    expect(count(`${all}, endtime=datetime(2026-11-16 12:30))`)).toBe(2);
  });
});
