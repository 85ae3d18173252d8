import type { Delivery } from '../../src/delivery/ports.ts';

/**
 * What a fake sink does first with the content of a call: the delivery it returns is the answer, and nothing is taken;
 * undefined lets the call through. It may wait, and it may throw, as a sink with a bug does.
 */
export type SinkFault<T> = (content: T) => Delivery | undefined | Promise<Delivery | undefined>;

export function unavailable(detail = 'status 503 from sink.example.com'): Delivery {
  return { ok: false, kind: 'unavailable', detail };
}

export function refused(detail: string): Delivery {
  return { ok: false, kind: 'refused', detail };
}
