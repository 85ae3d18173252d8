import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { ManagedIdentityCredential } from '@azure/identity';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Azurite, startAzurite } from '../../src/sandbox/azurite.ts';
import { type Certificates, createCertificates } from '../../src/sandbox/certificates.ts';
import { type IdentityEndpoint, startIdentity } from '../../src/sandbox/identity.ts';
import { trustCertificate } from '../../src/sandbox/trust.ts';

const CLIENT_ID = '00000000-0000-0000-0000-000000000001';

let certificates: Certificates;
let identity: IdentityEndpoint;
let azurite: Azurite;
let blobs: BlobServiceClient;
let queues: QueueServiceClient;

beforeAll(async () => {
  certificates = await createCertificates();
  trustCertificate(certificates.ca);
  identity = await startIdentity({ clientId: CLIENT_ID });
  for (const [name, value] of Object.entries(identity.env)) vi.stubEnv(name, value);
  // The SDK would send requests to this machine through a proxy that the environment names.
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  azurite = await startAzurite(certificates);
  const credential = new ManagedIdentityCredential({ clientId: CLIENT_ID });
  blobs = new BlobServiceClient(azurite.blobEndpoint, credential);
  queues = new QueueServiceClient(azurite.queueEndpoint, credential);
});

afterAll(async () => {
  await azurite.close();
  await identity.close();
  vi.unstubAllEnvs();
});

/** Opens a connection to an endpoint; `closed` resolves when the other side closes it. */
async function watch(endpoint: string): Promise<{ closed: Promise<unknown> }> {
  const { hostname, port } = new URL(endpoint);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  // A reset is an end as well: the error that it comes with is of no interest.
  const closed = new Promise((resolve) => socket.on('error', () => {}).once('close', resolve));
  return { closed };
}

describe('Azurite with a managed identity', () => {
  it('keeps a blob written with If-None-Match: *', async () => {
    const container = blobs.getContainerClient('spill');
    await container.create();
    const blob = container.getBlockBlobClient('rows/1.jsonl.gz');
    const once = { conditions: { ifNoneMatch: '*' }, metadata: { rows: '2' } };
    await blob.upload('first', 5, once);
    await expect(blob.upload('later', 5, once)).rejects.toMatchObject({
      statusCode: 409,
      code: 'BlobAlreadyExists',
    });
    expect((await blob.downloadToBuffer()).toString()).toBe('first');
    expect((await blob.getProperties()).metadata).toEqual({ rows: '2' });
  });

  it('passes on a queue message that does not expire', async () => {
    const queue = queues.getQueueClient('signin-alerts');
    await queue.create();
    const text = Buffer.from('{"警告":"高"}').toString('base64');
    const { expiresOn } = await queue.sendMessage(text, { messageTimeToLive: -1 });
    expect(expiresOn.getUTCFullYear()).toBe(9999);
    const { receivedMessageItems } = await queue.receiveMessages();
    expect(receivedMessageItems.map(({ messageText }) => messageText)).toEqual([text]);
  });

  it('says what is missing or too large', async () => {
    const blob = blobs.getContainerClient('missing').getBlockBlobClient('a');
    await expect(blob.upload('a', 1)).rejects.toMatchObject({ statusCode: 404, code: 'ContainerNotFound' });
    await expect(queues.getQueueClient('missing').sendMessage('a')).rejects.toMatchObject({
      statusCode: 404,
      code: 'QueueNotFound',
    });
    const queue = queues.getQueueClient('large');
    await queue.create();
    await queue.sendMessage('x'.repeat(65_536));
    await expect(queue.sendMessage('x'.repeat(65_537))).rejects.toMatchObject({
      statusCode: 413,
      code: 'RequestBodyTooLarge',
    });
  });

  it('refuses a token for another audience', async () => {
    const credential = new ManagedIdentityCredential({ clientId: CLIENT_ID });
    const { token } = await credential.getToken('https://monitor.azure.com/.default');
    const stranger = new BlobServiceClient(azurite.blobEndpoint, {
      getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 60_000 }),
    });
    await expect(stranger.getProperties()).rejects.toMatchObject({ statusCode: 403 });
  });
});

describe('the Azurite process', () => {
  it('opens with the account key as well', async () => {
    const credential = new StorageSharedKeyCredential(azurite.accountName, azurite.accountKey);
    const service = new BlobServiceClient(azurite.blobEndpoint, credential);
    await expect(service.getProperties()).resolves.toBeDefined();
  });

  it('rejects with its output when it cannot start', async () => {
    await expect(startAzurite({ cert: 'no certificate', key: 'no key' })).rejects.toThrow(
      /^Azurite ended with code 1 before it was ready\. Its output:\n(.*\n)*Exit due to unhandled error/,
    );
  });

  it('ends when it is closed, and closing it again does nothing', async () => {
    const other = await startAzurite(certificates);
    const endpoints = [other.blobEndpoint, other.queueEndpoint, other.tableEndpoint];
    const connections = await Promise.all(endpoints.map(watch));
    await other.close();
    await Promise.all(connections.map(({ closed }) => closed));
    await other.close();
  });

  it('ends with its parent, even when that is killed', async () => {
    const sandbox = (name: string) => new URL(`../../src/sandbox/${name}.ts`, import.meta.url).href;
    const script = `
      const { createCertificates } = await import('${sandbox('certificates')}');
      const { startAzurite } = await import('${sandbox('azurite')}');
      console.log((await startAzurite(await createCertificates())).blobEndpoint);`;
    const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [endpoint] = await once(parent.stdout.setEncoding('utf8'), 'data');
    const { closed } = await watch(String(endpoint).trim());
    parent.kill('SIGKILL');
    await closed;
  });
});
