import { describe, expect, it } from 'vitest';
import type { Row } from '../../../src/core/row/row.ts';
import { FIXTURES, onlyRow, outcomesOf, rowOf, signIn } from './support.ts';

const ROW = onlyRow(signIn({}));

/** A row without what a record in another form does not say. */
function without(row: Row, ...columns: string[]): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !columns.includes(name)));
}

describe('the form of the wire', () => {
  it('is read with the names of its envelope in small letters, as some exporters write them', () => {
    for (const record of FIXTURES) {
      const lower = Object.fromEntries(
        Object.entries(record).map(([name, value]) => [name.toLowerCase(), value]),
      );
      expect(onlyRow(lower)).toEqual(onlyRow(record));
    }
  });

  it('is read by the exact name of a member before one in small letters', () => {
    expect(onlyRow({ ...signIn({}), resultType: '50126', resulttype: '0' })).toMatchObject({
      ResultType: '50126',
    });
  });

  it('is read with its properties as JSON text', () => {
    for (const record of FIXTURES) {
      expect(onlyRow({ ...record, properties: JSON.stringify(record.properties) })).toEqual(onlyRow(record));
    }
  });

  it('is read with nested values as JSON text', () => {
    const record = signIn({});
    const properties = Object.entries(record.properties).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    ]);
    expect(onlyRow({ ...record, properties: Object.fromEntries(properties) })).toEqual(ROW);
  });

  it.each([
    ['text that is no JSON', 'a text'],
    ['JSON text of a list', '[1]'],
    ['a list', [1]],
    ['a number', 5],
    ['broken JSON text', '{"id":'],
    ['JSON text nested 10,000 deep', `{"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ])('is a dead letter when its properties are %s', (_, properties) => {
    expect(outcomesOf({ ...signIn({}), properties })).toMatchObject([
      { kind: 'dead-letter', reason: 'unreadable-properties' },
    ]);
  });

  it.each([null, '', undefined])('is read without its properties when they are %j', (properties) => {
    expect(onlyRow({ ...signIn({}), properties })).toMatchObject({ ResultType: '50126', Location: 'DE' });
  });

  it.each([
    ['nothing of a sign-in', {}],
    ['a category and no more', { category: 'SignInLogs' }],
    ['empty properties', { category: 'SignInLogs', resultType: 'Failure', properties: {} }],
    ['what every object inherits', JSON.parse('{"__proto__":{"resultType":"50126","appId":"x"}}')],
  ])('is a dead letter when it has %s', (_, record) => {
    expect(outcomesOf(record)).toMatchObject([{ kind: 'dead-letter', reason: 'not-a-sign-in' }]);
  });
});

describe('a Microsoft Graph signIn object', () => {
  const { properties, location } = signIn({});
  // The object's own members, as the portal's download has them; it knows no tenant and no envelope.
  const graph = { '@odata.type': '#microsoft.graph.signIn', ...properties };

  it('gives the row of the wire without what only the envelope knows', () => {
    expect(location).toBe('DE');
    expect(onlyRow({ value: [graph] })).toEqual({
      ...without(ROW, 'AADTenantId'),
      TimeGenerated: ROW['CreatedDateTime'],
      // There is no tenant of the log that these could be equal to.
      HomeTenantId: 'aaaaaaaa-0000-4000-8000-000000000001',
      ResourceTenantId: 'aaaaaaaa-0000-4000-8000-000000000001',
    });
  });

  it('is told apart by isInteractive', () => {
    const rows = outcomesOf({ value: [graph, { ...graph, isInteractive: false }] }).map(rowOf);
    expect(rows.map((row) => row['Category'])).toEqual(['SignInLogs', 'NonInteractiveUserSignInLogs']);
  });
});

describe('the flat form of Log Analytics', () => {
  const text = (name: string): string => JSON.stringify(signIn({}).properties[name]);
  const flat = {
    TenantId: '55555555-0000-4000-8000-000000000001',
    SourceSystem: 'Azure AD',
    TimeGenerated: '2026-03-04T09:16:02.1190443Z',
    ResourceId: '/tenants/aaaaaaaa-0000-4000-8000-000000000001/providers/Microsoft.aadiam',
    OperationName: 'Sign-in activity',
    OperationVersion: '1.0',
    Category: 'SignInLogs',
    ResultType: '50126',
    ResultSignature: 'None',
    ResultDescription: 'Error validating credentials due to invalid username or password.',
    DurationMs: 0,
    CorrelationId: 'cccccccc-0000-4000-8000-000000000001',
    Resource: 'Microsoft.aadiam',
    Identity: 'First Last',
    Level: '4',
    Location: 'DE',
    AADTenantId: 'aaaaaaaa-0000-4000-8000-000000000001',
    AlternateSignInName: 'first.last@example.com',
    AppDisplayName: 'Example Mail',
    AppId: 'eeeeeeee-0000-4000-8000-000000000001',
    AuthenticationDetails: text('authenticationDetails'),
    AuthenticationProtocol: 'none',
    AuthenticationRequirement: 'singleFactorAuthentication',
    AutonomousSystemNumber: '64500',
    ClientAppUsed: 'Browser',
    ConditionalAccessPolicies: text('appliedConditionalAccessPolicies'),
    ConditionalAccessStatus: 'notApplied',
    CreatedDateTime: '2026-03-04T09:14:55.3001Z',
    CrossTenantAccessType: 'none',
    DeviceDetail: text('deviceDetail'),
    FlaggedForReview: false,
    HomeTenantId: 'aaaaaaaa-0000-4000-8000-000000000001',
    IPAddress: '203.0.113.40',
    Id: 'dddddddd-0000-4000-8000-000000000001',
    IsInteractive: true,
    LocationDetails: text('location'),
    MfaDetail: '',
    NetworkLocationDetails: '[]',
    OriginalRequestId: 'dddddddd-0000-4000-8000-000000000001',
    ResourceDisplayName: 'Example Directory',
    ResourceIdentity: 'eeeeeeee-0000-4000-8000-000000000002',
    ResourceTenantId: 'aaaaaaaa-0000-4000-8000-000000000001',
    RiskDetail: 'none',
    RiskEventTypes_V2: '[]',
    RiskLevelAggregated: 'none',
    RiskLevelDuringSignIn: 'none',
    RiskState: 'none',
    ServicePrincipalId: '',
    SignInIdentifier: 'first.last@example.com',
    Status: text('status'),
    TokenIssuerName: '',
    TokenIssuerType: 'AzureAD',
    UniqueTokenIdentifier: 'AAECAwQFBgcICQoLDA0ODw',
    UserAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
    UserDisplayName: 'First Last',
    UserId: 'bbbbbbbb-0000-4000-8000-000000000001',
    UserPrincipalName: 'first.last@example.com',
    UserType: 'Member',
    Type: 'SigninLogs',
  };

  it('gives the row of the wire', () => {
    expect(onlyRow(flat)).toEqual(ROW);
  });

  it('gives it whatever the order of the columns', () => {
    expect(onlyRow(Object.fromEntries(Object.entries(flat).toReversed()))).toEqual(ROW);
  });

  it('gives it from a query result', () => {
    const columns = Object.keys(flat).map((name) => ({ name, type: 'string' }));
    const tables = [{ name: 'PrimaryResult', columns, rows: [Object.values(flat)] }];
    expect(onlyRow({ tables })).toEqual(ROW);
  });

  it('gives it with the headers and times of the portal’s export', () => {
    const { TimeGenerated: _, CreatedDateTime: __, ...rest } = flat;
    const exported = {
      'TimeGenerated [UTC]': '3/4/2026, 9:16:02.119 AM',
      'CreatedDateTime [UTC]': '3/4/2026, 9:14:55.300 AM',
      ...rest,
    };
    expect(onlyRow(exported)).toEqual({
      ...ROW,
      TimeGenerated: '2026-03-04T09:16:02.119Z',
      CreatedDateTime: '2026-03-04T09:14:55.3Z',
    });
  });

  it('is told by a time column as the portal names it, alone', () => {
    const row = { 'TimeGenerated [UTC]': '2026-03-04T09:00:00Z', Status: '{"errorCode":50126}' };
    expect(onlyRow(row)).toMatchObject({ TimeGenerated: '2026-03-04T09:00:00Z', ResultType: '50126' });
  });

  it('is told also where a column is called Properties', () => {
    expect(onlyRow({ ...flat, Properties: '{}' })).toEqual({
      ...onlyRow(flat),
      RecordId: expect.any(String),
    });
  });

  it('does not take the workspace for the tenant, or the source of the log for the resource', () => {
    const { AADTenantId: _, ResourceIdentity: __, ...rest } = flat;
    const row = onlyRow(rest);
    expect(row).not.toHaveProperty('AADTenantId');
    expect(row).not.toHaveProperty('ResourceIdentity');
  });
});
