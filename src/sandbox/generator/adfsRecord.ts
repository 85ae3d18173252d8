import type { UserAttempt, Writing } from './attempt.ts';
import { toAuthenticationDetails } from './authenticationDetails.ts';
import { toCreated, toLocation, toRecord, toStatus } from './envelope.ts';
import type { SignInRecord } from './record.ts';
import { toRisk } from './risk.ts';

const FEDERATION_SERVER = 'adfs.example.com';

const PROCESSING = [
  { key: 'ADFS Server', value: FEDERATION_SERVER },
  { key: 'Relying Party', value: 'urn:federation:MicrosoftOnline' },
  { key: 'Protocol', value: 'wsFederation' },
  { key: 'Extranet', value: 'False' },
  { key: 'Is CAE Token', value: 'False' },
];

/** The record of a sign-in at the organization's own AD FS farm (category ADFSSignInLogs), which knows no place. */
export function toAdfsRecord(writing: Writing, attempt: UserAttempt): SignInRecord {
  const { random, tenant } = writing;
  const { user, application, resource } = attempt;
  const created = toCreated(writing, attempt);
  const parts = {
    callerIpAddress: attempt.address,
    identity: user.displayName,
    location: undefined,
    secondForm: random.chance(0.5),
  };
  return toRecord(writing, attempt, parts, {
    id: attempt.id,
    createdDateTime: created,
    userDisplayName: user.displayName,
    userPrincipalName: user.userPrincipalName,
    userId: user.id,
    appId: application.appId,
    appDisplayName: application.displayName,
    ipAddress: attempt.address,
    ipAddressFromResourceProvider: '',
    status: toStatus(attempt),
    clientAppUsed: 'Browser',
    userAgent: '',
    deviceDetail: { deviceId: '', operatingSystem: '', browser: '' },
    location: toLocation(writing, undefined),
    correlationId: attempt.correlationId,
    conditionalAccessStatus: 'notApplied',
    appliedConditionalAccessPolicies: [],
    authenticationContextClassReferences: [],
    originalRequestId: attempt.originalRequestId,
    isInteractive: true,
    tokenIssuerName: FEDERATION_SERVER,
    tokenIssuerType: 'ADFederationServices',
    authenticationProcessingDetails: PROCESSING,
    clientCredentialType: 'none',
    processingTimeInMilliseconds: random.int(5, 200),
    ...toRisk(attempt.risk),
    resourceDisplayName: resource.displayName,
    resourceId: resource.appId,
    resourceTenantId: tenant.id,
    resourceOwnerTenantId: '',
    resourceServicePrincipalId: '',
    homeTenantId: user.homeTenantId,
    homeTenantName: '',
    tenantId: tenant.id,
    authenticationDetails: toAuthenticationDetails(writing, attempt, created),
    authenticationRequirementPolicies: [],
    sessionLifetimePolicies: [],
    authenticationRequirement: '',
    alternateSignInName: user.signInName,
    signInIdentifier: user.signInName,
    servicePrincipalId: '',
    servicePrincipalCredentialKeyId: '',
    servicePrincipalCredentialThumbprint: '',
    userType: user.userType,
    flaggedForReview: false,
    isTenantRestricted: false,
    crossTenantAccessType: 'none',
    privateLinkDetails: {},
    uniqueTokenIdentifier: random.base64url(22),
    incomingTokenType: 'none',
    authenticationProtocol: 'none',
    appServicePrincipalId: null,
    signInTokenProtectionStatus: 'none',
    tokenProtectionStatusDetails: { signInSessionStatus: 'none' },
    originalTransferMethod: 'none',
    isThroughGlobalSecureAccess: false,
    globalSecureAccessIpAddress: '',
    conditionalAccessAudiences: [],
    sessionId: '',
    signInEventTypes: ['interactiveUser'],
    sourceAppClientId: '',
    redirectUrl: '',
    appOwnerTenantId: '',
    agent: { agentType: 'notAgentic', agentSubjectType: 'notAgentic' },
  });
}
