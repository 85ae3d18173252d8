import { describe, expect, test } from 'vitest';
import { csvBodies } from '../../../src/input/csvBodies.ts';
import { collect, inChunks } from './support.ts';

// The header of the portal's download of user sign-ins, with its repeated and oddly spaced names.
const USER_HEADER =
  'Date (UTC),Request ID,User agent,Correlation ID,User ID,User,Username,User type,Cross tenant access type,' +
  'Incoming token type,Authentication Protocol,Unique token identifier,Original transfer method,' +
  'Client credential type,Token Protection - Sign In Session,Token Protection - Sign In Session StatusCode,' +
  'Application,Application ID ,App owner tenant ID,Resource,Resource ID ,Resource tenant ID,' +
  'Resource owner tenant ID,Home tenant ID,Home tenant name,IP address,Location,Status,Sign-in error code,' +
  'Failure reason,Client app,Device ID,Browser,Operating System,Compliant,Managed,Join Type,' +
  'Multifactor authentication result,Multifactor authentication auth method,' +
  'Multifactor authentication auth detail,Authentication requirement,Sign-in identifier,Session ID,' +
  'IP address (seen by resource),Through Global Secure Access,Global Secure Access IP address,' +
  'Autonomous system  number,Flagged for review,Token issuer type,Incoming token type,Token issuer name,Latency,' +
  'Conditional Access,Managed Identity type,Associated Resource Id,Federated Token Id,Federated Token Issuer';

const SERVICE_HEADER =
  'Date (UTC),Request ID,Correlation ID,Service principal ID,Service principal name,Credential key ID,' +
  'Credential thumbprint,Application,Application ID ,App owner tenant ID,Resource,Resource ID ,Resource tenant ID,' +
  'Resource owner tenant ID,Home tenant ID,Home tenant name,IP address,Location,Status,Sign-in error code,' +
  'Failure reason,Conditional Access';

/** One row under a header, by the header's names; the second of a repeated name is `name#2`. */
function row(header: string, values: Readonly<Record<string, string>>): string {
  const seen = new Set<string>();
  const cells = header.split(',').map((name) => {
    const key = seen.has(name) ? `${name}#2` : name;
    seen.add(name);
    return `"${values[key] ?? ''}"`;
  });
  return cells.join(',');
}

async function records(text: string, name: string): Promise<unknown[]> {
  const bodies = await collect(csvBodies(inChunks(Buffer.from(text), [100]), name, 262_144));
  return bodies.flatMap((body) => JSON.parse(body.bytes.toString()).records);
}

async function userSignIn(values: Readonly<Record<string, string>>, name = 'file.csv'): Promise<unknown> {
  const [record] = await records(`\ufeff${USER_HEADER}\r\n${row(USER_HEADER, values)}\r\n`, name);
  return record;
}

