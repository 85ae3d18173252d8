import type { WorkloadAttempt, Writing } from './attempt.ts';
import { toCreated, toLocation, toRecord, toStatus } from './envelope.ts';
import type { SignInRecord } from './record.ts';

/** The record of a sign-in between two of Microsoft's own services (category MicrosoftServicePrincipalSignInLogs). */
export function toMicrosoftServicePrincipalRecord(writing: Writing, attempt: WorkloadAttempt): SignInRecord {
  const { random } = writing;
  const { workload, resource } = attempt;
  const parts = {
    callerIpAddress: workload.address,
    identity: undefined,
    location: workload.place.countryOrRegion,
    secondForm: false,
  };
  return toRecord(writing, attempt, parts, {
    id: attempt.id,
    createdDateTime: toCreated(writing, attempt),
    userDisplayName: '',
    userPrincipalName: '',
    userId: '',
    appId: workload.appId,
    appDisplayName: workload.name,
    ipAddress: workload.address,
    status: toStatus(attempt),
    clientAppUsed: 'Unknown',
    deviceDetail: { deviceId: '', operatingSystem: 'Unknown', browser: '' },
    location: toLocation(writing, workload.place),
    correlationId: attempt.correlationId,
    conditionalAccessStatus: 'notApplied',
    originalRequestId: attempt.originalRequestId,
    isInteractive: false,
    tokenIssuerName: '',
    tokenIssuerType: 'AzureAD',
    processingTimeInMilliseconds: random.int(0, 120),
    riskDetail: 'none',
    riskLevelAggregated: 'none',
    riskLevelDuringSignIn: 'none',
    riskState: 'none',
    resourceDisplayName: resource.displayName,
    resourceId: resource.appId,
    servicePrincipalName: workload.name,
    servicePrincipalId: workload.servicePrincipalId,
    signInEventTypes: ['servicePrincipal'],
    appOwnerTenantId: resource.ownerTenantId,
  });
}
