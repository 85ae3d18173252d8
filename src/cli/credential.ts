import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';

/** The identity of whoever runs a command: of the environment, of a managed identity, of the Azure CLI (`az login`), … */
export function createOperatorCredential(): TokenCredential {
  return new DefaultAzureCredential();
}

/**
 * Why there is no token, in one line. Of all ways of signing in that were tried, most are just not there: what counts is
 * the one that is, and failed.
 */
export function describeNoToken(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name !== 'AggregateAuthenticationError' || !('errors' in error) || !Array.isArray(error.errors))
    return firstLine(error.message);
  const tried = error.errors.filter((one): one is Error => one instanceof Error);
  const real = tried.find(({ name }) => name !== 'CredentialUnavailableError');
  return real === undefined ? 'nobody is signed in' : firstLine(real.message);
}

function firstLine(text: string): string {
  return text.trim().split(/[\r\n]/, 1)[0] ?? '';
}
