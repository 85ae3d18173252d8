import { isRestError, type RestError } from '@azure/core-rest-pipeline';
import type { Delivery } from '../delivery/ports.ts';

/** Errors of the Azure SDKs that are no HTTP answers but still say "not now": no token to be had… */
const CREDENTIAL_NAMES = new Set([
  'AuthenticationError',
  'AggregateAuthenticationError',
  'AuthenticationRequiredError',
  'CredentialUnavailableError',
]);

/** … or no time left. */
const ABORT_NAMES = new Set(['AbortError', 'TimeoutError']);

/** Statuses by which a service says that this content will never do. Everything else may be mended from outside. */
const REFUSALS = new Set([400, 413]);

/** A 400 that speaks of the data collection rule and not of the rows: the rule can be mended, the rows are good. */
const SETUP_CODES = new Set(['InvalidStream']);

/**
 * What an error of an Azure SDK means for a delivery.
 * 401, 403 and 404 are outages: a role, a key or a resource that is missing can come back.
 * @throws the error itself when it comes from no service: then it is a bug, and guessing would hide it.
 */
export function toFailure(error: unknown, options: { readonly canRefuse: boolean }): Delivery {
  if (isRestError(error)) {
    const refused =
      options.canRefuse && REFUSALS.has(error.statusCode ?? 0) && !SETUP_CODES.has(error.code ?? '');
    return { ok: false, kind: refused ? 'refused' : 'unavailable', detail: describe(error) };
  }
  if (error instanceof Error && ABORT_NAMES.has(error.name)) {
    return {
      ok: false,
      kind: 'unavailable',
      detail: 'not taken in time; check that the service can be reached and does not throttle',
    };
  }
  if (error instanceof Error && CREDENTIAL_NAMES.has(error.name)) {
    return { ok: false, kind: 'unavailable', detail: `no token, ${firstLine(error.message)}` };
  }
  throw error;
}

function describe(error: RestError): string {
  const status = error.statusCode === undefined ? 'no answer' : `status ${error.statusCode}`;
  const where = hostOf(error.request?.url);
  const hint = HINTS[error.statusCode ?? 0];
  return [`${status}${where}`, error.code, firstLine(error.message), hint].filter((part) => part).join(', ');
}

/** What to do about the statuses that a deployment meets. */
const HINTS: Readonly<Record<number, string>> = {
  401: 'check the identity of the function app (AZURE_CLIENT_ID) and the audience',
  403: 'check that the identity holds the role on this resource (a new role takes up to 30 minutes) and the firewall',
  404: 'check that the resource exists under this name and that the setting points to it',
};

/** Only the host: a path or query could carry names of customers or keys. */
function hostOf(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? ` from ${new URL(url).host}` : '';
}

function firstLine(text: string): string {
  return (text.trim().split(/[\r\n]/, 1)[0] ?? '').slice(0, 300).toWellFormed();
}
