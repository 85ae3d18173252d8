import { toAdfsRecord } from './adfsRecord.ts';
import type { UserAttempt, WorkloadAttempt, Writing } from './attempt.ts';
import { toManagedIdentityRecord } from './managedIdentityRecord.ts';
import { toMicrosoftServicePrincipalRecord } from './microsoftServicePrincipalRecord.ts';
import type { SignInRecord } from './record.ts';
import { toServicePrincipalRecord } from './servicePrincipalRecord.ts';
import { toUserRecord } from './userRecord.ts';

/** Writes the record of an attempt in the form of its category. */
export function writeRecord(writing: Writing, attempt: UserAttempt | WorkloadAttempt): SignInRecord {
  switch (attempt.category) {
    case 'SignInLogs':
    case 'NonInteractiveUserSignInLogs':
      return toUserRecord(writing, attempt);
    case 'ADFSSignInLogs':
      return toAdfsRecord(writing, attempt);
    case 'ServicePrincipalSignInLogs':
      return toServicePrincipalRecord(writing, attempt);
    case 'ManagedIdentitySignInLogs':
      return toManagedIdentityRecord(writing, attempt);
    case 'MicrosoftServicePrincipalSignInLogs':
      return toMicrosoftServicePrincipalRecord(writing, attempt);
  }
}
