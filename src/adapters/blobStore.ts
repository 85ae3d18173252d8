import { Buffer } from 'node:buffer';
import { isRestError } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { ContainerClient } from '@azure/storage-blob';
import type { BlobStore } from '../delivery/ports.ts';
import { toFailure } from './failure.ts';
import { within } from './within.ts';

export interface BlobStoreOptions {
  /** Of the storage account's blob service. */
  readonly endpoint: string;
  readonly containerName: string;
  readonly credential: TokenCredential;
}

/** The blob that shows that the container can be written; it stays, and every later check finds it there. */
const CHECK_BLOB = 'start-check';

/** The answers by which the service says that a blob of that name is there: one of them when somebody has its lease. */
const THERE_ALREADY = new Set(['BlobAlreadyExists', 'LeaseIdMissing']);

export function createContainer({ endpoint, containerName, credential }: BlobStoreOptions): ContainerClient {
  const url = `${endpoint.replace(/\/+$/, '')}/${containerName}`;
  // Repeats are the delivery's: it knows how much time is left.
  return new ContainerClient(url, credential, { retryOptions: { maxTries: 1 } });
}

/** Blobs in one container. A blob is never overwritten: its name is made of its content, so what is there is the same. */
export function createBlobStore(container: ContainerClient): BlobStore {
  const put: BlobStore['put'] = async (name, content, withinMs, metadata = {}) => {
    try {
      await within(withinMs, (abortSignal) =>
        container.getBlockBlobClient(name).uploadData(content, {
          conditions: { ifNoneMatch: '*' },
          metadata: { ...metadata },
          abortSignal,
        }),
      );
      return { ok: true };
    } catch (error) {
      if (isRestError(error) && THERE_ALREADY.has(error.code ?? '')) return { ok: true };
      const failure = toFailure(error, { canRefuse: false });
      return { ...failure, detail: `${failure.detail} (container ${container.containerName})` };
    }
  };
  return { put, check: (withinMs) => put(CHECK_BLOB, Buffer.alloc(0), withinMs) };
}
