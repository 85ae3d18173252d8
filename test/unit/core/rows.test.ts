import { expect, it } from 'vitest';
import { fixture, onlyRow } from './support.ts';

const TENANT = 'aaaaaaaa-0000-4000-8000-000000000001';

it('of an interactive sign-in', () => {
  expect(onlyRow(fixture('SignInLogs'))).toEqual({
    TimeGenerated: '2026-03-04T09:16:02.1190443Z',
    CreatedDateTime: '2026-03-04T09:14:55.3001Z',
    RecordId: 'dddddddd-0000-4000-8000-000000000001',
    Category: 'SignInLogs',
    AADTenantId: TENANT,
    ResultType: '50126',
    ResultName: 'InvalidUserNameOrPassword',
    ResultRiskLevel: 'High',
    ResultKind: 'credential',
    PasswordProven: false,
    ResultDetail: "The user didn't enter the right credentials.",
    CatalogVersion: '1.0.0',
    UserPrincipalName: 'first.last@example.com',
    UserId: 'bbbbbbbb-0000-4000-8000-000000000001',
    AppId: 'eeeeeeee-0000-4000-8000-000000000001',
    AppDisplayName: 'Example Mail',
    ResourceIdentity: 'eeeeeeee-0000-4000-8000-000000000002',
    ResourceDisplayName: 'Example Directory',
    IPAddress: '203.0.113.40',
    AutonomousSystemNumber: '64500',
    Location: 'DE',
    LocationDetails: { city: 'Berlin', geoCoordinates: { latitude: 52.52, longitude: 13.4 } },
    ClientAppUsed: 'Browser',
    UserAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
    DeviceDetail: { operatingSystem: 'Linux' },
    CorrelationId: 'cccccccc-0000-4000-8000-000000000001',
    AuthenticationSteps: ['Password: Invalid username or password (failed)'],
    EventPosition: '3/42/0',
  });
});

it('of a non-interactive sign-in, by a guest, blocked by a policy', () => {
  expect(onlyRow(fixture('NonInteractiveUserSignInLogs'))).toEqual({
    TimeGenerated: '2026-03-04T09:20:10.5Z',
    CreatedDateTime: '2026-03-04T09:18:00Z',
    RecordId: 'dddddddd-0000-4000-8000-000000000002',
    Category: 'NonInteractiveUserSignInLogs',
    AADTenantId: TENANT,
    ResultType: '53003',
    ResultName: 'BlockedByConditionalAccess',
    ResultRiskLevel: 'Medium',
    ResultKind: 'conditionalAccess',
    PasswordProven: true,
    CatalogVersion: '1.0.0',
    UserPrincipalName: 'guest.person_example.org#EXT#@example.com',
    UserId: 'bbbbbbbb-0000-4000-8000-000000000002',
    UserType: 'Guest',
    HomeTenantId: 'aaaaaaaa-0000-4000-8000-000000000002',
    CrossTenantAccessType: 'b2bCollaboration',
    AppId: 'eeeeeeee-0000-4000-8000-000000000003',
    AppDisplayName: 'Example Files',
    ResourceIdentity: 'eeeeeeee-0000-4000-8000-000000000002',
    ResourceDisplayName: 'Example Directory',
    IPAddress: '2001:db8::25',
    AutonomousSystemNumber: '64501',
    Location: 'JP',
    LocationDetails: { city: '東京' },
    NamedLocations: ['Tokyo office (trusted)'],
    ClientAppUsed: 'Mobile Apps and Desktop clients',
    UserAgent: 'Windows-AzureAD-Authentication-Provider/1.0',
    DeviceDetail: {
      deviceId: '99999999-0000-4000-8000-000000000001',
      displayName: 'PC-0001',
      operatingSystem: 'Windows11',
      isCompliant: false,
      isManaged: true,
      trustType: 'Azure AD joined',
    },
    CorrelationId: 'cccccccc-0000-4000-8000-000000000002',
    OriginalRequestId: 'dddddddd-0000-4000-8000-000000000020',
    SessionId: '88888888-0000-4000-8000-000000000001',
    IncomingTokenType: 'primaryRefreshToken',
    AuthenticationRequirement: 'multiFactorAuthentication',
    MfaDetail: { authMethod: 'Mobile app notification' },
    ConditionalAccessStatus: 'failure',
    ConditionalAccessPolicies: [
      {
        id: 'ffffffff-0000-4000-8000-000000000002',
        displayName: 'Block unmanaged devices',
        result: 'failure',
      },
    ],
    RiskLevelDuringSignIn: 'medium',
    RiskLevelAggregated: 'high',
    RiskState: 'atRisk',
    RiskEventTypes_V2: '["unfamiliarFeatures"]',
    FlaggedForReview: true,
    EventPosition: '3/42/0',
  });
});

it('of a service principal with a wrong secret, with the time in the US form', () => {
  expect(onlyRow(fixture('ServicePrincipalSignInLogs'))).toEqual({
    TimeGenerated: '2026-11-14T01:48:53Z',
    CreatedDateTime: '2026-11-14T01:46:12.04Z',
    RecordId: 'dddddddd-0000-4000-8000-000000000003',
    Category: 'ServicePrincipalSignInLogs',
    AADTenantId: TENANT,
    ResultType: '7000215',
    ResultRiskLevel: 'Unknown',
    ResultRiskBasis: 'unlisted',
    ResultDescription: 'Invalid client secret provided.',
    CatalogVersion: '1.0.0',
    ServicePrincipalId: '77777777-0000-4000-8000-000000000001',
    ServicePrincipalName: 'nightly-export',
    ServicePrincipalCredentialKeyId: '66666666-0000-4000-8000-000000000001',
    AppId: 'eeeeeeee-0000-4000-8000-000000000004',
    ResourceIdentity: 'eeeeeeee-0000-4000-8000-000000000005',
    ResourceDisplayName: 'Example Storage',
    IPAddress: '198.51.100.7',
    Location: 'NL',
    LocationDetails: { city: 'Amsterdam', geoCoordinates: { latitude: 52.4, longitude: 4.9 } },
    CorrelationId: 'cccccccc-0000-4000-8000-000000000003',
    ClientCredentialType: 'clientSecret',
    EventPosition: '3/42/0',
  });
});

