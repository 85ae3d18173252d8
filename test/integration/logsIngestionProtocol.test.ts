import { once } from 'node:events';
import { IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { mintAccessToken } from '../../src/sandbox/accessToken.ts';
import { createCertificates } from '../../src/sandbox/certificates.ts';
import { type LogsIngestionEndpoint, startLogsIngestion } from '../../src/sandbox/logsIngestion/endpoint.ts';
import { trustCertificate } from '../../src/sandbox/trust.ts';

const CLIENT_ID = '00000000-0000-0000-0000-000000000001';
const RULE_ID = 'dcr-00000000000000000000000000000001';
const STREAM = 'Custom-Example_CL';
const AUDIENCE = 'https://monitor.azure.com';
const TIME = '2026-01-02T03:04:05Z';
const MAX_BYTES = 1_048_576;
const UPLOAD = `/dataCollectionRules/${RULE_ID}/streams/${STREAM}`;

const errorBody = z.strictObject({ error: z.strictObject({ code: z.string(), message: z.string() }) });
const gzip = { 'content-encoding': 'gzip' };

let endpoint: LogsIngestionEndpoint;
let arrived: string[] = [];

beforeAll(async () => {
  const { ca, cert, key } = await createCertificates();
  trustCertificate(ca);
  endpoint = await startLogsIngestion({
    cert,
    key,
    ruleId: RULE_ID,
    streams: { [STREAM]: [{ name: 'TimeGenerated', type: 'datetime' }] },
    onRows: (_stream, rows) => {
      arrived.push(...rows);
    },
  });
});

afterEach(() => {
  arrived = [];
});

afterAll(() => endpoint.close());

interface RawRequest {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** Sends a request without the SDK; an error's code is the same in header and body. */
async function send({ method = 'POST', path, headers, body = '[]' }: RawRequest) {
  const token = mintAccessToken(AUDIENCE, CLIENT_ID, Math.floor(Date.now() / 1000));
  const url = endpoint.endpoint + (path ?? `${UPLOAD}?api-version=2023-01-01`);
  const request = httpsRequest(url, { method, headers: { authorization: `Bearer ${token}`, ...headers } });
  request.end(body);
  const [response] = await once(request, 'response');
  if (!(response instanceof IncomingMessage)) throw new TypeError('There is no response.');
  const text = (await response.setEncoding('utf8').toArray()).join('');
  if (text === '') return { status: response.statusCode };
  const { error } = errorBody.parse(JSON.parse(text));
  expect(response.headers['x-ms-error-code']).toBe(error.code);
  return { status: response.statusCode, ...error };
}

describe('a request', () => {
  it('of a valid upload is accepted, its parameter percent-encoded or not', async () => {
    const row = `{ "TimeGenerated" : "${TIME}" }`;
    expect(await send({ body: `[${row}]` })).toEqual({ status: 204 });
    expect(await send({ body: '[]', path: `${UPLOAD}?api%2Dversion=2023-01-01` })).toEqual({ status: 204 });
    expect(arrived).toEqual([row]);
  });

  it.each<[string, number, string, RawRequest]>([
    ['another path', 404, 'NotFound', { path: '/?api-version=2023-01-01' }],
    ['a path badly encoded', 404, 'NotFound', { path: `/dataCollectionRules/%E0/streams/${STREAM}` }],
    ['another method', 405, 'MethodNotAllowed', { method: 'PUT' }],
    ['no api-version', 400, 'MissingApiVersionParameter', { path: UPLOAD }],
    ['another api-version', 400, 'UnsupportedApiVersionValue', { path: `${UPLOAD}?api-version=2020-01-01` }],
    ['no token', 401, 'AuthenticationFailed', { headers: { authorization: '' } }],
    [
      'a token that is none',
      401,
      'InvalidAuthenticationToken',
      { headers: { authorization: 'Bearer a.b.c' } },
    ],
    [
      'an expired token',
      401,
      'ExpiredAuthenticationToken',
      { headers: { authorization: `Bearer ${mintAccessToken(AUDIENCE, CLIENT_ID, 1_700_000_000)}` } },
    ],
    ['another encoding', 415, 'UnsupportedContentEncoding', { headers: { 'content-encoding': 'br' } }],
    ['gzip announced, JSON sent', 400, 'InvalidContentEncoding', { headers: gzip }],
    [
      'gzip cut short',
      400,
      'InvalidContentEncoding',
      { headers: gzip, body: gzipSync('[{}]').subarray(0, 20) },
    ],
    ['gzip twice', 400, 'InvalidContentEncoding', { headers: gzip, body: gzipSync(gzipSync('[]')) }],
    ['gzip not announced', 400, 'InvalidPayload', { body: gzipSync('[]') }],
    ['an object', 400, 'InvalidPayload', { body: '{}' }],
    ['no JSON', 400, 'InvalidPayload', { body: '[{]' }],
    ['nothing', 400, 'InvalidPayload', { body: '' }],
    ['bytes that are no UTF-8', 400, 'InvalidPayload', { body: Buffer.from('["\xff"]', 'latin1') }],
    ['a byte order mark', 400, 'InvalidPayload', { body: '\ufeff[]' }],
    [
      'a body one byte too long',
      413,
      'ContentLengthLimitExceeded',
      { body: `[${' '.repeat(MAX_BYTES - 1)}]` },
    ],
    [
      'a body one byte too long when inflated',
      413,
      'ContentLengthLimitExceeded',
      { headers: gzip, body: gzipSync(`[${' '.repeat(MAX_BYTES - 1)}]`) },
    ],
  ])('with %s is refused with %i %s', async (_what, status, code, request) => {
    expect(await send(request)).toMatchObject({ status, code });
    expect(arrived).toEqual([]);
  });

  it('of exactly the limit is accepted, as sent and when inflated', async () => {
    const body = `[${' '.repeat(MAX_BYTES - 2)}]`;
    expect(await send({ body })).toEqual({ status: 204 });
    expect(await send({ body: gzipSync(body), headers: gzip })).toEqual({ status: 204 });
  });

  it('that is a decompression bomb is refused without being inflated to its end', async () => {
    const length = 64 * MAX_BYTES;
    const body = gzipSync(Buffer.alloc(length, ' '));
    // Its checksum is wrong, which shows only at the end: whoever inflates it all answers 400.
    body.writeUInt32LE(0, body.length - 8);
    expect(await send({ body, headers: gzip })).toMatchObject({
      status: 413,
      message: expect.stringContaining(`Provided content length: ${length} bytes.`),
    });
  });
});

it('does not wait for requests without an answer when it is closed', async () => {
  endpoint.setFault(() => {
    // Not before the request is complete: an earlier end would break the sending and not the waiting.
    setImmediate(() => endpoint.close());
    return { kind: 'silence' };
  });
  await expect(send({})).rejects.toThrow('socket hang up');
});
