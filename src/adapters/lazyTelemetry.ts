import type { Fact, Tell } from '../delivery/telemetry.ts';

/** Takes facts, and sends what it makes of them. */
export interface RunningTelemetry {
  readonly tell: Tell;
  /** Sends what was not sent yet; resolves even when that fails. */
  flush(): Promise<void>;
}

export interface LazyTelemetry extends RunningTelemetry {
  /** Why nothing is sent; undefined while all is well. */
  fault(): string | undefined;
}

/** More facts than this are not kept while the SDK loads: it takes a second, or will not come. */
const MOST_WAITING = 10_000;

/**
 * Telemetry whose SDK is loaded when the first batch is done: loading it takes longer than everything else that a cold
 * start does, and would keep the first alerts waiting. What happens until then is told afterwards.
 */
export function lazyTelemetry(load: () => Promise<RunningTelemetry>): LazyTelemetry {
  let waiting: Fact[] = [];
  let running: RunningTelemetry | undefined;
  let loading: Promise<void> | undefined;
  let fault: string | undefined;
  const start = async (): Promise<void> => {
    try {
      running = await load();
      for (const fact of waiting) running.tell(fact);
    } catch (error) {
      // The app's work goes on without.
      fault = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    }
    waiting = [];
  };
  return {
    tell(fact) {
      if (running !== undefined) running.tell(fact);
      else if (fault === undefined && waiting.length < MOST_WAITING) waiting.push(fact);
      if (fact.kind === 'batch' || fact.kind === 'redelivery') loading ??= start();
    },
    async flush() {
      await loading;
      await running?.flush();
    },
    fault: () => fault,
  };
}
