import { Buffer } from 'node:buffer';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAlertQueue } from '../../src/adapters/alertQueue.ts';
import { type BlobStoreOptions, createBlobStore, createContainer } from '../../src/adapters/blobStore.ts';
import { type Azurite, startAzurite } from '../../src/sandbox/azurite.ts';
import type { Fault } from '../../src/sandbox/fault.ts';
import { type FaultProxy, startFaultProxy, writeStorageError } from '../support/faultProxy.ts';
import { type ManagedIdentity, startManagedIdentity } from '../support/managedIdentity.ts';
import { testAlertSink } from './alertSink.ts';
import { testBlobStore } from './blobStore.ts';
import { AMPLE, OUTAGES, SHORTLY } from './outages.ts';

const QUEUE = 'signin-alerts';
const CONTAINER = 'dead-letters';

let identity: ManagedIdentity;
let azurite: Azurite;
let queueProxy: FaultProxy;
let blobProxy: FaultProxy;

beforeAll(async () => {
  identity = await startManagedIdentity();
  const { certificates, credential } = identity;
  azurite = await startAzurite(certificates);
  queueProxy = await startFaultProxy(azurite.queueEndpoint, certificates, writeStorageError);
  blobProxy = await startFaultProxy(azurite.blobEndpoint, certificates, writeStorageError);
  await new QueueServiceClient(azurite.queueEndpoint, credential).createQueue(QUEUE);
  await new BlobServiceClient(azurite.blobEndpoint, credential).createContainer(CONTAINER);
});

afterAll(async () => {
  await Promise.all([queueProxy.close(), blobProxy.close(), azurite.close(), identity.endpoint.close()]);
  vi.unstubAllEnvs();
});

const queue = () => new QueueServiceClient(azurite.queueEndpoint, identity.credential).getQueueClient(QUEUE);

function createQueueSink(options: Partial<Parameters<typeof createAlertQueue>[0]> = {}) {
  return createAlertQueue({
    endpoint: queueProxy.endpoint,
    queueName: QUEUE,
    credential: identity.credential,
    ...options,
  });
}

function createStore(options: Partial<BlobStoreOptions> = {}) {
  return createBlobStore(
    createContainer({
      endpoint: blobProxy.endpoint,
      containerName: CONTAINER,
      credential: identity.credential,
      ...options,
    }),
  );
}

const unavailable = (detail: RegExp) =>
  expect.objectContaining({
    ok: false,
    kind: 'unavailable',
    detail: expect.stringMatching(detail),
    retry: expect.stringMatching(/^(soon|later)$/),
  });

describe('the alert sink on a storage queue', () => {
  testAlertSink(() => ({
    sink: createQueueSink(),
    arrived: async () => {
      const { peekedMessageItems } = await queue().peekMessages({ numberOfMessages: 32 });
      return peekedMessageItems.map(({ messageText }) => Buffer.from(messageText, 'base64').toString());
    },
    setFault: (fault) => queueProxy.setFault(fault),
    reset: async () => {
      queueProxy.setFault(undefined);
      await queue().clearMessages();
    },
  }));
});

describe('an alert in the queue', () => {
  const alert = { id: 'a', text: '{"id":"a","高":"<&>"}' };
  beforeEach(async () => {
    queueProxy.setFault(undefined);
    await queue().clearMessages();
  });

  it('is base64 and never expires', async () => {
    await createQueueSink().send(alert, AMPLE);
    const { peekedMessageItems } = await queue().peekMessages();
    expect(peekedMessageItems.map(({ messageText }) => messageText)).toEqual([
      Buffer.from(alert.text).toString('base64'),
    ]);
    expect(peekedMessageItems[0]?.expiresOn.getUTCFullYear()).toBe(9999);
  });

  it('gets there whether or not the endpoint ends with a slash', async () => {
    expect(await createQueueSink({ endpoint: `${queueProxy.endpoint}/` }).send(alert, AMPLE)).toEqual({
      ok: true,
    });
  });

  it('is sent once, whatever the answer: repeats are the delivery’s', async () => {
    queueProxy.setFault(OUTAGES['status 500']);
    await createQueueSink().send(alert, AMPLE);
    expect(queueProxy.requests).toHaveLength(1);
  });

  it('is not taken for sent when the answer is a redirect', async () => {
    const headers = { location: `${queueProxy.endpoint}/${QUEUE}?comp=metadata` };
    queueProxy.setFault({ kind: 'answer', status: 303, code: 'SeeOther', message: 'Look there.', headers });
    expect(await createQueueSink().send(alert, AMPLE)).toEqual(unavailable(/^status 303 /));
    expect(queueProxy.requests).toHaveLength(1);
  });

  it('is sent again with another token when the service asks for claims', async () => {
    const claims = Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1"}}}').toString('base64');
    const headers = { 'www-authenticate': `Bearer error="insufficient_claims", claims="${claims}"` };
    const challenge: Fault = { kind: 'answer', status: 401, code: 'InvalidToken', message: 'No.', headers };
    queueProxy.setFault((number) => (number === 1 ? challenge : undefined));
    expect(await createQueueSink().send(alert, AMPLE)).toEqual({ ok: true });
    const [first, second, ...rest] = queueProxy.requests;
    expect(rest).toEqual([]);
    expect(second?.body).toEqual(first?.body);
    expect((await queue().peekMessages()).peekedMessageItems).toHaveLength(1);
  });

  it('waits for a queue, a role or a token that is missing', async () => {
    expect(await createQueueSink({ queueName: 'missing' }).send(alert, AMPLE)).toEqual(
      unavailable(/^status 404 from 127\.0\.0\.1:\d+, QueueNotFound, .*check that the resource exists/),
    );
    expect(await createQueueSink({ credential: identity.stranger }).send(alert, AMPLE)).toEqual(
      unavailable(/^no token, .*ManagedIdentityCredential/),
    );
    const { token } = await identity.credential.getToken('https://monitor.azure.com/.default');
    const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 600_000 }) };
    expect(await createQueueSink({ credential }).send(alert, AMPLE)).toEqual(unavailable(/^status 403 /));
    queueProxy.setFault({ kind: 'answer', status: 400, code: 'InvalidHeaderValue', message: 'No.' });
    expect(await createQueueSink().send(alert, AMPLE)).toEqual(unavailable(/InvalidHeaderValue/));
  });

  it('is not lost in a bug: that is thrown', async () => {
    const credential = { getToken: () => Promise.reject(new RangeError('a bug')) };
    await expect(createQueueSink({ credential }).send(alert, AMPLE)).rejects.toThrow('a bug');
  });
});

