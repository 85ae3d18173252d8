import { beforeAll, describe, expect, it } from 'vitest';
import { STRANGER, type TableRow } from '../../scripts/sentinel/scenarios/stage.ts';
import { clock } from '../../src/sandbox/generator/storyteller.ts';
import { catalog } from '../unit/catalogSupport.ts';
import { ask, one } from './support/ask.ts';
import { WARM_UP_TIMEOUT, warmUp } from './support/database.ts';
import { rowsOf } from './support/rows.ts';

beforeAll(warmUp, WARM_UP_TIMEOUT);

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
