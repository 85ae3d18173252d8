import { createServer, type Server } from 'node:https';
import { text } from 'node:stream/consumers';
import type { Certificates } from '../../src/sandbox/certificates.ts';
import { closeServer, listenOnLoopback } from '../../src/sandbox/loopback.ts';

export interface Received {
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

export interface WebhookReceiver {
  /** Its address, with a secret in it. */
  readonly address: string;
  /** What was taken. */
  readonly received: Received[];
  /** Requests that were refused. */
  refused: number;
  /** The status of the answers from now on, or what chooses it; undefined: taken, with 202 as Workflows answers. */
  status: number | undefined | (() => number | undefined);
  close(): Promise<void>;
}

export const SECRET = 'c2VjcmV0';

/** A webhook on this machine. */
export async function startWebhookReceiver({ cert, key }: Certificates): Promise<WebhookReceiver> {
  const server: Server = createServer({ cert, key }, async (request, response) => {
    const body = await text(request);
    const status = typeof receiver.status === 'function' ? receiver.status() : receiver.status;
    if (status === undefined)
      receiver.received.push({
        path: request.url ?? '',
        contentType: request.headers['content-type'] ?? '',
        body,
      });
    else receiver.refused++;
    response.writeHead(status ?? 202, { location: 'https://127.0.0.1:9/elsewhere' });
    response.end(body);
  });
  const port = await listenOnLoopback(server);
  const receiver: WebhookReceiver = {
    address: `https://127.0.0.1:${port}/workflows/1/invoke?sig=${SECRET}`,
    received: [],
    refused: 0,
    status: undefined,
    close: () => closeServer(server),
  };
  return receiver;
}
