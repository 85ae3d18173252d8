/**
 * A line of the app's log: JSON, so that each field can be queried. `traceId` leads to the trace of the same invocation.
 * @param traceParent of the invocation (W3C Trace Context)
 */
export function toLogLine(event: string, fields: object, traceParent?: string): string {
  const traceId = traceParent?.split('-', 2)[1];
  return JSON.stringify({ event, ...(traceId && { traceId }), ...fields });
}

/** Decides which of the lines that say the same are written. */
export type Sampler = (key: string) => boolean;

/** The same line is written again after this time: an outage of a night is some dozen lines, not some hundred. */
const REPEAT_AFTER_MS = 10 * 60_000;

/**
 * Lets a line through when it says something else than the last one, or when the last one was long ago.
 * @param monotonic milliseconds that never go back
 */
export function createSampler(monotonic: () => number): Sampler {
  let last: { readonly key: string; readonly at: number } | undefined;
  return (key) => {
    const now = monotonic();
    if (last?.key === key && now - last.at < REPEAT_AFTER_MS) return false;
    last = { key, at: now };
    return true;
  };
}
