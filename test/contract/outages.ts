import { expect } from 'vitest';
import type { Delivery } from '../../src/delivery/ports.ts';
import type { Fault } from '../../src/sandbox/fault.ts';

const answer = (status: number, code: string, message: string): Fault => ({
  kind: 'answer',
  status,
  code,
  message,
});

/** Time enough for any service on this machine, in milliseconds … */
export const AMPLE = 20_000;

/** … and for a service that does not answer: long enough to connect, short enough to wait for. */
export const SHORTLY = 200;

/** What stands between a sink and its service on bad days; the content is as good as ever. */
export const OUTAGES: Readonly<Record<string, Fault>> = {
  'status 401': answer(401, 'AuthenticationFailed', 'The token is not valid.'),
  'status 403': answer(403, 'AuthorizationFailed', 'This request is not authorized.\nRequestId:1\nTime:2'),
  'status 404': answer(404, 'NotFound', 'There is nothing here.'),
  'status 429 without Retry-After': answer(429, 'TooManyRequests', 'Slow down.'),
  'status 500': answer(500, 'InternalServerError', 'Something broke.'),
  'status 503': answer(503, 'ServerBusy', 'The server is busy.'),
  'a connection that is reset': { kind: 'reset' },
};

/** What a sink is sent as, so that a test can see whether it turns up where it must not. */
export const MARKER = 'marker-of-the-log-content';

/**
 * Holds a failed delivery against what every port promises: the kind, and a detail that is one line which people can
 * use, without tokens, keys or anything of the log.
 */
export function expectFailure(delivery: Delivery, kind: 'refused' | 'unavailable'): void {
  if (delivery.ok) throw new Error(`The sink took what it should have found ${kind}.`);
  expect(delivery.kind).toBe(kind);
  expect(delivery.detail).toMatch(/^[^\p{Cc}]{10,600}$/u);
  expect(delivery.detail).not.toContain(MARKER);
  expect(delivery.detail).not.toMatch(/bearer|eyJ|SharedKey|AccountKey|undefined/i);
}
