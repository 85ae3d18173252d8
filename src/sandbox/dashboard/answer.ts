import type { ServerResponse } from 'node:http';
import type { Refused } from './api.ts';

/**
 * The page runs nothing but its own files and talks to nobody but this server; with trusted types the browser itself
 * refuses to make HTML of text.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // Answers hold people's names: they must not outlive the server in the browser's cache.
  'cache-control': 'no-store',
};

const STATUS: Readonly<Record<Refused['error']['code'], number>> = {
  invalid: 400,
  forbidden: 403,
  'not-found': 404,
  'too-large': 413,
  busy: 429,
  failed: 500,
};

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  sendText(response, 'application/json; charset=utf-8', JSON.stringify(value), status);
}

export function sendText(response: ServerResponse, type: string, text: string, status = 200): void {
  response.writeHead(status, { ...HEADERS, 'content-type': type });
  response.end(text);
}

/** An answer that says why not; the connection ends with it, since the rest of the request is not read. */
export function sendRefusal(response: ServerResponse, code: Refused['error']['code'], message: string): void {
  if (code === 'too-large' || code === 'forbidden') response.setHeader('connection', 'close');
  sendJson(response, { error: { code, message } } satisfies Refused, STATUS[code]);
}
