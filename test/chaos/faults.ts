import type { ProxyFault } from '../support/faultProxy.ts';
import type { Rig } from './rig.ts';

export function answer(
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): ProxyFault {
  return { kind: 'answer', status, code, message: 'The sandbox plays a fault.', headers };
}

export const UNAVAILABLE = answer(503, 'ServerBusy');
export const RESET: ProxyFault = { kind: 'reset' };
export const SILENCE: ProxyFault = { kind: 'silence' };

/** Everything works again. */
export function mendAll({ ingestion, queue, blobs, endpoints }: Rig): void {
  for (const proxy of [ingestion, queue, blobs]) proxy.setFault(undefined);
  endpoints.identity.setFault(undefined);
}

/** Every service is gone, and no token is to be had. */
export function breakAll({ ingestion, queue, blobs, endpoints }: Rig): void {
  for (const proxy of [ingestion, queue, blobs]) proxy.setFault(RESET);
  endpoints.identity.setFault({ kind: 'reset' });
}