it('of a managed identity, which has no address, no place and no identity', () => {
  expect(onlyRow(fixture('ManagedIdentitySignInLogs'))).toEqual({
    TimeGenerated: '2026-03-04T09:30:00.7654321Z',
    CreatedDateTime: '2026-03-04T09:28:31.12Z',
    RecordId: 'dddddddd-0000-4000-8000-000000000004',
    Category: 'ManagedIdentitySignInLogs',
    AADTenantId: TENANT,
    ResultType: '0',
    ResultRiskLevel: 'Low',
    ResultOutcome: 'success',
    CatalogVersion: '1.0.0',
    ServicePrincipalId: '77777777-0000-4000-8000-000000000002',
    ServicePrincipalName: 'orders-api',
    AppId: 'eeeeeeee-0000-4000-8000-000000000006',
    ResourceIdentity: 'eeeeeeee-0000-4000-8000-000000000007',
    ResourceDisplayName: 'Example Vault',
    CorrelationId: 'cccccccc-0000-4000-8000-000000000004',
    UniqueTokenIdentifier: 'MDEyMzQ1Njc4OTo7PD0-Pw',
    EventPosition: '3/42/0',
  });
});

it('of a sign-in at AD FS', () => {
  expect(onlyRow(fixture('ADFSSignInLogs'))).toEqual({
    TimeGenerated: '2026-03-04T12:05:09Z',
    CreatedDateTime: '2026-03-04T12:03:41.7Z',
    RecordId: 'dddddddd-0000-4000-8000-000000000005',
    Category: 'ADFSSignInLogs',
    AADTenantId: TENANT,
    ResultType: '300030',
    ResultRiskLevel: 'Unknown',
    ResultRiskBasis: 'unlisted',
    CatalogVersion: '1.0.0',
    UserPrincipalName: 'second.person@example.com',
    UserId: 'bbbbbbbb-0000-4000-8000-000000000003',
    SignInIdentifier: 'EXAMPLE\\second',
    AppId: 'eeeeeeee-0000-4000-8000-000000000008',
    AppDisplayName: 'urn:federation:example',
    ResourceIdentity: 'eeeeeeee-0000-4000-8000-000000000009',
    ResourceDisplayName: 'urn:federation:example',
    IPAddress: '192.0.2.60',
    ClientAppUsed: 'Other clients',
    CorrelationId: 'cccccccc-0000-4000-8000-000000000005',
    AuthenticationProtocol: 'wsFederation',
    AuthenticationSteps: ['Forms (failed)'],
    TokenIssuerType: 'ADFederationServices',
    TokenIssuerName: 'adfs.example.com',
    EventPosition: '3/42/0',
  });
});

it('of a Microsoft service principal, whose place has no coordinates', () => {
  expect(onlyRow(fixture('MicrosoftServicePrincipalSignInLogs'))).toEqual({
    TimeGenerated: '2026-03-04T09:40:00Z',
    CreatedDateTime: '2026-03-04T09:38:12.0000001Z',
    RecordId: 'dddddddd-0000-4000-8000-000000000006',
    Category: 'MicrosoftServicePrincipalSignInLogs',
    AADTenantId: TENANT,
    ResultType: '70021',
    ResultRiskLevel: 'Unknown',
    ResultRiskBasis: 'unlisted',
    ResultDescription: 'No matching federated identity record found for presented assertion.',
    CatalogVersion: '1.0.0',
    ServicePrincipalId: '77777777-0000-4000-8000-000000000003',
    ServicePrincipalName: 'Example Synchronization',
    AppId: 'eeeeeeee-0000-4000-8000-000000000010',
    AppDisplayName: 'Example Synchronization',
    ResourceIdentity: 'eeeeeeee-0000-4000-8000-000000000002',
    ResourceDisplayName: 'Example Directory',
    IPAddress: '198.51.100.200',
    Location: 'IE',
    LocationDetails: { city: 'Dublin' },
    ClientAppUsed: 'Mobile Apps and Desktop clients',
    CorrelationId: 'cccccccc-0000-4000-8000-000000000006',
    EventPosition: '3/42/0',
  });
});

it('of a sign-in without a user agent names the browser', () => {
  const deviceDetail = { operatingSystem: 'Linux', browser: 'Firefox 145.0' };
  const record = { category: 'SignInLogs', resultType: '0', properties: { deviceDetail } };
  expect(onlyRow(record)).toMatchObject({ DeviceDetail: deviceDetail });
  const withAgent = { ...record, properties: { deviceDetail, userAgent: 'curl/8.0' } };
  expect(onlyRow(withAgent)).toMatchObject({ DeviceDetail: { operatingSystem: 'Linux' } });
});

it('of a service principal says nothing of a password, whatever its code says of users', () => {
  const record = { resultType: '53003', properties: { servicePrincipalId: 'x', id: 'one' } };
  expect(onlyRow({ ...record, category: 'SignInLogs' })).toMatchObject({ PasswordProven: true });
  expect(onlyRow({ ...record, category: 'ServicePrincipalSignInLogs' })).not.toHaveProperty('PasswordProven');
  expect(onlyRow({ ...record, category: 'ManagedIdentitySignInLogs' })).not.toHaveProperty('PasswordProven');
});
