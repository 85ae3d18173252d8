import { isRestError, type RestError } from '@azure/core-rest-pipeline';
import type { Refused, Unavailable } from '../delivery/ports.ts';

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

/** Statuses that no repeat within seconds can change: somebody has to give a role, a key or a resource back first. */
const LASTING = new Set([400, 401, 403, 404, 413]);

/** No identity is assigned, or none is configured: not a matter of seconds either. */
const LASTING_NAMES = new Set(['CredentialUnavailableError', 'AuthenticationRequiredError']);

/**
 * What an error of an Azure SDK means for a delivery.
 * 401, 403 and 404 are outages: a role, a key or a resource that is missing can come back.
 * @throws the error itself when it comes from no service: then it is a bug, and guessing would hide it.
 */
export function toFailure(error: unknown, options: { readonly canRefuse: boolean }): Refused | Unavailable {
  if (isRestError(error)) {
    const status = error.statusCode ?? 0;
    if (options.canRefuse && REFUSALS.has(status) && !SETUP_CODES.has(error.code ?? ''))
      return { ok: false, kind: 'refused', detail: describe(error), status };
    const retryAfterMs = toRetryAfter(error);
    return {
      ok: false,
      kind: 'unavailable',
      detail: describe(error),
      retry: LASTING.has(status) ? 'later' : 'soon',
      ...(retryAfterMs !== undefined && { retryAfterMs }),
      ...(status > 0 && { status }),
    };
  }
  if (error instanceof Error && ABORT_NAMES.has(error.name)) {
    return unavailable(
      'not taken in time; check that the service can be reached and does not throttle',
      'soon',
    );
  }
  if (error instanceof Error && CREDENTIAL_NAMES.has(error.name)) {
    const retry = LASTING_NAMES.has(error.name) ? 'later' : 'soon';
    return unavailable(`no token, ${firstLine(error.message)}; ${NO_TOKEN_HINT}`, retry);
  }
  throw error;
}

function unavailable(detail: string, retry: Unavailable['retry']): Unavailable {
  return { ok: false, kind: 'unavailable', detail, retry };
}

/** Retry-After in milliseconds (RFC 9110, section 10.2.3: seconds or a date; Azure also has it in milliseconds). */
function toRetryAfter({ response }: RestError): number | undefined {
  const header = (name: string) => response?.headers.get(name);
  const exact = header('retry-after-ms') ?? header('x-ms-retry-after-ms');
  if (exact !== undefined) return toDuration(Number(exact));
  const value = header('retry-after');
  if (value === undefined) return undefined;
  const seconds = Number(value);
  return toDuration(Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000);
}

function toDuration(ms: number): number | undefined {
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
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

const NO_TOKEN_HINT = 'check the managed identity (AZURE_CLIENT_ID), or sign in with az login';

/** Only the host: a path or query could carry names of customers or keys. */
function hostOf(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? ` from ${new URL(url).host}` : '';
}

function firstLine(text: string): string {
  return (text.trim().split(/[\r\n]/, 1)[0] ?? '').slice(0, 300).toWellFormed();
}
