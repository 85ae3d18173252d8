import type { Clock } from './clock.ts';
import type { Destination } from './telemetry.ts';

/** The time of a batch at one destination: from the beginning of the first request to the end of the last. */
export interface Step {
  readonly destination: Destination;
  /** Since the beginning of the batch. */
  readonly afterMs: number;
  readonly durationMs: number;
  readonly hasFailed: boolean;
}

/** Takes the times of one batch. */
export interface Stopwatch {
  /** Runs something, and throws what it throws. */
  time<T>(destination: Destination, run: () => Promise<T>): Promise<T>;
}

/** For a batch that nobody wants to know the times of. */
export const NO_STOPWATCH: Stopwatch = { time: (_, run) => run() };

export function createStopwatch(clock: Clock): Stopwatch & { elapsedMs(): number; steps(): Step[] } {
  const begin = clock.monotonic();
  const spans = new Map<Destination, { begin: number; end: number; hasFailed: boolean }>();
  const elapsedMs = () => clock.monotonic() - begin;
  return {
    elapsedMs,
    async time(destination, run) {
      const span = spans.get(destination) ?? { begin: elapsedMs(), end: 0, hasFailed: false };
      spans.set(destination, span);
      try {
        return await run();
      } catch (error) {
        span.hasFailed = true;
        throw error;
      } finally {
        span.end = elapsedMs();
      }
    },
    steps: () =>
      [...spans].map(([destination, span]) => ({
        destination,
        afterMs: span.begin,
        durationMs: span.end - span.begin,
        hasFailed: span.hasFailed,
      })),
  };
}
