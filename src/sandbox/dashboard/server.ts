import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { closeServer, listenOnLoopback } from '../loopback.ts';
import { sendJson, sendRefusal, sendText } from './answer.ts';
import type { Asset } from './assets.ts';
import { answerCommand, type CommandParts } from './commands.ts';
import { findIntrusion } from './guard.ts';
import type { Live } from './live.ts';
import { answerQuery, type QueryParts } from './queries.ts';

export interface DashboardParts extends QueryParts, CommandParts {
  readonly assets: ReadonlyMap<string, Asset>;
  readonly live: Live;
}

export interface DashboardServer {
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  /** Answers from now on; before, the port is only held. */
  open(parts: DashboardParts): void;
  close(): Promise<void>;
}

/**
 * Serves the page and its data, on 127.0.0.1 only.
 * @param port the port to listen on; 0 for any that is free
 * @throws Error with code EADDRINUSE when the port is taken
 */
export async function startServer(port: number): Promise<DashboardServer> {
  let own = 0;
  let parts: DashboardParts | undefined;
  const server = createServer((request, response) => {
    if (parts === undefined) return sendRefusal(response, 'busy', 'the sandbox is starting');
    answer(request, response, parts, own).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) response.destroy();
      else sendRefusal(response, 'failed', error instanceof Error ? error.message : String(error));
    });
  });
  own = await listenOnLoopback(server, port);
  return {
    address: `http://127.0.0.1:${own}`,
    open(given) {
      parts = given;
    },
    async close() {
      parts?.live.close();
      await closeServer(server);
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  parts: DashboardParts,
  port: number,
): Promise<void> {
  const intrusion = findIntrusion(request, port);
  if (intrusion !== undefined) return sendRefusal(response, 'forbidden', intrusion);
  const url = URL.parse(request.url ?? '', `http://127.0.0.1:${port}`);
  if (url === null) return sendRefusal(response, 'invalid', 'the address cannot be read');
  if (request.method === 'POST') return answerCommand(url, request, response, parts);
  if (request.method !== 'GET') return sendRefusal(response, 'not-found', 'there is nothing here');
  const asset = parts.assets.get(url.pathname);
  if (asset !== undefined) return sendText(response, asset.type, asset.text);
  if (url.pathname === '/api/live') {
    if (!parts.live.open(request, response)) sendRefusal(response, 'busy', 'too many pages are open');
    return;
  }
  const found = url.pathname.startsWith('/api/') ? await answerQuery(url, parts) : undefined;
  if (found === undefined) sendRefusal(response, 'not-found', 'there is nothing here');
  else if (found === 'invalid') sendRefusal(response, 'invalid', 'a parameter is wrong');
  else if ('json' in found) sendText(response, 'application/json; charset=utf-8', found.json);
  else sendJson(response, found.value);
}
