import type { Clock } from './clock.ts';
import type { BlobStore, Delivery } from './ports.ts';
import type { Destination, Tell } from './telemetry.ts';

/** What observing takes. */
export interface Observer {
  readonly tell: Tell;
  readonly clock: Clock;
}

/** A sink that tells of every request of its `send`. */
export function observedSink<T, S extends { send(content: T, withinMs: number): Promise<Delivery> }>(
  sink: S,
  destination: Destination,
  observer: Observer,
): S {
  return {
    ...sink,
    send: (content: T, withinMs: number) =>
      observe(() => sink.send(content, withinMs), destination, observer),
  };
}

/** A store that tells of every blob that it is given. */
export function observedStore<S extends BlobStore>(
  store: S,
  destination: Destination,
  observer: Observer,
): S {
  const put: BlobStore['put'] = (...args) => observe(() => store.put(...args), destination, observer);
  return { ...store, put };
}

async function observe(
  request: () => Promise<Delivery>,
  destination: Destination,
  { tell, clock }: Observer,
): Promise<Delivery> {
  const begin = clock.monotonic();
  const result = await request();
  tell({
    kind: 'request',
    destination,
    durationMs: clock.monotonic() - begin,
    outcome: result.ok ? 'ok' : result.kind,
    status: result.ok ? undefined : result.status,
  });
  return result;
}
