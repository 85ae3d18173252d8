import { ManagedIdentityCredential } from '@azure/identity';
import { isAggregateLogsUploadError, LogsIngestionClient } from '@azure/monitor-ingestion';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCertificates } from '../../src/sandbox/certificates.ts';
import { type IdentityEndpoint, startIdentity } from '../../src/sandbox/identity.ts';
import { type LogsIngestionEndpoint, startLogsIngestion } from '../../src/sandbox/logsIngestion/endpoint.ts';
import { trustCertificate } from '../../src/sandbox/trust.ts';
import { columns, STREAM, TIME } from '../support/exampleStream.ts';

const CLIENT_ID = '00000000-0000-0000-0000-000000000001';
const RULE_ID = 'dcr-00000000000000000000000000000001';
const AUDIENCE = 'https://monitor.azure.com';
const MAX_BYTES = 1_048_576;

let identity: IdentityEndpoint;
let endpoint: LogsIngestionEndpoint;
let onRows: (rows: readonly string[]) => void | Promise<void> = () => {};
let arrived: string[] = [];

beforeAll(async () => {
  const { ca, cert, key } = await createCertificates();
  trustCertificate(ca);
  identity = await startIdentity({ clientId: CLIENT_ID });
  for (const [name, value] of Object.entries(identity.env)) vi.stubEnv(name, value);
  // The SDK would send requests to this machine through a proxy that the environment names.
  vi.stubEnv('NO_PROXY', '127.0.0.1');
  endpoint = await startLogsIngestion({
    cert,
    key,
    ruleId: RULE_ID,
    streams: { [STREAM]: columns },
    onRows: async (_stream, rows) => {
      await onRows(rows);
      arrived.push(...rows);
    },
  });
});

afterEach(() => {
  endpoint.setFault(undefined);
  onRows = () => {};
  arrived = [];
});

afterAll(async () => {
  await endpoint.close();
  await identity.close();
  vi.unstubAllEnvs();
});

function client(options: { audience?: string } = {}): LogsIngestionClient {
  const credential = new ManagedIdentityCredential({ clientId: CLIENT_ID });
  const retryOptions = { maxRetries: 1, retryDelayInMs: 1 };
  return new LogsIngestionClient(endpoint.endpoint, credential, { retryOptions, ...options });
}

/** Status and message of each request that an upload by the SDK failed with. */
async function failures(upload: Promise<void>) {
  const error: unknown = await upload.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isAggregateLogsUploadError(error)) throw error ?? new Error('The upload did not fail.');
  return error.errors.map(({ cause, failedLogs }) => ({
    ...cause,
    message: cause.message,
    rows: failedLogs.length,
  }));
}

describe('the SDK client', () => {
  it('delivers rows; each arrives as the text that it was sent as', async () => {
    const rows = [
      {
        TimeGenerated: TIME,
        Text: 'a "quoted" [text], {so to say} \\ 日本語 🛡 \u2028',
        Bag: { a: [1, { b: null }] },
      },
      {
        TimeGenerated: '2026-01-02T12:04:05+09:00',
        Int: -1,
        Long: 2 ** 53,
        Real: 0.5,
        Flag: false,
        Time: TIME,
      },
    ];
    await client().upload(RULE_ID, STREAM, rows);
    expect(arrived).toEqual(rows.map((row) => JSON.stringify(row)));
    expect(endpoint.rowsAccepted).toBe(2);
    expect(endpoint.bytesAccepted).toBe(Buffer.byteLength(JSON.stringify(rows)));
    expect(identity.issued.get(AUDIENCE)).toBe(1);
  });

  it('learns 404 for a rule or a stream that does not exist', async () => {
    const rows = [{ TimeGenerated: TIME }];
    expect(await failures(client().upload('dcr-other', STREAM, rows))).toMatchObject([
      {
        statusCode: 404,
        code: 'NotFound',
        message: "Data collection rule with immutable Id 'dcr-other' not found.",
      },
    ]);
    expect(await failures(client().upload(RULE_ID, 'Custom-Other_CL', rows))).toMatchObject([
      { statusCode: 404, code: 'StreamNotFound' },
    ]);
  });

  it('learns 401 for a token of another audience', async () => {
    const other = client({ audience: 'https://other.example.com' });
    expect(await failures(other.upload(RULE_ID, STREAM, [{ TimeGenerated: TIME }]))).toMatchObject([
      { statusCode: 401, code: 'InvalidAuthenticationTokenAudience' },
    ]);
  });

  it('learns 413 for one row over the limit, although it is small when compressed', async () => {
    const row = { TimeGenerated: TIME, Text: 'x'.repeat(MAX_BYTES) };
    const length = JSON.stringify([row]).length;
    expect(await failures(client().upload(RULE_ID, STREAM, [row]))).toMatchObject([
      {
        statusCode: 413,
        code: 'ContentLengthLimitExceeded',
        message: `Maximum allowed content length: 1048576 bytes (1 MB). Provided content length: ${length} bytes.`,
      },
    ]);
  });

  it('waits as Retry-After says on 429, and then delivers', async () => {
    const before = endpoint.requests;
    endpoint.setFault(({ number }) =>
      number === before + 1
        ? {
            kind: 'answer',
            status: 429,
            code: 'TooManyRequests',
            message: 'Slow down.',
            headers: { 'retry-after': '1' },
          }
        : undefined,
    );
    const start = performance.now();
    await client().upload(RULE_ID, STREAM, [{ TimeGenerated: TIME }]);
    expect(performance.now() - start).toBeGreaterThan(900);
    expect(endpoint.requests - before).toBe(2);
    expect(arrived).toHaveLength(1);
  });

  it('repeats a request whose connection is cut, and gives up on 403 at once', async () => {
    const before = endpoint.requests;
    endpoint.setFault(({ number }) => {
      if (number === before + 1) return { kind: 'reset' };
      return { kind: 'answer', status: 403, code: 'OperationFailed', message: 'No access to ingest data.' };
    });
    expect(await failures(client().upload(RULE_ID, STREAM, [{ TimeGenerated: TIME }]))).toMatchObject([
      { statusCode: 403, code: 'OperationFailed', message: 'No access to ingest data.' },
    ]);
    expect(endpoint.requests - before).toBe(2);
    expect(arrived).toEqual([]);
  });

  it('gives up on an endpoint that never answers, when it is told to', async () => {
    const abort = new AbortController();
    endpoint.setFault(({ method, url, headers, body }) => {
      expect({ method, url, encoding: headers['content-encoding'] }).toEqual({
        method: 'POST',
        url: `/dataCollectionRules/${RULE_ID}/streams/${STREAM}?api%2Dversion=2023-01-01`,
        encoding: 'gzip',
      });
      expect(body.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
      abort.abort();
      return { kind: 'silence' };
    });
    const upload = client().upload(RULE_ID, STREAM, [{ TimeGenerated: TIME }], { abortSignal: abort.signal });
    expect(await failures(upload)).toMatchObject([{ name: 'AbortError' }]);
  });

  it('is answered 500 when the rows cannot be taken, and delivers by sending them again', async () => {
    const before = { requests: endpoint.requests, rowsAccepted: endpoint.rowsAccepted };
    onRows = () => {
      onRows = () => {};
      throw new Error('The disk is full.');
    };
    await client().upload(RULE_ID, STREAM, [{ TimeGenerated: TIME }]);
    expect(arrived).toHaveLength(1);
    expect(endpoint.requests - before.requests).toBe(2);
    expect(endpoint.rowsAccepted - before.rowsAccepted).toBe(1);
  });
});
