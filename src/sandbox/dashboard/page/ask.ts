import type { Refused } from '../api.ts';

/** An answer that was no: `code` says why, for the page's own words. */
export class AskError extends Error {
  override readonly name = 'AskError';
  readonly code: Refused['error']['code'] | 'unreachable';

  constructor(code: AskError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Asks the server.
 * @throws AskError
 */
export async function ask<T>(path: string): Promise<T> {
  return send<T>(path, {});
}

/** Sends something to the server. @throws AskError */
export async function tell<T>(path: string, body: Blob | string): Promise<T> {
  return send<T>(path, { method: 'POST', body, headers: { 'x-entra-signin-risk': 'dashboard' } });
}

async function send<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    throw new AskError('unreachable', String(error));
  }
  const value: unknown = await response.json();
  if (response.ok) return value as T;
  const { code, message } = (value as Refused).error;
  throw new AskError(code, message);
}
