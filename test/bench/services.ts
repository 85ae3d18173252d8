/**
 * A process of its own that stands for everything the function delivers to, so that only the client's work is measured:
 * tokens, and an https server that takes whatever comes as fast as it can. Prints its addresses as one line of JSON.
 */
import { createServer } from 'node:https';
import { createCertificates } from '../../src/sandbox/certificates.ts';
import { startIdentity } from '../../src/sandbox/identity.ts';
import { listenOnLoopback } from '../../src/sandbox/loopback.ts';
import type { Asked, Seen } from './startServices.ts';

const CLIENT_ID = '00000000-0000-4000-8000-000000000001';

/** What a storage queue answers to a message that it took. */
const QUEUE_ANSWER =
  '<?xml version="1.0" encoding="utf-8"?><QueueMessagesList><QueueMessage><MessageId>0</MessageId>' +
  '<InsertionTime>Mon, 16 Nov 2026 08:00:00 GMT</InsertionTime><ExpirationTime>Fri, 31 Dec 9999 23:59:59 GMT</ExpirationTime>' +
  '<PopReceipt>0</PopReceipt><TimeNextVisible>Mon, 16 Nov 2026 08:00:00 GMT</TimeNextVisible></QueueMessage></QueueMessagesList>';

const seen: Seen = { requests: 0, bodyBytes: 0, firstRowsAt: 0, alertsAt: [] };
let rowsDelayMs = 0;
let alertsDelayMs = 0;

const certificates = await createCertificates();
const identity = await startIdentity({ clientId: CLIENT_ID });
const server = createServer(certificates, (request, response) => {
  const isRows = request.url?.startsWith('/dataCollectionRules') === true;
  if (isRows && seen.firstRowsAt === 0) seen.firstRowsAt = Date.now();
  request.on('data', (chunk: Buffer) => {
    if (isRows) seen.bodyBytes += chunk.length;
  });
  request.on('end', () => {
    if (isRows) {
      seen.requests++;
      setTimeout(() => response.writeHead(204).end(), rowsDelayMs);
    } else if (request.method === 'POST' && request.url?.includes('/messages') === true) {
      setTimeout(() => {
        seen.alertsAt.push(Date.now());
        response.writeHead(201, { 'content-type': 'application/xml' }).end(QUEUE_ANSWER);
      }, alertsDelayMs);
    } else {
      response.writeHead(request.method === 'PUT' ? 201 : 200).end();
    }
  });
});
const port = await listenOnLoopback(server);
process.on('message', (asked: Asked) => {
  if (asked.kind === 'begin') {
    Object.assign(seen, { requests: 0, bodyBytes: 0, firstRowsAt: 0, alertsAt: [] });
    ({ rowsDelayMs, alertsDelayMs } = asked);
  }
  process.send?.(seen);
});
process.send?.({
  ca: certificates.ca,
  endpoint: `https://127.0.0.1:${port}`,
  identity: identity.env,
  clientId: CLIENT_ID,
});
process.once('disconnect', () => process.exit());
