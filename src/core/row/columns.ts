import { toPasswordProven } from '../risk/facts.ts';
import { isByUser } from '../signIn/category.ts';
import { type Column, dynamic, flag, judged, picked, placed, text } from './column.ts';
import { compact } from './compact.ts';
import {
  agent,
  authenticationSteps,
  namedLocations,
  place,
  policiesInTheWay,
  SILENT_RESULTS,
} from './shapes.ts';

/** The table, and the stream of the data collection rule that leads to it. */
export const TABLE_NAME = 'EntraSigninRisk_CL';
export const STREAM_NAME = 'Custom-EntraSigninRisk_CL';

/** The tenant that owns Microsoft's own applications, by far the most frequent owner. */
const MICROSOFT_TENANT = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';

const NONE = { defaults: ['none'] };

/** The value, unless it is the one that is not worth its bytes. */
const omit = <T>(value: T, silent: T): T | undefined => (value === silent ? undefined : value);

/**
 * The columns of a row, in the order of the JSON: first when and where it was read (what stands before RecordId differs
 * between repeats of a record, what comes from there on does not: `fingerprint.ts`), then the record and its result, who,
 * what, where and how.
 * Names are those of Microsoft's SigninLogs where the same thing exists there; columns about the code begin with `Result`.
 */
export const COLUMNS: readonly Column[] = [
  placed(
    'TimeGenerated',
    'datetime',
    'envelope.time, else properties.createdDateTime, else the enqueued time',
    'time',
  ),
  placed('CreatedDateTime', 'datetime', 'properties.createdDateTime, else as TimeGenerated', 'createdTime'),
  placed(
    'EventPosition',
    'string',
    'partition/sequence number/index of the record: where the original stands in the hub',
    'position',
  ),
  placed(
    'RecordId',
    'string',
    'properties.id, else sha256: and the hash of the record without envelope.time',
    'recordId',
  ),
  judged('Category', 'string', 'envelope.category', ({ category }) => category),
  text('AADTenantId', ['envelope.tenantId', 'properties.tenantId']),

  judged(
    'ResultType',
    'string',
    'envelope.resultType, else properties.status.errorCode',
    ({ code }) => code || undefined,
  ),
  judged(
    'ResultName',
    'string',
    'the symbolic name of the code, where documented',
    ({ classification }) => classification.name,
  ),
  judged(
    'ResultRiskLevel',
    'string',
    'High, Medium, Low (catalog or pack) or Unknown',
    ({ classification }) => classification.level,
  ),
  judged(
    'ResultRiskBasis',
    'string',
    'pack:<id> or unlisted; left out when the level is the catalog’s',
    ({ classification }) => (classification.basis === 'catalog' ? undefined : classification.basis),
  ),
  judged(
    'ResultKind',
    'string',
    'kind of result, e.g. credential or mfa; only for codes in the catalog; left out when informational',
    ({ classification: { entry } }) => omit(entry?.facts.kind, 'informational'),
  ),
  judged(
    'ResultOutcome',
    'string',
    'success or interrupt; only for codes in the catalog; left out when failure: a ResultKind alone means that',
    ({ classification: { entry } }) => omit(entry?.facts.outcome, 'failure'),
  ),
  judged(
    'PasswordProven',
    'boolean',
    'whether the first factor had been accepted; left out when the code does not tell, or no user’s first factor is part of it',
    ({ classification: { entry }, category }) =>
      entry && isByUser(category) ? toPasswordProven(entry.facts) : undefined,
  ),
  text('ResultDescription', ['envelope.resultDescription', 'properties.status.failureReason'], {
    only: ({ classification }) => classification.entry === undefined,
    note: 'only for codes outside the catalog',
  }),
  text('ResultDetail', 'properties.status.additionalDetails'),
  judged(
    'CatalogVersion',
    'string',
    'version of the catalog, and id and version of each active pack, that gave the level',
    ({ catalogVersion }) => catalogVersion,
  ),

  text('UserPrincipalName', 'properties.userPrincipalName'),
  text('UserId', 'properties.userId'),
  text('UserDisplayName', 'properties.userDisplayName', {
    unless: 'properties.userPrincipalName',
    note: 'left out when there is a user principal name',
  }),
  text('UserType', 'properties.userType', { defaults: ['Member', 'member'] }),
  text('SignInIdentifier', ['properties.signInIdentifier', 'properties.alternateSignInName'], {
    sameAs: 'properties.userPrincipalName',
  }),
  text('ServicePrincipalId', 'properties.servicePrincipalId'),
  text('ServicePrincipalName', 'properties.servicePrincipalName'),
  text('ServicePrincipalCredentialKeyId', 'properties.servicePrincipalCredentialKeyId'),
  text('ServicePrincipalCredentialThumbprint', 'properties.servicePrincipalCredentialThumbprint'),
  text('FederatedCredentialId', 'properties.federatedCredentialId'),
  dynamic('Agent', 'properties.agent', agent, 'left out when the sign-in is no agent’s'),
  text('HomeTenantId', 'properties.homeTenantId', { sameAs: 'envelope.tenantId' }),
  text('ResourceTenantId', 'properties.resourceTenantId', { sameAs: 'envelope.tenantId' }),
  text('CrossTenantAccessType', 'properties.crossTenantAccessType', NONE),

  text('AppId', 'properties.appId'),
  text('AppDisplayName', 'properties.appDisplayName'),
  text('AppOwnerTenantId', 'properties.appOwnerTenantId', {
    defaults: [MICROSOFT_TENANT],
    sameAs: 'envelope.tenantId',
  }),
  text('ResourceIdentity', 'properties.resourceId'),
  text('ResourceDisplayName', 'properties.resourceDisplayName'),

  text('IPAddress', ['envelope.callerIpAddress', 'properties.ipAddress']),
  text('IPAddressFromResourceProvider', 'properties.ipAddressFromResourceProvider', {
    sameAs: 'properties.ipAddress',
  }),
  text('AutonomousSystemNumber', 'properties.autonomousSystemNumber'),
  text('Location', ['envelope.location', 'properties.location.countryOrRegion']),
  dynamic(
    'LocationDetails',
    'properties.location',
    place,
    'city and coordinates; the country is in Location',
  ),
  dynamic(
    'NamedLocations',
    'properties.networkLocationDetails',
    namedLocations,
    'one text for each: its names, and whether it is trusted',
  ),
  text('ClientAppUsed', 'properties.clientAppUsed'),
  text('UserAgent', 'properties.userAgent'),
  picked(
    'DeviceDetail',
    {
      path: 'properties.deviceDetail',
      members: ['deviceId', 'displayName', 'operatingSystem', 'isCompliant', 'isManaged', 'trustType'],
      alone: ['browser'],
      beside: 'properties.userAgent',
    },
    'without empty members; the browser only where there is no UserAgent',
  ),

  text('CorrelationId', ['envelope.correlationId', 'properties.correlationId']),
  text('OriginalRequestId', 'properties.originalRequestId', { sameAs: 'properties.id' }),
  text('SessionId', 'properties.sessionId'),
  text('UniqueTokenIdentifier', 'properties.uniqueTokenIdentifier', {
    only: ({ code }) => code === '0',
    note: 'only for code 0, since no other gave a token',
  }),
  text('IncomingTokenType', 'properties.incomingTokenType', NONE),
  text('AuthenticationProtocol', 'properties.authenticationProtocol', NONE),
  text('OriginalTransferMethod', 'properties.originalTransferMethod', NONE),
  text('ClientCredentialType', 'properties.clientCredentialType', NONE),
  text('AuthenticationRequirement', 'properties.authenticationRequirement', {
    defaults: ['singleFactorAuthentication'],
  }),
  dynamic(
    'AuthenticationSteps',
    'properties.authenticationDetails',
    authenticationSteps,
    'one text for each step: its method, its result, and whether it failed',
  ),
  dynamic('MfaDetail', 'properties.mfaDetail', compact, 'without empty members'),
  text('ConditionalAccessStatus', 'properties.conditionalAccessStatus', { defaults: ['notApplied'] }),
  dynamic(
    'ConditionalAccessPolicies',
    'properties.appliedConditionalAccessPolicies',
    policiesInTheWay,
    'id, name and result of the policies that neither were met nor did not apply',
    { member: 'result', texts: SILENT_RESULTS },
  ),
  text('TokenIssuerType', 'properties.tokenIssuerType', { defaults: ['AzureAD'] }),
  text('TokenIssuerName', 'properties.tokenIssuerName'),

  text('RiskLevelDuringSignIn', 'properties.riskLevelDuringSignIn', NONE),
  text('RiskLevelAggregated', 'properties.riskLevelAggregated', {
    ...NONE,
    sameAs: 'properties.riskLevelDuringSignIn',
  }),
  text('RiskState', 'properties.riskState', NONE),
  text('RiskDetail', 'properties.riskDetail', NONE),
  {
    ...dynamic(
      'RiskEventTypes_V2',
      'properties.riskEventTypes_v2',
      (types) => JSON.stringify(compact(types)),
      'as JSON text, as in SigninLogs; left out when empty',
    ),
    type: 'string',
  },
  flag('FlaggedForReview', 'properties.flaggedForReview'),
  { ...dynamic('Properties', 'properties', compact, 'all of it; only with ROW_DETAIL=full'), fullOnly: true },
];

/** The column that names the fields that were cut; the row mapper itself fills it. */
export const TRUNCATED_FIELDS: Column = judged(
  'TruncatedFields',
  'dynamic',
  'names of the columns that were cut at 64 KB',
  () => undefined,
);

/** Every column of the table, for the data collection rule, the table's schema, the queries and the docs. */
export const ALL_COLUMNS: readonly Column[] = [...COLUMNS, TRUNCATED_FIELDS];
