import type { Clock } from './clock.ts';
import type { Unavailable } from './ports.ts';

/** What a breaker says to somebody who wants to send. */
export type Passage =
  | { readonly kind: 'closed' }
  /** One may try, once, whether the service is back; `passed` or `failed` must follow. */
  | { readonly kind: 'probe' }
  /** The service is down: this is what it answered last. While a probe is under way, it ends when the probe does. */
  | { readonly kind: 'open'; readonly outage: Unavailable; readonly probe: Promise<void> | undefined };

/**
 * Remembers that a service is down, so that an outage costs one batch its time and not every batch. From time to time
 * one request is let through; the first that is answered closes the breaker again.
 */
export interface Breaker {
  /** The outage, while there is one. */
  readonly outage: Unavailable | undefined;
  enter(): Passage;
  /** The service answered, whatever it thinks of the content. */
  passed(): void;
  /** The service was given up on. */
  failed(outage: Unavailable): void;
  /** A probe ended without telling anything. */
  abandoned(): void;
}

/** From one probe to the next. The first comes soon, for most outages are short. */
const COOL_DOWN_MS = { first: 5_000, most: 60_000 };

/** A Retry-After above this is not believed: it would keep a service out that came back long ago. */
const MOST_RETRY_AFTER_MS = 5 * 60_000;

/** @param onChange called when the service is given up on (true), and when it is back (false) */
export function createBreaker(clock: Clock, onChange: (isOpen: boolean) => void = () => undefined): Breaker {
  let outage: Unavailable | undefined;
  let coolDown = COOL_DOWN_MS.first;
  let nextProbe = 0;
  let probe: PromiseWithResolvers<void> | undefined;
  const endProbe = () => {
    probe?.resolve();
    probe = undefined;
  };
  return {
    get outage() {
      return outage;
    },
    enter() {
      if (outage === undefined) return { kind: 'closed' };
      if (probe !== undefined || clock.monotonic() < nextProbe)
        return { kind: 'open', outage, probe: probe?.promise };
      probe = Promise.withResolvers();
      return { kind: 'probe' };
    },
    passed() {
      if (outage !== undefined) onChange(false);
      outage = undefined;
      coolDown = COOL_DOWN_MS.first;
      endProbe();
    },
    failed(next) {
      // Requests that were under way when the breaker opened tell nothing new.
      if (outage !== undefined && probe === undefined) return;
      if (outage === undefined) onChange(true);
      outage = next;
      // Not all instances at the same moment: between 80 and 120 per cent.
      const wait = coolDown * (0.8 + 0.4 * clock.random());
      nextProbe = clock.monotonic() + Math.max(wait, Math.min(next.retryAfterMs ?? 0, MOST_RETRY_AFTER_MS));
      coolDown = Math.min(coolDown * 2, COOL_DOWN_MS.most);
      endProbe();
    },
    abandoned: endProbe,
  };
}
