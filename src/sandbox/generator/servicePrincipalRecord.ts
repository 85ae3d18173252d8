import type { WorkloadAttempt, Writing } from './attempt.ts';
import { toCreated, toLocation, toRecord, toStatus } from './envelope.ts';
import { evaluatePolicies, NOT_EVALUATED } from './policies.ts';
import type { SignInProperties, SignInRecord } from './record.ts';

const NOT_AGENTIC = { agentType: 'notAgentic', parentAppId: '' };
const LIBRARIES = [
  '',
  'Family: MSAL Library: MSAL.Python 1.34.0 Platform: Python',
  'Family: MSAL Library: MSAL.NetCore',
];

/** The record of a service principal's sign-in (category ServicePrincipalSignInLogs): no identity, no user. */
export function toServicePrincipalRecord(writing: Writing, attempt: WorkloadAttempt): SignInRecord {
  const secondForm = writing.rarely(0.04);
  const { address, place } = attempt.workload;
  const parts = {
    callerIpAddress: address,
    identity: undefined,
    location: secondForm ? undefined : place.countryOrRegion,
    secondForm,
  };
  return toRecord(writing, attempt, parts, toProperties(writing, attempt, secondForm));
}

function toProperties(writing: Writing, attempt: WorkloadAttempt, secondForm: boolean): SignInProperties {
  const { random, tenant } = writing;
  const { workload, resource, outcome } = attempt;
  // The members that came in 2025 are in part of the records.
  const recent = random.chance(0.3);
  const verdict =
    outcome.refusedBy === undefined
      ? NOT_EVALUATED
      : evaluatePolicies(random, tenant.policies, outcome.refusedBy, false);
  return {
    id: attempt.id,
    createdDateTime: toCreated(writing, attempt),
    userId: secondForm ? '' : null,
    appId: workload.appId,
    ipAddress: workload.address,
    status: toStatus(attempt),
    location: toLocation(writing, workload.place),
    correlationId: attempt.correlationId,
    conditionalAccessStatus: verdict.status,
    appliedConditionalAccessPolicies: verdict.applied,
    isInteractive: false,
    tokenIssuerType: 'AzureAD',
    authenticationProcessingDetails: [
      { key: 'Azure AD App Authentication Library', value: random.pick(LIBRARIES) },
    ],
    clientCredentialType: random.pick(['clientSecret', 'clientAssertion']),
    processingTimeInMilliseconds: random.int(0, 300),
    riskDetail: 'none',
    riskLevelAggregated: 'none',
    riskLevelDuringSignIn: 'none',
    riskState: 'none',
    resourceDisplayName: resource.displayName,
    resourceId: resource.appId,
    servicePrincipalName: workload.name,
    servicePrincipalId: workload.servicePrincipalId,
    servicePrincipalCredentialKeyId: writing.rarely(0.2) ? undefined : workload.credentialKeyId,
    servicePrincipalCredentialThumbprint: secondForm ? '' : undefined,
    flaggedForReview: false,
    isTenantRestricted: false,
    autonomousSystemNumber: recent ? workload.place.autonomousSystemNumber : undefined,
    crossTenantAccessType: 'none',
    uniqueTokenIdentifier: random.base64url(22),
    incomingTokenType: 'none',
    authenticationProtocol: 'none',
    appServicePrincipalId: null,
    resourceServicePrincipalId: resource.servicePrincipalId,
    managedIdentityType: 'none',
    signInTokenProtectionStatus: recent ? 'none' : undefined,
    originalTransferMethod: recent ? 'none' : undefined,
    conditionalAccessAudiences: recent ? [resource.appId] : undefined,
    appOwnerTenantId: recent ? tenant.id : undefined,
    resourceOwnerTenantId: recent ? resource.ownerTenantId : undefined,
    sessionId: secondForm ? '' : undefined,
    agent: recent ? NOT_AGENTIC : undefined,
  };
}
