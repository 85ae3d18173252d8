import { Buffer } from 'node:buffer';
import type { BlobStore } from '../../src/delivery/ports.ts';
import type { SinkFault } from './fault.ts';

export interface FakeBlobStore extends BlobStore {
  readonly blobs: Map<string, Buffer>;
  fault: SinkFault<string> | undefined;
}

/** Blobs in memory. */
export function createFakeBlobStore(): FakeBlobStore {
  const store: FakeBlobStore = {
    blobs: new Map(),
    fault: undefined,
    async put(name, content) {
      const answer = await store.fault?.(name);
      if (answer !== undefined) return answer;
      if (!store.blobs.has(name)) store.blobs.set(name, Buffer.from(content));
      return { ok: true };
    },
    check: async () => (await store.fault?.('start-check')) ?? { ok: true },
  };
  return store;
}
