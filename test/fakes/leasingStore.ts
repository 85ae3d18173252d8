import { Buffer } from 'node:buffer';
import type { Clock } from '../../src/delivery/clock.ts';
import {
  type LeasedBlob,
  LeaseLostError,
  type LeasingStore,
  type Metadata,
  StoreUnavailableError,
  type Unavailable,
} from '../../src/delivery/ports.ts';

export type StoreOperation =
  | 'check'
  | 'put'
  | 'folders'
  | 'list'
  | 'lease'
  | 'renew'
  | 'read'
  | 'replace'
  | 'delete'
  | 'release';

export interface StoredBlob {
  readonly content: Buffer;
  readonly metadata: Metadata;
}

export interface FakeLeasingStore extends LeasingStore {
  readonly blobs: Map<string, StoredBlob>;
  /** `operation name` of everything that was asked for, in order. */
  readonly asked: string[];
  /** What is done first with every operation: an outage is the answer, undefined lets it through; it may wait, or throw. */
  fault:
    | ((
        operation: StoreOperation,
        name: string,
      ) => Unavailable | undefined | Promise<Unavailable | undefined>)
    | undefined;
  /** Ends the lease of a blob, whoever has it. */
  breakLease(name: string): void;
  isLeased(name: string): boolean;
}

/** As long as the leases of blob storage that the adapter takes. */
const LEASE_MS = 60_000;

/** Blobs in memory, with leases that end by themselves after 60 seconds of the clock. */
export function createFakeLeasingStore(clock: Pick<Clock, 'monotonic'>): FakeLeasingStore {
  const leases = new Map<string, { readonly id: number; until: number }>();
  let ids = 0;

  const isLeased = (name: string) => (leases.get(name)?.until ?? 0) > clock.monotonic();

  async function ask(operation: StoreOperation, name: string): Promise<void> {
    const outage = await answerOf(operation, name);
    if (outage !== undefined) throw new StoreUnavailableError(outage.detail);
  }

  async function answerOf(operation: StoreOperation, name: string): Promise<Unavailable | undefined> {
    store.asked.push(`${operation} ${name}`);
    return store.fault?.(operation, name);
  }

  function leased(name: string, id: number): LeasedBlob {
    const held = async (operation: StoreOperation) => {
      await ask(operation, name);
      const lease = leases.get(name);
      if (lease?.id !== id || !store.blobs.has(name)) throw new LeaseLostError('the lease is not held');
      return lease;
    };
    const active = async (operation: StoreOperation) => {
      const lease = await held(operation);
      if (!isLeased(name)) throw new LeaseLostError('the lease is over');
      return lease;
    };
    return {
      async renew() {
        // As in blob storage: a lease that is over can be renewed while nobody else took it.
        (await held('renew')).until = clock.monotonic() + LEASE_MS;
      },
      async read() {
        await active('read');
        return Buffer.from(store.blobs.get(name)?.content ?? '');
      },
      async replace(content, metadata) {
        await active('replace');
        store.blobs.set(name, { content: Buffer.from(content), metadata });
      },
      async delete() {
        await active('delete');
        leases.delete(name);
        store.blobs.delete(name);
      },
      async release() {
        await held('release');
        leases.delete(name);
      },
    };
  }

  const sorted = () => [...store.blobs].sort(([a], [b]) => (a < b ? -1 : 1));

  const store: FakeLeasingStore = {
    blobs: new Map(),
    asked: [],
    fault: undefined,
    isLeased,
    breakLease: (name) => void leases.delete(name),
    check: async () => (await answerOf('check', '')) ?? { ok: true },
    async put(name, content, _, metadata = {}) {
      const outage = await answerOf('put', name);
      if (outage !== undefined) return outage;
      if (!store.blobs.has(name)) store.blobs.set(name, { content: Buffer.from(content), metadata });
      return { ok: true };
    },
    async folders(prefix) {
      await ask('folders', prefix);
      const names = sorted()
        .filter(([name]) => name.startsWith(prefix))
        .map(([name]) => {
          const end = name.indexOf('/', prefix.length);
          return end < 0 ? name : name.slice(0, end + 1);
        });
      return [...new Set(names)];
    },
    async *list(prefix) {
      await ask('list', prefix);
      for (const [name, { content, metadata }] of sorted())
        if (name.startsWith(prefix)) yield { name, bytes: content.length, metadata };
    },
    async read(name) {
      await ask('read', name);
      return store.blobs.get(name)?.content;
    },
    async lease(name) {
      await ask('lease', name);
      if (!store.blobs.has(name) || isLeased(name)) return undefined;
      const id = ++ids;
      leases.set(name, { id, until: clock.monotonic() + LEASE_MS });
      return leased(name, id);
    },
  };
  return store;
}
