import type { Clock } from './clock.ts';
import { type LeasedBlob, LeaseLostError, type LeasingStore, StoreUnavailableError } from './ports.ts';

/** How long a lease lasts (the longest that blob storage gives, besides one without end), and when it is renewed. */
const LEASE_MS = 60_000;
const RENEW_EVERY_MS = 20_000;

/** Clocks and answers take their time: so long before its end a lease no longer counts as held. */
const MARGIN_MS = 5_000;

/** Work on a blob that nobody else may touch meanwhile. */
export interface Held {
  /** @throws LeaseLostError when the lease is lost, or may be: then somebody else may work on the blob already */
  assertHeld(): void;
}

/**
 * Takes the lease of a blob and does work while it is renewed in the background, then gives it back. A renewal that gets
 * no answer is tried again; the lease holds until its time is over, which counts from when it was asked for.
 * @returns undefined when somebody else has the lease, or the blob is gone
 * @throws StoreUnavailableError when the lease cannot be asked for; whatever the work throws
 */
export async function whileLeased<T>(
  store: Pick<LeasingStore, 'lease'>,
  name: string,
  clock: Clock,
  work: (blob: LeasedBlob, held: Held) => Promise<T>,
): Promise<T | undefined> {
  let heldUntil = clock.monotonic() + LEASE_MS - MARGIN_MS;
  const blob = await store.lease(name);
  if (blob === undefined) return undefined;
  const done = new AbortController();
  const renewing = (async () => {
    while (true) {
      await clock.sleep(RENEW_EVERY_MS, done.signal);
      if (done.signal.aborted) return;
      const asked = clock.monotonic();
      try {
        await blob.renew();
        heldUntil = asked + LEASE_MS - MARGIN_MS;
      } catch (error) {
        if (error instanceof StoreUnavailableError) continue;
        heldUntil = 0;
        if (!(error instanceof LeaseLostError)) throw error;
        return;
      }
    }
  })();
  // Told where it is awaited below; until then it is no unhandled rejection.
  renewing.catch(() => undefined);
  try {
    return await work(blob, {
      assertHeld() {
        if (clock.monotonic() >= heldUntil)
          throw new LeaseLostError(
            'the lease was lost while the blob was worked on; somebody else goes on with it',
          );
      },
    });
  } finally {
    done.abort();
    // A lease that is not given back ends by itself.
    await renewing.finally(() => blob.release().catch(() => undefined));
  }
}
