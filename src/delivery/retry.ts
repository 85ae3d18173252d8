import { type Breaker, createBreaker } from './breaker.ts';
import { type Clock, timeLeft } from './clock.ts';
import type { Delivery, Unavailable } from './ports.ts';

/** Tries a delivery until it is taken or refused, the deadline (of `monotonic()`) is near, or the service is known to be down. */
export type Persist = (
  attempt: (withinMs: number) => Promise<Delivery>,
  deadline: number,
) => Promise<Delivery>;

/** An attempt that takes longer is given up. The services answer in well under a second; a minute of theirs is an outage. */
const ATTEMPT_MS = 10_000;

/**
 * No attempt begins with less time than this, in milliseconds: it would be given up before a healthy service could answer,
 * which would open the breaker for everybody, and what the service took all the same would be sent twice.
 */
const LEAST_ATTEMPT_MS = 500;

/** Waits between attempts: doubling, half of each left to chance, so that requests that failed together do not return together. */
const WAIT_MS = { first: 250, most: 8_000 };

/**
 * So long others wait to hear from a probe: a service that is back answers sooner, and then the batch that comes first
 * after an outage is delivered and not spilled beside its own probe.
 */
const PROBE_WAIT_MS = 2_000;

const NO_TIME: Unavailable = {
  ok: false,
  kind: 'unavailable',
  detail: 'not tried, because the time for the batch was used up; the service is slow',
  retry: 'soon',
};

/**
 * The way to deliver to one service. All deliveries to it share a breaker: once one has used up its time, the others
 * are answered at once, until a probe shows that the service is back.
 * @param onRetry called before each attempt but the first, with what the last one was answered
 */
export function createPersistence(
  clock: Clock,
  breaker: Breaker = createBreaker(clock),
  onRetry: (answer: Unavailable) => void = () => undefined,
): Persist {
  const conclude = (result: Delivery): Delivery => {
    if (!result.ok && result.kind === 'unavailable') breaker.failed(result);
    else breaker.passed();
    return result;
  };

  return async (attempt, deadline) => {
    const tryOnce = () => attempt(Math.min(ATTEMPT_MS, timeLeft(clock, deadline)));
    // A probe without time would fail for that alone, and keep a service out that is back.
    if (timeLeft(clock, deadline) < LEAST_ATTEMPT_MS) return breaker.outage ?? NO_TIME;
    let passage = breaker.enter();
    if (passage.kind === 'open' && passage.probe !== undefined) {
      await waitFor(passage.probe, Math.min(PROBE_WAIT_MS, timeLeft(clock, deadline)), clock);
      if (timeLeft(clock, deadline) < LEAST_ATTEMPT_MS) return breaker.outage ?? NO_TIME;
      passage = breaker.enter();
    }
    if (passage.kind === 'open') return passage.outage;
    if (passage.kind === 'probe') {
      try {
        return conclude(await tryOnce());
      } catch (error) {
        breaker.abandoned();
        throw error;
      }
    }
    for (let repeats = 0; ; repeats++) {
      const result = await tryOnce();
      if (result.ok || result.kind === 'refused' || result.retry === 'later') return conclude(result);
      const wait = waitAfter(result, repeats, clock);
      if (wait + LEAST_ATTEMPT_MS > timeLeft(clock, deadline)) return conclude(result);
      await clock.sleep(wait);
      if (breaker.outage !== undefined) return breaker.outage;
      // The wait may have taken longer than was asked for.
      if (timeLeft(clock, deadline) < LEAST_ATTEMPT_MS) return conclude(result);
      onRetry(result);
    }
  };
}

async function waitFor(event: Promise<void>, ms: number, clock: Clock): Promise<void> {
  const heard = new AbortController();
  await Promise.race([event, clock.sleep(ms, heard.signal)]);
  heard.abort();
}

function waitAfter({ retryAfterMs = 0 }: Unavailable, repeats: number, clock: Clock): number {
  const most = Math.min(WAIT_MS.first * 2 ** repeats, WAIT_MS.most);
  return Math.max(retryAfterMs, most * (0.5 + 0.5 * clock.random()));
}
