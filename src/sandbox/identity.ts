import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mintAccessToken, TOKEN_LIFETIME_SECONDS } from './accessToken.ts';
import { applyFault, type Fault } from './fault.ts';
import { closeServer, listenOnLoopback } from './loopback.ts';

const PATH = '/msi/token';
const API_VERSION = '2019-08-01';
const SYSTEM_ASSIGNED_CLIENT_ID = '00000000-0000-0000-0000-00000000cccc';

export interface IdentityOptions {
  /** The client id of the one user-assigned identity; without it there is only a system-assigned one. */
  readonly clientId?: string;
}

export interface IdentityEndpoint {
  /**
   * The environment variables by which App Service announces the endpoint. The credential library looks at
   * them once per process and keeps what it found, so they have to be set before the first token is asked for.
   */
  readonly env: { readonly IDENTITY_ENDPOINT: string; readonly IDENTITY_HEADER: string };
  /** How many tokens were issued for each audience. */
  readonly issued: ReadonlyMap<string, number>;
  /** From now on every request meets this fault; undefined ends it. */
  setFault(fault: Fault | undefined): void;
  close(): Promise<void>;
}

interface Refusal {
  readonly status: number;
  readonly message: string;
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

function sendError(response: ServerResponse, { status, message }: Refusal): void {
  sendJson(response, status, { statusCode: status, message });
}

/** Checks a request; returns the resource that a token is asked for, or why there is none. */
function toResource(
  request: IncomingMessage,
  secret: string,
  clientId: string | undefined,
): string | Refusal {
  const url = URL.parse(request.url ?? '', 'http://127.0.0.1');
  if (url?.pathname !== PATH) return { status: 404, message: `Tokens are at ${PATH}.` };
  if (request.method !== 'GET') return { status: 405, message: 'Tokens are asked for by GET.' };
  if (request.headers['x-identity-header'] !== secret) {
    const message = 'The header X-IDENTITY-HEADER is missing or is not the value of IDENTITY_HEADER.';
    return { status: 401, message };
  }
  const apiVersion = url.searchParams.get('api-version');
  if (apiVersion !== API_VERSION) {
    return { status: 400, message: `The api-version is '${apiVersion ?? ''}' and not ${API_VERSION}.` };
  }
  const resource = url.searchParams.get('resource');
  if (!resource) return { status: 400, message: 'The parameter resource is missing.' };
  if ((url.searchParams.get('client_id') ?? undefined) !== clientId) {
    const message =
      'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.';
    return { status: 400, message };
  }
  return resource;
}

/**
 * Starts a token endpoint for managed identities as App Service and Functions offer it inside an instance
 * (Microsoft Learn, "How to use managed identities for App Service", REST endpoint reference).
 * It refuses a request without the secret header (401), and one for another identity than the one it has (400).
 */
export async function startIdentity(options: IdentityOptions = {}): Promise<IdentityEndpoint> {
  const secret = randomUUID();
  const issued = new Map<string, number>();
  let fault: Fault | undefined;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const resource = toResource(request, secret, options.clientId);
    if (fault) {
      applyFault(fault, response, sendError);
    } else if (typeof resource !== 'string') {
      sendError(response, resource);
    } else {
      const now = Math.floor(Date.now() / 1000);
      const clientId = options.clientId ?? SYSTEM_ASSIGNED_CLIENT_ID;
      issued.set(resource, (issued.get(resource) ?? 0) + 1);
      sendJson(response, 200, {
        access_token: mintAccessToken(resource, clientId, now),
        client_id: clientId,
        // Seconds since 1970, as text: what the platform sends.
        expires_on: String(now + TOKEN_LIFETIME_SECONDS),
        resource,
        token_type: 'Bearer',
      });
    }
  }

  const server = createServer(answer);
  const port = await listenOnLoopback(server);
  return {
    env: { IDENTITY_ENDPOINT: `http://127.0.0.1:${port}${PATH}`, IDENTITY_HEADER: secret },
    issued,
    setFault(next) {
      fault = next;
    },
    close: () => closeServer(server),
  };
}
