import { beforeAll, describe, expect, it } from 'vitest';
import type { TableRow } from '../../scripts/sentinel/scenarios/stage.ts';
import { ask, one } from './support/ask.ts';
import { WARM_UP_TIMEOUT, warmUp } from './support/database.ts';

beforeAll(warmUp, WARM_UP_TIMEOUT);

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

  it('counts a record of both from its first copy, whichever that is', () => {
    const seen = (custom: string, native: string) => {
      const [row] = one(53003);
      const at = '2026-11-16T12:03:00Z';
      const copies = [
        { ...row, TimeGenerated: at, _IngestionTime: `2026-11-16T${custom}:00Z` },
      ] as TableRow[];
      const other = {
        ...NATIVE,
        TimeGenerated: at,
        Id: row?.['RecordId'],
        _IngestionTime: `2026-11-16T${native}:00Z`,
      };
      return ask('EntraSigninRisk() | project Source, FirstSeen', copies, {
        native: { SigninLogs: [other] },
      });
    };
    const expected = [{ Source: 'custom', FirstSeen: '2026-11-16T12:30:00.0000000Z' }];
    expect(seen('13:00', '12:30')).toEqual(expected);
    expect(seen('12:30', '13:00')).toEqual(expected);
  });

  it.each([
    ['trustedNamedLocation', 'Office', true],
    ['trusted', 'Office', true],
    ['namedNetwork', 'Untrusted guests', false],
  ])('knows a network of type %s, called %s, as trusted: %s', (networkType, name, trusted) => {
    const networkLocationDetails = [{ networkType, networkNames: [name] }];
    const native = { ...NATIVE, NetworkLocationDetails: JSON.stringify(networkLocationDetails) };
    const custom = networkType === 'trusted' ? [] : one(53003, { edit: { networkLocationDetails } });
    const found = ask('EntraSigninRisk() | project TrustedNetwork', custom, {
      native: { SigninLogs: [native] },
    });
    expect(found).toEqual(Array.from({ length: custom.length + 1 }, () => ({ TrustedNetwork: trusted })));
  });
});
