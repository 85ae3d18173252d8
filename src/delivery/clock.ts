/** Time and chance, as the delivery sees them. */
export interface Clock {
  /** Milliseconds since 1970, UTC: comparable between machines, but it may jump. */
  now(): number;
  /** Milliseconds since some moment; never goes back, whatever is done to the machine's clock. */
  monotonic(): number;
  /** Resolves after that many milliseconds, or as soon as the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Lets everything else that is ready to run have its turn. */
  turn(): Promise<void>;
  /** From 0 up to but not including 1. */
  random(): number;
}

/** The time left until a moment of `monotonic()`, not below 0. */
export function timeLeft(clock: Clock, deadline: number): number {
  return Math.max(0, deadline - clock.monotonic());
}
