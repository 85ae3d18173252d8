import type { Delivery, Refused, Unavailable } from '../../src/delivery/ports.ts';

/**
 * What a fake sink does first with the content of a call: the delivery it returns is the answer, and nothing is taken;
 * undefined lets the call through. It may wait, and it may throw, as a sink with a bug does.
 */
export type SinkFault<T> = (content: T) => Delivery | undefined | Promise<Delivery | undefined>;

export function unavailable(
  detail = 'status 503 from sink.example.com',
  retry: Unavailable['retry'] = 'soon',
): Unavailable {
  return { ok: false, kind: 'unavailable', detail, retry };
}

export function refused(detail: string): Refused {
  return { ok: false, kind: 'refused', detail };
}
