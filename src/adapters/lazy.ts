import type { TokenCredential } from '@azure/identity';
import type { BlobStore, Checkable, Delivery, LeasingStore } from '../delivery/ports.ts';

// Clients that are made, with their SDK loaded, when they are first needed: loading all of them takes several times as
// long as everything else that the app does before its first batch, and a cold start is when a backlog waits.

/** A sink whose SDK is loaded by the first delivery or check. */
export function lazySink<T>(
  load: () => Promise<Checkable & { send(content: T, withinMs: number): Promise<Delivery> }>,
): Checkable & { send(content: T, withinMs: number): Promise<Delivery> } {
  const sink = once(load);
  return {
    send: async (content, withinMs) => (await sink()).send(content, withinMs),
    check: async (withinMs) => (await sink()).check(withinMs),
  };
}

/** A store whose SDK is loaded by the first thing that is asked of it. */
export function lazyBlobStore(load: () => Promise<BlobStore>): BlobStore {
  const store = once(load);
  return {
    put: async (...args) => (await store()).put(...args),
    check: async (withinMs) => (await store()).check(withinMs),
  };
}

/** A store with leases, likewise. */
export function lazyLeasingStore(load: () => Promise<LeasingStore>): LeasingStore {
  const store = once(load);
  return {
    ...lazyBlobStore(store),
    folders: async (prefix) => (await store()).folders(prefix),
    async *list(prefix) {
      yield* (await store()).list(prefix);
    },
    read: async (name) => (await store()).read(name),
    lease: async (name) => (await store()).lease(name),
  };
}

/** An identity whose library is loaded by the first token. */
export function lazyCredential(load: () => Promise<TokenCredential>): TokenCredential {
  const credential = once(load);
  return { getToken: async (...args) => (await credential()).getToken(...args) };
}

/** Loads once; a load that fails is tried again by the next call. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}
