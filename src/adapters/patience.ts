/** How long an adapter tries before it says that its service is unavailable. */
export interface Patience {
  /** Repeats of a request that met a broken connection, a 5xx or a 429 or 503 with Retry-After. */
  readonly retries: number;
  /** The wait before a repeat; it doubles each time. */
  readonly firstDelayMs: number;
  /**
   * All of it together: requests, waits, and a Retry-After of whatever length. By themselves the SDKs wait for an
   * answer without end, so that a service that accepts connections and says nothing would stop a partition.
   */
  readonly totalMs: number;
}

export const PATIENCE: Patience = { retries: 3, firstDelayMs: 1_000, totalMs: 60_000 };
