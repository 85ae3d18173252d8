import { ManagedIdentityCredential } from '@azure/identity';
import { vi } from 'vitest';
import { type Certificates, createCertificates } from '../../src/sandbox/certificates.ts';
import { type IdentityEndpoint, startIdentity } from '../../src/sandbox/identity.ts';
import { trustCertificate } from '../../src/sandbox/trust.ts';

const CLIENT_ID = '00000000-0000-4000-8000-000000000001';

export interface ManagedIdentity {
  readonly endpoint: IdentityEndpoint;
  readonly certificates: Certificates;
  /** Gets tokens from the endpoint, as it would in Azure. */
  readonly credential: ManagedIdentityCredential;
  /** Asks the endpoint for an identity that the app does not have. */
  readonly stranger: ManagedIdentityCredential;
}

/** Makes this test file's process a place where a managed identity works and a server with these certificates is trusted. */
export async function startManagedIdentity(): Promise<ManagedIdentity> {
  const certificates = await createCertificates();
  trustCertificate(certificates.ca);
  const endpoint = await startIdentity({ clientId: CLIENT_ID });
  for (const [name, value] of Object.entries(endpoint.env)) vi.stubEnv(name, value);
  // The SDKs would send requests to this machine through a proxy that the environment names.
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  return {
    endpoint,
    certificates,
    credential: new ManagedIdentityCredential({ clientId: CLIENT_ID }),
    stranger: new ManagedIdentityCredential({ clientId: CLIENT_ID.replace('1', '2') }),
  };
}
