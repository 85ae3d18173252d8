import { setTimeout as delay } from 'node:timers/promises';
import { isRestError } from '@azure/core-rest-pipeline';
import type { BlobLeaseClient, BlockBlobClient, ContainerClient } from '@azure/storage-blob';
import {
  type BlobEntry,
  type LeasedBlob,
  LeaseLostError,
  type LeasingStore,
  StoreUnavailableError,
} from '../delivery/ports.ts';
import { createBlobStore } from './blobStore.ts';
import { toFailure } from './failure.ts';
import { within } from './within.ts';

/** The longest lease that ends by itself. */
const LEASE_SECONDS = 60;

/** An operation on one blob of some megabytes that takes longer is given up. */
const OPERATION_MS = 30_000;

/**
 * A connection that breaks once would otherwise end a whole turn of the redelivery. What is done under a lease may be
 * done twice; of a deletion whose answer was lost the second one finds the blob gone, and says that the lease is.
 */
const WAITS_MS = [200, 800];

/**
 * Somebody else holds the lease, or nobody does (`LeaseLost`, `LeaseAlreadyPresent`, `LeaseIdMismatch…`, …). Other
 * conflicts, such as a container that is being deleted or a policy that keeps blobs from change, say nothing of leases.
 * https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes
 */
const LEASE_CODE = /^Lease/;

/** Blobs in one container that are worked on under leases. */
export function createLeasingStore(container: ContainerClient): LeasingStore {
  return {
    ...createBlobStore(container),
    async folders(prefix) {
      return await ask(async (abortSignal) => {
        const names: string[] = [];
        for await (const item of container.listBlobsByHierarchy('/', { prefix, abortSignal }))
          names.push(item.name);
        return names;
      });
    },
    async *list(prefix) {
      const options = { prefix, includeMetadata: true };
      let continuationToken: string | undefined;
      do {
        const from = continuationToken === undefined ? {} : { continuationToken };
        // Each page by an iterator of its own: one that failed says from then on that there is nothing more.
        const { value: page } = await ask(() => container.listBlobsFlat(options).byPage(from).next());
        if (page === undefined) return;
        for (const { name, properties, metadata } of page.segment.blobItems)
          yield { name, bytes: properties.contentLength ?? 0, metadata: metadata ?? {} } satisfies BlobEntry;
        continuationToken = page.continuationToken || undefined;
      } while (continuationToken !== undefined);
    },
    async read(name) {
      try {
        return await operate((abortSignal) =>
          container.getBlobClient(name).downloadToBuffer(0, undefined, { abortSignal }),
        );
      } catch (error) {
        if (error instanceof LeaseLostError) return undefined;
        throw error;
      }
    },
    async lease(name) {
      const blob = container.getBlockBlobClient(name);
      const lease = blob.getBlobLeaseClient();
      try {
        await operate((abortSignal) => lease.acquireLease(LEASE_SECONDS, { abortSignal }));
      } catch (error) {
        if (error instanceof LeaseLostError) return undefined;
        throw error;
      }
      return toLeasedBlob(blob, lease);
    },
  };
}

function toLeasedBlob(blob: BlockBlobClient, lease: BlobLeaseClient): LeasedBlob {
  const conditions = { leaseId: lease.leaseId };
  let isGone = false;
  return {
    async renew() {
      await operate((abortSignal) => lease.renewLease({ abortSignal }));
    },
    read: () => operate((abortSignal) => blob.downloadToBuffer(0, undefined, { conditions, abortSignal })),
    async replace(content, metadata) {
      await operate((abortSignal) =>
        blob.uploadData(content, { conditions, metadata: { ...metadata }, abortSignal }),
      );
    },
    async delete() {
      await operate((abortSignal) => blob.delete({ conditions, abortSignal }));
      isGone = true;
    },
    async release() {
      // The lease went with the blob.
      if (!isGone) await operate((abortSignal) => lease.releaseLease({ abortSignal }));
    },
  };
}

/**
 * Does something with one blob.
 * @throws LeaseLostError when the lease's conditions do not hold; otherwise as `ask`
 */
async function operate<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return ask(async (signal) => {
    try {
      return await run(signal);
    } catch (error) {
      if (!isRestError(error)) throw error;
      // The answer to a HEAD request has its code in a header only.
      const code = error.code ?? error.response?.headers.get('x-ms-error-code');
      if (code !== 'BlobNotFound' && !LEASE_CODE.test(code ?? '')) throw error;
      throw new LeaseLostError([`status ${error.statusCode}`, code].filter(Boolean).join(', '), {
        cause: error,
      });
    }
  });
}

/**
 * @throws StoreUnavailableError when the service cannot be reached or used; the error itself when it comes from no
 * service
 */
async function ask<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  for (const wait of [...WAITS_MS, undefined]) {
    try {
      return await within(OPERATION_MS, run);
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      const { detail, retry } = toUnavailable(error);
      if (wait === undefined || retry === 'later') throw new StoreUnavailableError(detail, { cause: error });
      await delay(wait);
    }
  }
  throw new StoreUnavailableError('not tried');
}

function toUnavailable(error: unknown): { readonly detail: string; readonly retry: 'soon' | 'later' } {
  const failure = toFailure(error, { canRefuse: false });
  return failure.kind === 'unavailable' ? failure : { detail: failure.detail, retry: 'later' };
}
