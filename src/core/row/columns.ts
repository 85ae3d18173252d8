import { own } from '../json/types.ts';
import { atPath, toText } from '../signIn/values.ts';
import { type Column, computed, dynamic, flag, text } from './column.ts';
import { compact, pick, pickEach, policiesInEffect } from './compact.ts';

/** The table, and the stream of the data collection rule that leads to it. */
export const TABLE_NAME = 'EntraSigninRisk_CL';
export const STREAM_NAME = 'Custom-EntraSigninRisk_CL';

const NONE = { defaults: ['none'] };

/**
 * The columns of a row, in the order of the JSON: first the record and its result, then who, what, where and how.
 * Names are those of Microsoft's SigninLogs where the same thing exists there; columns about the code begin with `Result`.
 */
export const COLUMNS: readonly Column[] = [
  computed(
    'TimeGenerated',
    'datetime',
    'envelope.time, else properties.createdDateTime, else the enqueued time',
    ({ signIn }) => signIn.time,
  ),
  computed(
    'CreatedDateTime',
    'datetime',
    'properties.createdDateTime, else as TimeGenerated',
    ({ signIn }) => signIn.createdTime,
  ),
  computed(
    'RecordId',
    'string',
    'properties.id, else sha256 of the record without envelope.time',
    ({ signIn }) => signIn.recordId,
  ),
  computed('Category', 'string', 'envelope.category', ({ signIn }) => signIn.category),
  text('AADTenantId', ['envelope.tenantId', 'properties.tenantId']),

  computed(
    'ResultType',
    'string',
    'envelope.resultType, else properties.status.errorCode',
    ({ signIn }) => signIn.code || undefined,
  ),
  computed(
    'ResultName',
    'string',
    'the symbolic name of the code, where documented',
    ({ classification }) => classification.name,
  ),
  computed(
    'ResultRiskLevel',
    'string',
    'High, Medium, Low (catalog or pack) or Unknown',
    ({ classification }) => classification.level,
  ),
  computed(
    'ResultRiskBasis',
    'string',
    'catalog, pack:<id> or unlisted',
    ({ classification }) => classification.basis,
  ),
  computed(
    'ResultDescription',
    'string',
    'envelope.resultDescription, else properties.status.failureReason; only for codes outside the catalog',
    ({ signIn, classification }) =>
      classification.entry === undefined
        ? (toText(own(signIn.envelope, 'resultDescription')) ??
          toText(atPath(signIn.properties, ['status', 'failureReason'])))
        : undefined,
  ),
  text('ResultDetail', 'properties.status.additionalDetails'),
  computed(
    'CatalogVersion',
    'string',
    'version of the catalog that gave the level',
    ({ catalogVersion }) => catalogVersion,
  ),

  text('UserPrincipalName', 'properties.userPrincipalName'),
  text('UserId', 'properties.userId'),
  text('UserDisplayName', 'properties.userDisplayName', { sameAs: 'properties.userPrincipalName' }),
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
  text('AppOwnerTenantId', 'properties.appOwnerTenantId', { sameAs: 'envelope.tenantId' }),
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
    'city, state and coordinates; the country is in Location',
  ),
  dynamic(
    'NetworkLocationDetails',
    'properties.networkLocationDetails',
    (value) => pickEach(value, ['networkType', 'networkNames']),
    'named locations',
  ),
  text('ClientAppUsed', 'properties.clientAppUsed'),
  text('UserAgent', 'properties.userAgent'),
  dynamic('DeviceDetail', 'properties.deviceDetail', compact, 'without empty members'),

  text('CorrelationId', ['envelope.correlationId', 'properties.correlationId']),
  text('OriginalRequestId', 'properties.originalRequestId', { sameAs: 'properties.id' }),
  text('SessionId', 'properties.sessionId'),
  text('UniqueTokenIdentifier', 'properties.uniqueTokenIdentifier'),
  text('IncomingTokenType', 'properties.incomingTokenType', NONE),
  text('AuthenticationProtocol', 'properties.authenticationProtocol', NONE),
  text('OriginalTransferMethod', 'properties.originalTransferMethod', NONE),
  text('ClientCredentialType', 'properties.clientCredentialType', NONE),
  text('AuthenticationRequirement', 'properties.authenticationRequirement'),
  dynamic(
    'AuthenticationDetails',
    'properties.authenticationDetails',
    steps,
    'method, result and requirement of each step',
  ),
  dynamic('MfaDetail', 'properties.mfaDetail', compact, 'without empty members'),
  text('ConditionalAccessStatus', 'properties.conditionalAccessStatus'),
  dynamic(
    'ConditionalAccessPolicies',
    'properties.appliedConditionalAccessPolicies',
    policiesInEffect,
    'id, name and result of the policies that applied',
  ),
  text('TokenIssuerType', 'properties.tokenIssuerType', { defaults: ['AzureAD'] }),
  text('TokenIssuerName', 'properties.tokenIssuerName'),

  text('RiskLevelDuringSignIn', 'properties.riskLevelDuringSignIn', NONE),
  text('RiskLevelAggregated', 'properties.riskLevelAggregated', NONE),
  text('RiskState', 'properties.riskState', NONE),
  text('RiskDetail', 'properties.riskDetail', NONE),
  dynamic('RiskEventTypes_V2', 'properties.riskEventTypes_v2', compact, 'left out when empty'),
  flag('FlaggedForReview', 'properties.flaggedForReview'),

  computed(
    'EventPosition',
    'string',
    'partition/sequence number/index of the record: where the original stands in the hub',
    ({ position }) => `${position.partition}/${position.sequenceNumber ?? ''}/${position.index}`,
  ),
  { ...dynamic('Properties', 'properties', compact, 'all of it; only with ROW_DETAIL=full'), fullOnly: true },
];

/** The column that names the fields that were cut; the row mapper itself fills it. */
export const TRUNCATED_FIELDS: Column = computed(
  'TruncatedFields',
  'dynamic',
  'names of the columns that were cut at 64 KB',
  () => undefined,
);

/** Every column of the table, for the data collection rule, the table's schema, the queries and the docs. */
export const ALL_COLUMNS: readonly Column[] = [...COLUMNS, TRUNCATED_FIELDS];

function agent(value: unknown): unknown {
  return toText(atPath(value, ['agentType'])) === 'notAgentic' ? undefined : compact(value);
}

function place(value: unknown): unknown {
  return pick(value, ['city', 'state', 'geoCoordinates']);
}

function steps(value: unknown): unknown {
  return pickEach(value, [
    'authenticationMethod',
    'authenticationMethodDetail',
    'succeeded',
    'authenticationStepResultDetail',
    'authenticationStepRequirement',
  ]);
}
