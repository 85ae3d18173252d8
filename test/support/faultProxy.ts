import type { Buffer } from 'node:buffer';
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

/** The request is carried out, but the connection breaks before its answer is back. */
const LOSE_ANSWER = 'lose-answer';
type ProxyFault = Fault | typeof LOSE_ANSWER;

export interface FaultProxy {
  /** The target's address with the proxy's port. */
  readonly endpoint: string;
  readonly requests: SeenRequest[];
  /** A fault for all requests from now on, or one chosen by the number of the request (from 1). */
  setFault(fault: ProxyFault | ((number: number) => ProxyFault | undefined) | undefined): void;
  close(): Promise<void>;
}

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

/** Starts an https server that passes everything on to another one, unless a fault is set. */
export async function startFaultProxy(
  target: string,
  { cert, key }: Certificates,
  writeError: ErrorWriter,
): Promise<FaultProxy> {
  const { hostname: host, port, pathname } = new URL(target);
  const requests: SeenRequest[] = [];
  let chooseFault: ((number: number) => ProxyFault | undefined) | undefined;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const body = await buffer(request);
    requests.push({ method, url, headers, body, at: performance.now() });
    const fault = chooseFault?.(requests.length);
    if (fault && fault !== LOSE_ANSWER) return applyFault(fault, response, writeError);
    const onward = sendOn({ host, port, method, path: url, headers }, (answer) => {
      if (fault === LOSE_ANSWER) return response.destroy();
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end(body);
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
      chooseFault = typeof fault === 'function' ? fault : fault && (() => fault);
    },
    close: () => closeServer(server),
  };
}
