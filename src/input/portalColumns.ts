import { fromUsTime } from './usTime.ts';

/** The objects inside a Microsoft Graph `signIn` that columns of the portal's download belong to. */
export type Group =
  | 'status'
  | 'location'
  | 'deviceDetail'
  | 'mfaDetail'
  | 'tokenProtectionStatusDetails'
  | 'managedServiceIdentity';

/** Where a column's value belongs in a `signIn`, and what fields it becomes there. */
export interface PortalColumn {
  readonly group?: Group;
  readonly toFields: (text: string) => Readonly<Record<string, unknown>>;
}

type Reader = (text: string) => unknown;

const asIs: Reader = (text) => text;
const toNumber: Reader = (text) => (/^\d{1,15}$/.test(text) ? Number(text) : text);
const toBoolean: Reader = (text) =>
  /^(true|yes)$/i.test(text) ? true : /^(false|no)$/i.test(text) ? false : text;
// A spreadsheet would take a leading + or - for a formula; the download puts an apostrophe before it.
const withoutGuard: Reader = (text) => text.replace(/^'(?=[-+=@])/, '');

function column(field: string, read: Reader = asIs, group?: Group): PortalColumn {
  const toFields = (text: string) => ({ [field]: read(text) });
  return group === undefined ? { toFields } : { group, toFields };
}

/** The portal shows an enumeration's value in words (`Not Applied`); Graph and the wire have `notApplied`. */
function oneOf(...values: readonly string[]): Reader {
  const byLetters = new Map(values.map((value) => [lettersOf(value), value]));
  return (text) => byLetters.get(lettersOf(text)) ?? text;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** `City, State, Country`; the last two never hold a comma. */
function toLocation(text: string): Readonly<Record<string, unknown>> {
  const parts = text.split(',').map((part) => part.trim());
  const countryOrRegion = parts.pop();
  const state = parts.length > 1 ? parts.pop() : '';
  const fields = { city: parts.join(', '), state, countryOrRegion };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}

/**
 * The columns of the portal's sign-in downloads (users, applications, managed identities) by label: the column name
 * trimmed, single-spaced and in lower case. Names: published headers of such downloads; fields and enumerations:
 * Microsoft Graph, resource type `signIn` (beta).
 */
export const PORTAL_COLUMNS: ReadonlyMap<string, PortalColumn> = new Map([
  ['date (utc)', column('createdDateTime', (text) => fromUsTime(text))],
  ['request id', column('id')],
  ['user agent', column('userAgent')],
  ['correlation id', column('correlationId')],
  ['user id', column('userId')],
  ['user', column('userDisplayName')],
  ['username', column('userPrincipalName')],
  ['user type', column('userType')],
  [
    'cross tenant access type',
    column(
      'crossTenantAccessType',
      oneOf('b2bCollaboration', 'b2bDirectConnect', 'microsoftSupport', 'serviceProvider', 'passthrough'),
    ),
  ],
  [
    'incoming token type',
    column(
      'incomingTokenType',
      oneOf('primaryRefreshToken', 'refreshToken', 'remoteDesktopToken', 'saml11', 'saml20'),
    ),
  ],
  [
    'authentication protocol',
    column(
      'authenticationProtocol',
      oneOf('oAuth2', 'ropc', 'wsFederation', 'saml20', 'deviceCode', 'authenticationTransfer', 'nativeAuth'),
    ),
  ],
  ['unique token identifier', column('uniqueTokenIdentifier', withoutGuard)],
  [
    'original transfer method',
    column('originalTransferMethod', oneOf('deviceCodeFlow', 'authenticationTransfer')),
  ],
  [
    'client credential type',
    column(
      'clientCredentialType',
      oneOf(
        'clientSecret',
        'clientAssertion',
        'federatedIdentityCredential',
        'managedIdentity',
        'certificate',
      ),
    ),
  ],
  [
    'token protection - sign in session',
    column('signInSessionStatus', oneOf('bound', 'unbound'), 'tokenProtectionStatusDetails'),
  ],
  [
    'token protection - sign in session statuscode',
    column('signInSessionStatusCode', toNumber, 'tokenProtectionStatusDetails'),
  ],
  ['service principal id', column('servicePrincipalId')],
  ['service principal name', column('servicePrincipalName')],
  ['credential key id', column('servicePrincipalCredentialKeyId')],
  ['credential thumbprint', column('servicePrincipalCredentialThumbprint')],
  ['application', column('appDisplayName')],
  ['application id', column('appId')],
  ['app owner tenant id', column('appOwnerTenantId')],
  ['resource', column('resourceDisplayName')],
  ['resource id', column('resourceId')],
  ['resource tenant id', column('resourceTenantId')],
  ['resource owner tenant id', column('resourceOwnerTenantId')],
  ['home tenant id', column('homeTenantId')],
  ['home tenant name', column('homeTenantName')],
  ['ip address', column('ipAddress')],
  ['location', { group: 'location', toFields: toLocation }],
  ['sign-in error code', column('errorCode', toNumber, 'status')],
  ['failure reason', column('failureReason', asIs, 'status')],
  ['client app', column('clientAppUsed')],
  ['device id', column('deviceId', asIs, 'deviceDetail')],
  ['browser', column('browser', asIs, 'deviceDetail')],
  ['operating system', column('operatingSystem', asIs, 'deviceDetail')],
  ['compliant', column('isCompliant', toBoolean, 'deviceDetail')],
  ['managed', column('isManaged', toBoolean, 'deviceDetail')],
  ['join type', column('trustType', asIs, 'deviceDetail')],
  ['multifactor authentication result', column('additionalDetails', asIs, 'status')],
  ['multifactor authentication auth method', column('authMethod', asIs, 'mfaDetail')],
  ['multifactor authentication auth detail', column('authDetail', asIs, 'mfaDetail')],
  [
    'authentication requirement',
    column('authenticationRequirement', oneOf('singleFactorAuthentication', 'multiFactorAuthentication')),
  ],
  ['sign-in identifier', column('signInIdentifier')],
  ['session id', column('sessionId')],
  ['ip address (seen by resource)', column('ipAddressFromResourceProvider')],
  ['through global secure access', column('isThroughGlobalSecureAccess', toBoolean)],
  ['global secure access ip address', column('globalSecureAccessIpAddress')],
  ['autonomous system number', column('autonomousSystemNumber', toNumber)],
  ['flagged for review', column('flaggedForReview', toBoolean)],
  [
    'token issuer type',
    column('tokenIssuerType', oneOf('AzureAD', 'ADFederationServices', 'AzureADBackupAuth', 'NPSExtension')),
  ],
  ['token issuer name', column('tokenIssuerName')],
  ['latency', column('processingTimeInMilliseconds', toNumber)],
  ['conditional access', column('conditionalAccessStatus', oneOf('success', 'failure', 'notApplied'))],
  [
    'managed identity type',
    column('msiType', oneOf('systemAssigned', 'userAssigned'), 'managedServiceIdentity'),
  ],
  ['associated resource id', column('associatedResourceId', asIs, 'managedServiceIdentity')],
  ['federated token id', column('federatedTokenId', asIs, 'managedServiceIdentity')],
  ['federated token issuer', column('federatedTokenIssuer', asIs, 'managedServiceIdentity')],
]);
