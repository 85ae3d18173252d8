import type { UserAttempt, Writing } from './attempt.ts';
import { toAuthenticationDetails, toMfaDetail } from './authenticationDetails.ts';
import { toCreated, toLocation, toRecord, toStatus } from './envelope.ts';
import type { Proof } from './outcome.ts';
import { evaluatePolicies, NOT_EVALUATED, type Verdict } from './policies.ts';
import type { SignInProperties, SignInRecord } from './record.ts';
import { toRisk } from './risk.ts';

const PROCESSING = [
  { key: 'Legacy TLS (TLS 1.0, 1.1, 3DES)', value: 'False' },
  { key: 'Is CAE Token', value: 'False' },
];
// JSON inside a string, as the wire has it.
const SCOPES = { key: 'Oauth Scope Info', value: '["User.Read","email","openid","profile"]' };
const SUCCESS_DETAILS: Readonly<Partial<Record<Proof, string>>> = {
  claim: 'MFA requirement satisfied by claim in the token',
  mfa: 'MFA completed in Azure AD',
};
const REMEMBERED = [
  { expirationRequirement: 'rememberMultifactorAuthenticationOnTrustedDevices', detail: 'Remember MFA' },
];
const NOT_AGENTIC = { agentType: 'notAgentic', parentAppId: '' };

/** The record of an interactive or a non-interactive sign-in (categories SignInLogs and NonInteractiveUserSignInLogs). */
export function toUserRecord(writing: Writing, attempt: UserAttempt): SignInRecord {
  const parts = {
    callerIpAddress: attempt.address,
    identity: attempt.user.displayName,
    location: writing.rarely(0.02) ? undefined : attempt.place.countryOrRegion,
    secondForm: false,
  };
  return toRecord(writing, attempt, parts, toProperties(writing, attempt));
}

function toProperties(writing: Writing, attempt: UserAttempt): SignInProperties {
  const { random, tenant } = writing;
  const { user, application, resource, device, place, proof } = attempt;
  const interactive = attempt.category === 'SignInLogs';
  const created = toCreated(writing, attempt);
  const verdict = toVerdict(writing, attempt);
  const withMfa = proof === 'mfa' || attempt.outcome.refusedBy === 'Mfa';
  const resourceTenantId = attempt.resourceTenantId ?? tenant.id;
  // The tenant's records show both the older form and the one with the members that came over the years.
  const recent = random.chance(0.35);
  return {
    id: attempt.id,
    createdDateTime: created,
    userDisplayName: user.displayName,
    // No user was resolved: the name is then only the id in the cookie.
    userPrincipalName: attempt.outcome.code === 50058 ? user.id : user.userPrincipalName,
    userId: user.id,
    appId: application.appId,
    appDisplayName: application.displayName,
    ipAddress: attempt.address,
    status: toStatus(attempt, attempt.outcome.code === 0 ? SUCCESS_DETAILS[proof] : undefined),
    clientAppUsed: device.clientApp,
    userAgent: interactive || random.chance(0.4) ? device.userAgent : undefined,
    deviceDetail: {
      deviceId: device.deviceId,
      displayName: device.displayName,
      operatingSystem: device.operatingSystem,
      browser: device.browser,
      isCompliant: device.isCompliant,
      isManaged: device.isManaged,
      trustType: device.trustType,
    },
    location: toLocation(writing, place),
    mfaDetail: toMfaDetail(writing, attempt),
    correlationId: attempt.correlationId,
    conditionalAccessStatus: verdict.status,
    appliedConditionalAccessPolicies: verdict.applied,
    authenticationContextClassReferences: recent ? [] : undefined,
    originalRequestId: attempt.originalRequestId,
    isInteractive: interactive,
    tokenIssuerName: '',
    tokenIssuerType: 'AzureAD',
    authenticationProcessingDetails: interactive ? PROCESSING : [...PROCESSING, SCOPES],
    networkLocationDetails:
      place.namedLocation === undefined
        ? []
        : [{ networkType: 'trustedNamedLocation', networkNames: [place.namedLocation] }],
    clientCredentialType: recent ? 'none' : undefined,
    processingTimeInMilliseconds: random.int(40, 900),
    ...toRisk(attempt.risk),
    resourceDisplayName: resource.displayName,
    resourceId: resource.appId,
    resourceTenantId,
    homeTenantId: user.homeTenantId,
    tenantId: interactive && recent ? tenant.id : undefined,
    authenticationDetails: interactive ? toAuthenticationDetails(writing, attempt, created) : [],
    authenticationRequirementPolicies: withMfa
      ? [{ requirementProvider: 'multiConditionalAccess', detail: 'Conditional Access' }]
      : [],
    sessionLifetimePolicies: recent ? (withMfa ? REMEMBERED : []) : undefined,
    authenticationRequirement: withMfa ? 'multiFactorAuthentication' : 'singleFactorAuthentication',
    alternateSignInName: interactive && recent ? user.signInName : undefined,
    signInIdentifier: interactive && recent ? user.signInName : undefined,
    servicePrincipalId: '',
    userType: user.userType,
    flaggedForReview: false,
    isTenantRestricted: false,
    autonomousSystemNumber: place.autonomousSystemNumber,
    crossTenantAccessType: user.homeTenantId === resourceTenantId ? 'none' : 'b2bCollaboration',
    privateLinkDetails: {},
    ssoExtensionVersion: '',
    uniqueTokenIdentifier: random.base64url(22),
    authenticationStrengths: recent ? [] : undefined,
    incomingTokenType: interactive ? 'none' : random.pick(['primaryRefreshToken', 'refreshToken']),
    authenticationProtocol: device.clientApp === 'Other clients' ? 'ropc' : 'none',
    appServicePrincipalId: recent ? null : undefined,
    resourceServicePrincipalId: resource.servicePrincipalId,
    rngcStatus: recent ? 0 : undefined,
    signInTokenProtectionStatus: recent ? 'none' : undefined,
    tokenProtectionStatusDetails: recent
      ? { signInSessionStatus: 'none', signInSessionStatusCode: 1002 }
      : undefined,
    originalTransferMethod: recent ? 'none' : undefined,
    isThroughGlobalSecureAccess: recent ? false : undefined,
    globalSecureAccessIpAddress: recent ? '' : undefined,
    conditionalAccessAudiences: recent ? toAudiences(attempt) : undefined,
    sessionId: recent ? random.guid() : undefined,
    appOwnerTenantId: recent ? application.ownerTenantId : undefined,
    resourceOwnerTenantId: recent ? resource.ownerTenantId : undefined,
    agent: recent ? NOT_AGENTIC : undefined,
  };
}

function toVerdict(writing: Writing, attempt: UserAttempt): Verdict {
  const { random, tenant } = writing;
  const { refusedBy } = attempt.outcome;
  const evaluated = attempt.category === 'SignInLogs' ? 0.25 : 0.4;
  if (refusedBy === undefined && !random.chance(evaluated)) return NOT_EVALUATED;
  return evaluatePolicies(random, tenant.policies, refusedBy, attempt.outcome.code === 0);
}

/** `conditionalAccessAudiences`: objects in interactive records, plain ids in the others. */
function toAudiences({ category, resource }: UserAttempt): readonly unknown[] {
  return category === 'SignInLogs'
    ? [{ applicationId: resource.appId, audienceReasons: 'none' }]
    : [resource.appId];
}
