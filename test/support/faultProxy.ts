import { Buffer } from 'node:buffer';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as sendOn } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { Certificates } from '../../src/sandbox/certificates.ts';
import { applyFault, type Fault } from '../../src/sandbox/fault.ts';
import { closeServer, listenOnLoopback } from '../../src/sandbox/loopback.ts';

/** A request that came by. */
export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Of `performance.now()`, in milliseconds. */
  readonly at: number;
}

/** What goes wrong on the way to a service, beside what the service itself may do. */
export type ProxyFault =
  | Fault
  /** The request is carried out, but the connection breaks before its answer is back. */
  | 'lose-answer'
  /** The connection breaks while the request's body is on its way. */
  | 'reset-mid-body'
  /** The request is carried out at once, and its answer is held back so long. */
  | { readonly kind: 'late-answer'; readonly ms: number };

/** Chooses a fault for a request, by its number (from 1) or by what it is. */
type FaultChooser = (number: number, request: SeenRequest) => ProxyFault | undefined;

export interface FaultProxy {
  /** The target's address with the proxy's port. */
  readonly endpoint: string;
  readonly requests: SeenRequest[];
  /** A fault for all requests from now on, or one chosen for each. */
  setFault(fault: ProxyFault | FaultChooser | undefined): void;
  close(): Promise<void>;
}

const NOTHING = Buffer.alloc(0);

interface ServiceError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

type ErrorWriter = (response: ServerResponse, error: ServiceError) => void;

/** Writes an error as Azure Storage does. */
export const writeStorageError: ErrorWriter = (response, { status, code, message }) => {
  response.writeHead(status, { 'content-type': 'application/xml', 'x-ms-error-code': code });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`);
};

/** Writes an error as Azure Monitor does. */
export const writeMonitorError: ErrorWriter = (response, { status, code, message }) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code, message } }));
};

/**
 * Starts an https server that passes everything on to another one, unless a fault is set.
 * @param onAnswered called with each request that was passed on and the status of its answer; then requests are not kept
 */
export async function startFaultProxy(
  target: string,
  { cert, key }: Pick<Certificates, 'cert' | 'key'>,
  writeError: ErrorWriter,
  onAnswered?: (request: SeenRequest, status: number) => void,
): Promise<FaultProxy> {
  const { hostname: host, port, pathname } = new URL(target);
  const requests: SeenRequest[] = [];
  let count = 0;
  let chooseFault: FaultChooser | undefined;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const begun: SeenRequest = { method, url, headers, body: NOTHING, at: performance.now() };
    if (chooseFault?.(count + 1, begun) === 'reset-mid-body') {
      count++;
      request.once('data', () => request.socket.destroy());
      return;
    }
    const seen = { ...begun, body: await buffer(request) };
    count++;
    if (onAnswered === undefined) requests.push(seen);
    const fault = chooseFault?.(count, seen);
    if (fault === 'reset-mid-body') return void request.socket.destroy();
    if (typeof fault === 'object' && fault.kind !== 'late-answer')
      return applyFault(fault, response, writeError);
    const onward = sendOn({ host, port, method, path: url, headers }, (answer) => {
      onAnswered?.(seen, answer.statusCode ?? 0);
      if (fault === 'lose-answer') return void response.destroy();
      const pass = () => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      };
      if (fault === undefined) pass();
      else setTimeout(pass, fault.ms);
    });
    onward.on('error', () => response.destroy());
    onward.end(seen.body);
  }

  // A request that breaks off has nobody who waits for an answer.
  const server = createServer({ cert, key }, (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  const ownPort = await listenOnLoopback(server);
  return {
    endpoint: `https://127.0.0.1:${ownPort}${pathname.replace(/\/$/, '')}`,
    requests,
    setFault(fault) {
      requests.length = 0;
      count = 0;
      chooseFault = typeof fault === 'function' || fault === undefined ? fault : () => fault;
    },
    close: () => closeServer(server),
  };
}
