import type { WorkloadAttempt, Writing } from './attempt.ts';
import { toCreated, toLocation, toRecord, toStatus } from './envelope.ts';
import type { SignInRecord } from './record.ts';

/** No address, no identity, and no country: a managed identity signs in from inside Azure. */
const PARTS = { callerIpAddress: undefined, identity: undefined, location: undefined, secondForm: false };

/** The record of a managed identity's sign-in (category ManagedIdentitySignInLogs). */
export function toManagedIdentityRecord(writing: Writing, attempt: WorkloadAttempt): SignInRecord {
  const { random } = writing;
  const { workload, resource } = attempt;
  return toRecord(writing, attempt, PARTS, {
    id: attempt.id,
    createdDateTime: toCreated(writing, attempt),
    userId: null,
    appId: workload.appId,
    ipAddress: '',
    status: toStatus(attempt),
    location: toLocation(writing, undefined),
    correlationId: attempt.correlationId,
    conditionalAccessStatus: 'notApplied',
    appliedConditionalAccessPolicies: [],
    isInteractive: false,
    tokenIssuerType: 'AzureAD',
    processingTimeInMilliseconds: random.int(0, 90),
    riskDetail: 'none',
    riskLevelAggregated: 'none',
    riskLevelDuringSignIn: 'none',
    riskState: 'none',
    resourceDisplayName: resource.displayName,
    resourceId: resource.appId,
    servicePrincipalName: workload.name,
    servicePrincipalId: workload.servicePrincipalId,
    flaggedForReview: false,
    isTenantRestricted: false,
    crossTenantAccessType: 'none',
    uniqueTokenIdentifier: random.base64url(22),
    incomingTokenType: 'none',
    authenticationProtocol: 'none',
    resourceServicePrincipalId: resource.servicePrincipalId,
    managedIdentityType: 'systemAssigned',
  });
}
