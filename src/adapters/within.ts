/**
 * Runs an operation with a time limit. The signal ends what listens to it; the race ends the wait for what does not:
 * some SDKs ask for tokens without the signal, and wait for a silent token endpoint for minutes.
 * @throws TimeoutError (a DOMException) when the time is over
 */
export async function within<T>(ms: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(Math.max(1, Math.ceil(ms)));
  const over = Promise.withResolvers<never>();
  const end = () => over.reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([run(signal), over.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
