import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createContainer } from '../../src/adapters/blobStore.ts';
import { createLeasingStore } from '../../src/adapters/leasingStore.ts';
import { StoreUnavailableError } from '../../src/delivery/ports.ts';
import { type Azurite, startAzurite } from '../../src/sandbox/azurite.ts';
import { type FaultProxy, startFaultProxy, writeStorageError } from '../support/faultProxy.ts';
import { type ManagedIdentity, startManagedIdentity } from '../support/managedIdentity.ts';
import { testBlobStore } from './blobStore.ts';
import { testLeasingStore } from './leasingStore.ts';

const CONTAINER = 'spills';

let identity: ManagedIdentity;
let azurite: Azurite;
let proxy: FaultProxy;

beforeAll(async () => {
  identity = await startManagedIdentity();
  azurite = await startAzurite(identity.certificates);
  proxy = await startFaultProxy(azurite.blobEndpoint, identity.certificates, writeStorageError);
  await direct().create();
});

afterAll(async () => {
  await Promise.all([proxy.close(), azurite.close(), identity.endpoint.close()]);
  vi.unstubAllEnvs();
});

/** The container, not through the proxy: somebody else's way to it. */
function direct(): ContainerClient {
  return new BlobServiceClient(azurite.blobEndpoint, identity.credential).getContainerClient(CONTAINER);
}

function createStore(containerName = CONTAINER) {
  const { credential } = identity;
  const container = createContainer({ endpoint: proxy.endpoint, containerName, credential });
  // Pages of two blobs in the place of five thousand.
  const list = container.listBlobsFlat.bind(container);
  container.listBlobsFlat = (options) => {
    const blobs = list(options);
    const byPage = blobs.byPage.bind(blobs);
    return Object.assign(blobs, {
      byPage: (settings: object = {}) => byPage({ ...settings, maxPageSize: 2 }),
    });
  };
  return createLeasingStore(container);
}

describe('the leasing store on a container', () => {
  testLeasingStore(() => ({
    store: createStore(),
    setFault: (fault) => proxy.setFault(fault),
    breakLease: async (name) => {
      await direct().getBlobClient(name).getBlobLeaseClient().breakLease(0);
    },
  }));

  testBlobStore(() => ({
    store: createStore(),
    read: async (name) => {
      const blob = direct().getBlobClient(name);
      return (await blob.exists()) ? blob.downloadToBuffer() : undefined;
    },
    setFault: (fault) => proxy.setFault(fault),
  }));

  it('asks for one page after the other', async () => {
    proxy.setFault(undefined);
    const store = createStore();
    for (const name of ['a', 'b', 'c']) await store.put(`pages/${name}`, Buffer.from(name), 20_000);
    proxy.setFault(undefined);
    const names: string[] = [];
    for await (const { name } of store.list('pages/')) names.push(name);
    expect(names).toEqual(['pages/a', 'pages/b', 'pages/c']);
    expect(proxy.requests.map(({ url }) => /[?&]marker=/.test(url))).toEqual([false, true]);
  });

  it('is unavailable when there is no container: that can come back, and no lease is lost by it', async () => {
    const store = createStore('missing');
    for (const ask of [() => store.folders('rows/'), () => store.lease('a'), () => store.read('a')])
      await expect(ask()).rejects.toThrow(StoreUnavailableError);
    await expect(store.list('rows/')[Symbol.asyncIterator]().next()).rejects.toThrow(/ContainerNotFound/);
  });

  it.each([
    ['three times when it may help', 503, 3],
    ['once when somebody has to mend something first', 403, 1],
  ])('asks %s', async (_, status, times) => {
    proxy.setFault({ kind: 'answer', status, code: 'Some', message: 'No.' });
    await expect(createStore().lease('a')).rejects.toThrow(StoreUnavailableError);
    expect(proxy.requests).toHaveLength(times);
    proxy.setFault(undefined);
  });

  it('is unavailable for a conflict that has nothing to do with leases', async () => {
    proxy.setFault({ kind: 'answer', status: 409, code: 'BlobImmutableDueToPolicy', message: 'No.' });
    await expect(createStore().lease('a')).rejects.toThrow(/BlobImmutableDueToPolicy/);
    proxy.setFault(undefined);
  });

  it('goes on after a connection that broke once, in lists as well', async () => {
    const store = createStore();
    await store.put('once/a', Buffer.from('a'), 10_000);
    const breakFirst = () => proxy.setFault((number) => (number === 1 ? { kind: 'reset' } : undefined));
    breakFirst();
    const names: string[] = [];
    for await (const { name } of store.list('once/')) names.push(name);
    expect(names).toEqual(['once/a']);
    breakFirst();
    expect(await store.folders('')).toContain('once/');
    breakFirst();
    const blob = await store.lease('once/a');
    breakFirst();
    await blob?.replace(Buffer.from('b'), {});
    expect(Buffer.from((await store.read('once/a')) ?? '').toString()).toBe('b');
    await blob?.release();
  });

  it('shows what comes from no service: it is a bug', async () => {
    const credential = { getToken: () => Promise.reject(new RangeError('a bug')) };
    const container = createContainer({ endpoint: proxy.endpoint, containerName: CONTAINER, credential });
    await expect(createLeasingStore(container).folders('')).rejects.toThrow('a bug');
  });
});
