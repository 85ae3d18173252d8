import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { applyFault, type Fault } from '../fault.ts';
import { closeServer, listenOnLoopback } from '../loopback.ts';
import { checkAuthorization } from './authorization.ts';
import { decodeBody, readBody, type SentBody } from './body.ts';
import { Refusal } from './refusal.ts';
import { type StreamColumn, toRowCheck } from './rowSchema.ts';
import { toRows } from './rows.ts';
import { toTarget } from './target.ts';

export interface LogsIngestionOptions {
  /** The server's certificate and private key, PEM. The SDK sends its token over https only. */
  readonly cert: string;
  readonly key: string;
  /** The immutable id of the one data collection rule, `dcr-…`. */
  readonly ruleId: string;
  /** The columns of each stream that the rule declares. */
  readonly streams: Readonly<Record<string, readonly StreamColumn[]>>;
  /** What tokens must be for; `https://monitor.azure.com` by default, as in the public cloud. */
  readonly audience?: string;
  /**
   * Takes the rows of each accepted request before it is answered, every row's JSON text exactly as it stood
   * in the body. If it throws, the answer is 500 and the client sends the rows again.
   */
  readonly onRows: (stream: string, rows: readonly string[]) => void | Promise<void>;
}

/** A request as it arrived, for a fault function to choose by. */
export interface IngestionRequest {
  /** 1 for the endpoint's first request. */
  readonly number: number;
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as sent, still compressed; only its first 1,048,576 bytes or less if it is longer than that. */
  readonly body: Buffer;
}

export interface LogsIngestionEndpoint {
  /** `https://127.0.0.1:<port>` */
  readonly endpoint: string;
  /** Requests read to their end, whatever the answer. */
  readonly requests: number;
  readonly rowsAccepted: number;
  /** The length of all accepted bodies, uncompressed: what ingestion is billed by. */
  readonly bytesAccepted: number;
  /** Asks this function first from now on: the fault it returns replaces the answer; undefined lets it be. */
  setFault(fault: ((request: IngestionRequest) => Fault | undefined) | undefined): void;
  close(): Promise<void>;
}

interface Accepted {
  readonly stream: string;
  readonly rows: readonly string[];
  readonly bytes: number;
}

function sendError(response: ServerResponse, { status, code, message }: Refusal): void {
  // RFC 9110, section 15.5.2: a 401 names the scheme. Without claims in it the SDK does not try again.
  if (status === 401 && !response.hasHeader('www-authenticate'))
    response.setHeader('www-authenticate', 'Bearer');
  if (status === 405) response.setHeader('allow', 'POST');
  response.writeHead(status, { 'content-type': 'application/json', 'x-ms-error-code': code });
  response.end(JSON.stringify({ error: { code, message } }));
}

/**
 * Starts an endpoint that takes rows as the Logs Ingestion API of Azure Monitor does (REST API 2023-01-01):
 * it checks address, token, rule, stream, size, compression and every row, and answers 204 or an error in the
 * service's form. The rows are checked more strictly than there, see {@link toRowCheck}.
 */
export async function startLogsIngestion(options: LogsIngestionOptions): Promise<LogsIngestionEndpoint> {
  const { ruleId, audience = 'https://monitor.azure.com', onRows } = options;
  const checks = new Map(
    Object.entries(options.streams).map(([stream, columns]) => [stream, toRowCheck(stream, columns)]),
  );
  let requests = 0;
  let rowsAccepted = 0;
  let bytesAccepted = 0;
  let chooseFault: ((request: IngestionRequest) => Fault | undefined) | undefined;

  async function examine(request: IncomingMessage, sent: SentBody): Promise<Accepted | Refusal> {
    const target = toTarget(request.method, request.url);
    if (target instanceof Refusal) return target;
    const now = Math.floor(Date.now() / 1000);
    const unauthorized = checkAuthorization(request.headers.authorization, audience, now);
    if (unauthorized) return unauthorized;
    if (target.ruleId !== ruleId) {
      const message = `Data collection rule with immutable Id '${target.ruleId}' not found.`;
      return new Refusal(404, 'NotFound', message);
    }
    const check = checks.get(target.stream);
    if (!check) {
      const message = `The data collection rule with immutable Id '${ruleId}' has no stream '${target.stream}'.`;
      return new Refusal(404, 'StreamNotFound', message);
    }
    const body = await decodeBody(sent, request.headers['content-encoding']);
    if (body instanceof Refusal) return body;
    const rows = toRows(body, check);
    return rows instanceof Refusal ? rows : { stream: target.stream, rows, bytes: body.length };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await readBody(request);
    requests++;
    const { method = '', url = '', headers } = request;
    const fault = chooseFault?.({ number: requests, method, url, headers, body: sent.bytes });
    if (fault) return applyFault(fault, response, sendError);
    const result = await examine(request, sent);
    if (result instanceof Refusal) return sendError(response, result);
    await onRows(result.stream, result.rows);
    rowsAccepted += result.rows.length;
    bytesAccepted += result.bytes;
    response.writeHead(204).end();
  }

  const server = createServer({ cert: options.cert, key: options.key }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      // The client went away before its request was complete: there is nobody to answer.
      if (request.destroyed && !request.complete) return;
      const reason = error instanceof Error ? error.message : String(error);
      const message = `The sandbox could not take the request: ${reason}`;
      sendError(response, new Refusal(500, 'InternalServerError', message));
    });
  });
  const port = await listenOnLoopback(server);
  return {
    endpoint: `https://127.0.0.1:${port}`,
    get requests() {
      return requests;
    },
    get rowsAccepted() {
      return rowsAccepted;
    },
    get bytesAccepted() {
      return bytesAccepted;
    },
    setFault(next) {
      chooseFault = next;
    },
    close: () => closeServer(server),
  };
}
