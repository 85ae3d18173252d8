import { createServer } from 'node:https';
import type { Certificates } from '../../src/sandbox/certificates.ts';
import { checkAuthorization } from '../../src/sandbox/logsIngestion/authorization.ts';
import { closeServer, listenOnLoopback } from '../../src/sandbox/loopback.ts';

/** What stands at each path: a body, or a status. Paths are compared without regard to case, as Azure does. */
export type ArmContent = Record<string, unknown>;

export interface ArmEndpoint {
  readonly endpoint: string;
  content: ArmContent;
  /** `METHOD path` of the requests since the last look. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Starts a server that answers like Azure Resource Manager about what it is given, and takes tokens for itself only. */
export async function startArm({ cert, key }: Pick<Certificates, 'cert' | 'key'>): Promise<ArmEndpoint> {
  const requests: string[] = [];
  const state: { content: ArmContent } = { content: {} };
  const server = createServer({ cert, key }, (request, response) => {
    const url = new URL(request.url ?? '', endpoint);
    requests.push(`${request.method} ${url.pathname}`);
    const send = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const refusal = checkAuthorization(
      request.headers.authorization,
      endpoint,
      Math.floor(Date.now() / 1000),
    );
    if (refusal !== undefined) return send(401, { error: { code: refusal.code, message: refusal.message } });
    if (url.searchParams.get('api-version') === null)
      return send(400, { error: { code: 'MissingApiVersionParameter', message: 'api-version is missing.' } });
    const found = Object.entries(state.content).find(
      ([path]) => path.toLowerCase() === url.pathname.toLowerCase(),
    );
    if (found === undefined)
      return send(404, { error: { code: 'ResourceNotFound', message: 'There is nothing here.' } });
    const [, body] = found;
    if (typeof body === 'number')
      return send(body, { error: { code: 'AuthorizationFailed', message: 'No right.' } });
    send(200, body);
  });
  const endpoint = `https://127.0.0.1:${await listenOnLoopback(server)}`;
  return {
    endpoint,
    requests,
    get content() {
      return state.content;
    },
    set content(content) {
      state.content = content;
    },
    close: () => closeServer(server),
  };
}
