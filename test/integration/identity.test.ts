import { ManagedIdentityCredential } from '@azure/identity';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fromAccessToken, mintAccessToken } from '../../src/sandbox/accessToken.ts';
import { type IdentityEndpoint, startIdentity } from '../../src/sandbox/identity.ts';

const CLIENT_ID = '00000000-0000-0000-0000-000000000001';
const RESOURCE = 'https://storage.azure.com';

let identity: IdentityEndpoint;

/** Asks for a token without the SDK, as it does unless told otherwise. */
async function ask(query: Record<string, string>, path = '', init: RequestInit = {}) {
  const headers = { 'x-identity-header': identity.env.IDENTITY_HEADER };
  const search = new URLSearchParams({ resource: RESOURCE, 'api-version': '2019-08-01', ...query });
  const url = `${identity.env.IDENTITY_ENDPOINT}${path}?${search}`;
  const response = await fetch(url, { headers, ...init });
  const body: unknown = await response.json();
  return { status: response.status, body };
}

describe('the identity endpoint', () => {
  afterEach(async () => {
    await identity.close();
    vi.unstubAllEnvs();
  });

  it('gives the credential a token for the audience, and refuses it another identity', async () => {
    identity = await startIdentity({ clientId: CLIENT_ID });
    for (const [name, value] of Object.entries(identity.env)) vi.stubEnv(name, value);
    // The SDK would send requests to this machine through a proxy that the environment names.
    vi.stubEnv('NO_PROXY', '127.0.0.1');
    const credential = new ManagedIdentityCredential({ clientId: CLIENT_ID });
    const { token, expiresOnTimestamp } = await credential.getToken(`${RESOURCE}/.default`);
    const claims = fromAccessToken(token);
    expect(claims?.aud).toBe(RESOURCE);
    expect(expiresOnTimestamp).toBeGreaterThan(Date.now() + 23 * 60 * 60 * 1000);
    expect(identity.issued).toEqual(new Map([[RESOURCE, 1]]));

    const other = new ManagedIdentityCredential({ clientId: '00000000-0000-0000-0000-000000000002' });
    await expect(other.getToken(`${RESOURCE}/.default`)).rejects.toThrow('No User Assigned');
    expect(identity.issued.get(RESOURCE)).toBe(1);
  });

  it('answers as App Service does', async () => {
    identity = await startIdentity({ clientId: CLIENT_ID });
    expect(await ask({ client_id: CLIENT_ID })).toEqual({
      status: 200,
      body: {
        access_token: expect.any(String),
        client_id: CLIENT_ID,
        expires_on: expect.stringMatching(/^\d+$/),
        resource: RESOURCE,
        token_type: 'Bearer',
      },
    });
  });

  it('serves a system-assigned identity when it has no client id', async () => {
    identity = await startIdentity();
    expect(await ask({})).toMatchObject({ status: 200 });
    expect(await ask({ client_id: CLIENT_ID })).toMatchObject({ status: 400 });
  });

  it.each<[string, number, Parameters<typeof ask>]>([
    ['the wrong header', 401, [{}, '', { headers: { 'x-identity-header': 'guess' } }]],
    ['no header', 401, [{}, '', { headers: {} }]],
    ['another client id', 400, [{ client_id: '00000000-0000-0000-0000-000000000002' }]],
    ['no client id', 400, [{}]],
    ['another api-version', 400, [{ 'api-version': '2017-09-01' }]],
    ['no resource', 400, [{ resource: '' }]],
    ['another path', 404, [{}, '/other']],
    ['another method', 405, [{}, '', { method: 'POST' }]],
  ])('refuses a request with %s: %i', async (_what, status, request) => {
    identity = await startIdentity({ clientId: CLIENT_ID });
    expect(await ask(...request)).toEqual({
      status,
      body: { statusCode: status, message: expect.any(String) },
    });
    expect(identity.issued.size).toBe(0);
  });

  it('meets a fault until it is ended', async () => {
    identity = await startIdentity();
    identity.setFault({
      kind: 'answer',
      status: 503,
      code: '',
      message: 'Later.',
      headers: { 'retry-after': '7' },
    });
    expect(await ask({})).toEqual({ status: 503, body: { statusCode: 503, message: 'Later.' } });
    identity.setFault({ kind: 'reset' });
    await expect(ask({})).rejects.toThrow('fetch failed');
    identity.setFault(undefined);
    expect(await ask({})).toMatchObject({ status: 200 });
  });
});

describe('an access token', () => {
  it('is read back with the claims that it was minted with', () => {
    const claims = fromAccessToken(mintAccessToken(RESOURCE, CLIENT_ID, 1_000_000));
    expect(claims).toEqual({ aud: RESOURCE, nbf: 999_700, exp: 1_086_400 });
  });

  it.each(['', 'a', 'a.b', 'a.b.c', 'a.e30.c', 'a.e30.c.d'])('that is none is told: %j', (token) => {
    expect(fromAccessToken(token)).toBeUndefined();
  });
});