describe('the check of the queue', () => {
  const denied = (code: string) =>
    queueProxy.setFault({ kind: 'answer', status: 403, code, message: 'This request is not authorized.' });

  it('takes being told that it may not ask for a queue that is there: the role may only send', async () => {
    denied('AuthorizationPermissionMismatch');
    expect(await createQueueSink().check(AMPLE)).toEqual({ ok: true });
    // The same answer to a message says that it may not send either.
    expect(await createQueueSink().send({ id: 'a', text: '{}' }, AMPLE)).toEqual(
      unavailable(/^status 403 .*AuthorizationPermissionMismatch/),
    );
  });

  it('finds a firewall, an identity that is not known, and a queue that is missing', async () => {
    denied('AuthorizationFailure');
    expect(await createQueueSink().check(AMPLE)).toEqual(unavailable(/^status 403 .*AuthorizationFailure/));
    queueProxy.setFault({ kind: 'answer', status: 401, code: 'NoAuthenticationInformation', message: 'No.' });
    expect(await createQueueSink().check(AMPLE)).toEqual(unavailable(/^status 401 /));
    queueProxy.setFault(undefined);
    expect(await createQueueSink({ queueName: 'missing' }).check(AMPLE)).toEqual(
      unavailable(/^status 404 .*QueueNotFound/),
    );
    expect(await createQueueSink({ credential: identity.stranger }).check(AMPLE)).toEqual(
      unavailable(/^no token, /),
    );
  });

  it('does not wait longer than it may', async () => {
    queueProxy.setFault({ kind: 'silence' });
    expect(await createQueueSink().check(SHORTLY)).toEqual(unavailable(/^not taken in time/));
    queueProxy.setFault(undefined);
  });
});

describe('the check of a container', () => {
  it('leaves one empty blob behind, which later checks find', async () => {
    blobProxy.setFault(undefined);
    for (let i = 0; i < 2; i++) expect(await createStore().check(AMPLE)).toEqual({ ok: true });
    expect(blobProxy.requests.map(({ method, headers }) => [method, headers['if-none-match']])).toEqual([
      ['PUT', '*'],
      ['PUT', '*'],
    ]);
  });

  it('needs the right to write', async () => {
    const message = 'This request is not authorized to perform this operation using this permission.';
    blobProxy.setFault({ kind: 'answer', status: 403, code: 'AuthorizationPermissionMismatch', message });
    expect(await createStore().check(AMPLE)).toEqual(unavailable(/^status 403 .*role/));
    blobProxy.setFault(undefined);
    expect(await createStore({ containerName: 'missing' }).check(AMPLE)).toEqual(
      unavailable(/^status 404 .*ContainerNotFound/),
    );
  });
});

describe('the blob store on a container', () => {
  testBlobStore(() => ({
    store: createStore(),
    read: async (name) => {
      const service = new BlobServiceClient(azurite.blobEndpoint, identity.credential);
      const blob = service.getContainerClient(CONTAINER).getBlobClient(name);
      return (await blob.exists()) ? blob.downloadToBuffer() : undefined;
    },
    setFault: (fault) => blobProxy.setFault(fault),
  }));

  it('finds it unavailable when the container is missing, or nothing listens', async () => {
    const content = Buffer.from('a');
    expect(await createStore({ containerName: 'missing' }).put('a', content, AMPLE)).toEqual(
      unavailable(/^status 404 from 127\.0\.0\.1:\d+, ContainerNotFound, .*check that the resource exists/),
    );
    const gone = await startFaultProxy(azurite.blobEndpoint, identity.certificates, writeStorageError);
    await gone.close();
    expect(await createStore({ endpoint: gone.endpoint }).put('a', content, AMPLE)).toEqual(
      unavailable(/^no answer from 127\.0\.0\.1:\d+, (ECONNREFUSED|REQUEST_SEND_ERROR)/),
    );
  });

  it('takes a blob for stored when it is, though the answer to the first attempt was lost', async () => {
    blobProxy.setFault((number) => (number === 1 ? 'lose-answer' : undefined));
    const put = () => createStore().put('lost/answer', Buffer.from('a'), AMPLE);
    expect(await put()).toMatchObject({ ok: false, retry: 'soon' });
    expect(await put()).toEqual({ ok: true });
  });
});
