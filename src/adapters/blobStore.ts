import { isRestError } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { ContainerClient } from '@azure/storage-blob';
import type { BlobStore } from '../delivery/ports.ts';
import { toFailure } from './failure.ts';
import { PATIENCE, type Patience } from './patience.ts';

export interface BlobStoreOptions {
  /** Of the storage account's blob service. */
  readonly endpoint: string;
  readonly containerName: string;
  readonly credential: TokenCredential;
  readonly patience?: Patience;
}

/** Blobs in one container. A blob is never overwritten: its name is made of its content, so what is there is the same. */
export function createBlobStore(options: BlobStoreOptions): BlobStore {
  const url = `${options.endpoint.replace(/\/+$/, '')}/${options.containerName}`;
  const { retries, firstDelayMs, totalMs } = options.patience ?? PATIENCE;
  const container = new ContainerClient(url, options.credential, {
    retryOptions: { maxTries: retries + 1, retryDelayInMs: firstDelayMs },
  });
  return {
    async put(name, content) {
      try {
        await container.getBlockBlobClient(name).uploadData(content, {
          conditions: { ifNoneMatch: '*' },
          abortSignal: AbortSignal.timeout(totalMs),
        });
        return { ok: true };
      } catch (error) {
        if (isRestError(error) && error.code === 'BlobAlreadyExists') return { ok: true };
        return toFailure(error, { canRefuse: false });
      }
    },
  };
}