describe('the download of user sign-ins', () => {
  test('becomes Microsoft Graph signIn objects', async () => {
    const signIn = await userSignIn(
      {
        'Date (UTC)': '2025-12-04T08:19:41Z',
        'Request ID': '11111111-1111-4111-8111-111111111111',
        'User agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
        'Correlation ID': '22222222-2222-4222-8222-222222222222',
        'User ID': '33333333-3333-4333-8333-333333333333',
        User: 'First Last',
        Username: 'first.last@example.com',
        'User type': 'Member',
        'Cross tenant access type': 'B2B collaboration',
        'Incoming token type': 'None',
        'Authentication Protocol': 'Device Code',
        'Unique token identifier': "'-abc",
        'Original transfer method': 'None',
        'Token Protection - Sign In Session': 'Unbound',
        'Token Protection - Sign In Session StatusCode': '1002',
        Application: 'Example App',
        'Application ID ': '44444444-4444-4444-8444-444444444444',
        Resource: 'Example API',
        'Resource ID ': '55555555-5555-4555-8555-555555555555',
        'Home tenant ID': '66666666-6666-4666-8666-666666666666',
        'IP address': '2001:db8::1',
        Location: 'Washington, D.C., Washington, US',
        Status: 'Failure',
        'Sign-in error code': '50126',
        'Failure reason': 'Error validating credentials.',
        'Client app': 'Browser',
        Browser: 'Edge 131.0.0',
        'Operating System': 'Windows10',
        Compliant: 'false',
        Managed: 'True',
        'Join Type': 'Azure AD joined',
        'Multifactor authentication result': 'MFA denied; user declined the authentication',
        'Multifactor authentication auth method': 'Mobile app notification',
        'Authentication requirement': 'Multifactor authentication',
        'IP address (seen by resource)': 'None',
        'Through Global Secure Access': 'No',
        'Autonomous system  number': '64496',
        'Flagged for review': 'false',
        'Token issuer type': 'Azure AD',
        'Incoming token type#2': 'Primary refresh token',
        Latency: '123',
        'Conditional Access': 'Not Applied',
        'Managed Identity type': 'None',
      },
      'InteractiveSignIns_2025-12-01_2025-12-08.csv',
    );
    expect(signIn).toEqual({
      createdDateTime: '2025-12-04T08:19:41Z',
      id: '11111111-1111-4111-8111-111111111111',
      userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
      correlationId: '22222222-2222-4222-8222-222222222222',
      userId: '33333333-3333-4333-8333-333333333333',
      userDisplayName: 'First Last',
      userPrincipalName: 'first.last@example.com',
      userType: 'Member',
      crossTenantAccessType: 'b2bCollaboration',
      incomingTokenType: 'primaryRefreshToken',
      authenticationProtocol: 'deviceCode',
      uniqueTokenIdentifier: '-abc',
      appDisplayName: 'Example App',
      appId: '44444444-4444-4444-8444-444444444444',
      resourceDisplayName: 'Example API',
      resourceId: '55555555-5555-4555-8555-555555555555',
      homeTenantId: '66666666-6666-4666-8666-666666666666',
      ipAddress: '2001:db8::1',
      clientAppUsed: 'Browser',
      authenticationRequirement: 'multiFactorAuthentication',
      isThroughGlobalSecureAccess: false,
      autonomousSystemNumber: 64496,
      flaggedForReview: false,
      tokenIssuerType: 'AzureAD',
      processingTimeInMilliseconds: 123,
      conditionalAccessStatus: 'notApplied',
      isInteractive: true,
      signInEventTypes: ['interactiveUser'],
      status: {
        errorCode: 50126,
        failureReason: 'Error validating credentials.',
        additionalDetails: 'MFA denied; user declined the authentication',
      },
      location: { city: 'Washington, D.C.', state: 'Washington', countryOrRegion: 'US' },
      deviceDetail: {
        browser: 'Edge 131.0.0',
        operatingSystem: 'Windows10',
        isCompliant: false,
        isManaged: true,
        trustType: 'Azure AD joined',
      },
      mfaDetail: { authMethod: 'Mobile app notification' },
      tokenProtectionStatusDetails: { signInSessionStatus: 'unbound', signInSessionStatusCode: 1002 },
    });
  });

  test('a success has the code 0, which the portal leaves empty', async () => {
    const request = { 'Request ID': 'r1' };
    expect(await userSignIn({ ...request, Status: 'Success' })).toEqual({
      id: 'r1',
      status: { errorCode: 0 },
    });
    expect(await userSignIn({ ...request, Status: 'Success', 'Sign-in error code': 'None' })).toEqual({
      id: 'r1',
      status: { errorCode: 0 },
    });
    expect(await userSignIn({ ...request, Status: 'Failure' })).toEqual({ id: 'r1' });
    expect(await userSignIn({ ...request, Status: 'Success', 'Sign-in error code': '50140' })).toEqual({
      id: 'r1',
      status: { errorCode: 50140 },
    });
  });

  test.each([
    ['Tokyo, Tokyo, JP', { city: 'Tokyo', state: 'Tokyo', countryOrRegion: 'JP' }],
    [', , JP', { countryOrRegion: 'JP' }],
    ['Tokyo, JP', { city: 'Tokyo', countryOrRegion: 'JP' }],
    ['JP', { countryOrRegion: 'JP' }],
  ])('takes the location %j apart', async (Location, location) => {
    expect(await userSignIn({ Location })).toEqual({ location });
  });

  test.each([
    ['InteractiveSignIns_2025-01-01_2025-01-08.csv', true, 'interactiveUser'],
    ['NonInteractiveSignIns_2025-01-01_2025-01-08.csv.gz', false, 'nonInteractiveUser'],
    ['copy of noninteractivesignins (2).csv', false, 'nonInteractiveUser'],
  ])('the name %s says what kind it is', async (name, isInteractive, type) => {
    expect(await userSignIn({ 'Request ID': 'r1' }, name)).toEqual({
      id: 'r1',
      isInteractive,
      signInEventTypes: [type],
    });
  });

  test('another name leaves open what kind it is', async () => {
    expect(await userSignIn({ 'Request ID': 'r1' }, 'signins.csv')).toEqual({ id: 'r1' });
  });

  test('values and names it does not know are kept, rows with surplus values too', async () => {
    const header = ' request  ID,SIGN-IN ERROR CODE,Username,Token issuer type,New  column,New  column';
    const text = `${header}\nr1,later,first.last@example.com,Some issuer,x,y,z\n`;
    expect(await records(text, 'file.csv')).toEqual([
      {
        id: 'r1',
        status: { errorCode: 'later' },
        userPrincipalName: 'first.last@example.com',
        tokenIssuerType: 'Some issuer',
        'New  column': 'x',
        'New  column (6)': 'y',
        _extra: ['z'],
      },
    ]);
  });
});

describe('the downloads of workload sign-ins', () => {
  const values = {
    'Date (UTC)': '12/4/2025, 8:19:41 AM',
    'Request ID': 'r1',
    'Service principal ID': 's1',
    'Service principal name': 'Example service',
    'Credential key ID': 'k1',
    'Sign-in error code': '7000215',
  };
  const common = {
    createdDateTime: '2025-12-04T08:19:41Z',
    id: 'r1',
    servicePrincipalId: 's1',
    servicePrincipalName: 'Example service',
    servicePrincipalCredentialKeyId: 'k1',
    status: { errorCode: 7000215 },
    isInteractive: false,
  };
  const text = `${SERVICE_HEADER}\n${row(SERVICE_HEADER, values)}\n`;

  test('columns of a service principal without a user say so, whatever the name', async () => {
    expect(await records(text, 'file.csv')).toEqual([{ ...common, signInEventTypes: ['servicePrincipal'] }]);
  });

  test('managed identities are told by the name or by their own column', async () => {
    const managed = { ...common, signInEventTypes: ['managedIdentity'] };
    expect(await records(text, 'MSISignIns_2025-12-01_2025-12-08.csv')).toEqual([managed]);
    const header = `${SERVICE_HEADER},Managed Identity type`;
    const line = row(header, { ...values, 'Managed Identity type': 'System assigned' });
    expect(await records(`${header}\n${line}\n`, 'file.csv')).toEqual([
      { ...managed, managedServiceIdentity: { msiType: 'systemAssigned' } },
    ]);
  });
});
