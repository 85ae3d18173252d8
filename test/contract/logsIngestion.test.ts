import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogsIngestionSink } from '../../src/adapters/logsIngestion.ts';
import { ALL_COLUMNS, STREAM_NAME } from '../../src/core/row/columns.ts';
import type { RowSink } from '../../src/delivery/ports.ts';
import type { Fault } from '../../src/sandbox/fault.ts';
import { type LogsIngestionEndpoint, startLogsIngestion } from '../../src/sandbox/logsIngestion/endpoint.ts';
import { type FaultProxy, startFaultProxy, writeMonitorError } from '../support/faultProxy.ts';
import { type ManagedIdentity, startManagedIdentity } from '../support/managedIdentity.ts';
import { AMPLE, OUTAGES, SHORTLY } from './outages.ts';
import { testRowSink } from './rowSink.ts';

const RULE_ID = 'dcr-00000000000000000000000000000001';
const ROW = JSON.stringify({ TimeGenerated: '2026-01-02T03:04:05Z', RecordId: 'a' });

let identity: ManagedIdentity;
let service: LogsIngestionEndpoint;
let proxy: FaultProxy;
const arrived: string[] = [];

function createSink(options: Partial<Parameters<typeof createLogsIngestionSink>[0]> = {}): RowSink {
  return createLogsIngestionSink({
    endpoint: proxy.endpoint,
    audience: 'https://monitor.azure.com',
    ruleId: RULE_ID,
    stream: STREAM_NAME,
    credential: identity.credential,
    ...options,
  });
}

function reset(): void {
  proxy.setFault(undefined);
  arrived.length = 0;
}

/** The detail of a delivery that failed. */
async function detailOf(delivery: ReturnType<RowSink['send']>): Promise<string> {
  const result = await delivery;
  return result.ok ? 'delivered' : result.detail;
}

beforeAll(async () => {
  identity = await startManagedIdentity();
  service = await startLogsIngestion({
    ...identity.certificates,
    ruleId: RULE_ID,
    streams: { [STREAM_NAME]: ALL_COLUMNS },
    onRows: (_, rows) => {
      arrived.push(...rows);
    },
  });
  proxy = await startFaultProxy(service.endpoint, identity.certificates, writeMonitorError);
});

afterAll(async () => {
  await Promise.all([proxy.close(), service.close(), identity.endpoint.close()]);
  vi.unstubAllEnvs();
});

describe('the row sink on the Logs Ingestion API', () => {
  testRowSink(() => ({
    sink: createSink(),
    arrived,
    setFault: (fault) => proxy.setFault(fault),
    reset,
  }));
});

describe('its requests', () => {
  beforeEach(reset);

  it('are compressed, and carry a token for the service', async () => {
    await createSink().send([Buffer.from(ROW)], AMPLE);
    expect(proxy.requests).toHaveLength(1);
    const { headers, body } = proxy.requests[0] ?? {};
    expect(headers?.['content-encoding']).toBe('gzip');
    expect(headers?.['content-length']).toBe(String(body?.length));
    expect(JSON.parse(gunzipSync(body ?? '').toString())).toEqual([JSON.parse(ROW)]);
  });

  it('are compressed once, even when a claims challenge makes the SDK send them again', async () => {
    const claims = Buffer.from('{"access_token":{"nbf":{"essential":true,"value":"1"}}}').toString('base64');
    const challenge: Fault = {
      kind: 'answer',
      status: 401,
      code: 'InvalidAuthenticationToken',
      message: 'Continuous access evaluation resulted in a challenge.',
      headers: { 'www-authenticate': `Bearer error="insufficient_claims", claims="${claims}"` },
    };
    proxy.setFault((number) => (number === 1 ? challenge : undefined));
    expect(await createSink().send([Buffer.from(ROW)], AMPLE)).toEqual({ ok: true });
    expect(arrived).toEqual([ROW]);
    const [first, second, ...rest] = proxy.requests;
    expect(rest).toEqual([]);
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers['content-length']).toBe(String(second?.body.length));
  });

  it('are sent once, whatever the answer: repeats are the delivery’s', async () => {
    proxy.setFault(OUTAGES['status 500']);
    await createSink().send([Buffer.from(ROW)], AMPLE);
    expect(proxy.requests).toHaveLength(1);
  });

  it('go to the audience of the setting', async () => {
    const audience = 'https://monitor.example.com';
    expect(await createSink({ audience }).send([Buffer.from(ROW)], AMPLE)).toMatchObject({
      ok: false,
      retry: 'later',
    });
    expect(identity.endpoint.issued.get(audience)).toBe(1);
  });
});

describe('its check', () => {
  beforeEach(reset);

  it('sends no rows, and takes any answer for good that only somebody known gets', async () => {
    expect(await createSink().check(AMPLE)).toEqual({ ok: true });
    expect(proxy.requests).toHaveLength(1);
    expect(gunzipSync(proxy.requests[0]?.body ?? '').toString()).toBe('[]');
    expect(arrived).toEqual([]);
  });

  it('finds a rule that is not there, a right that is missing, and a service that does not answer', async () => {
    const ruleId = 'dcr-00000000000000000000000000000002';
    expect(await createSink({ ruleId }).check(AMPLE)).toMatchObject({ kind: 'unavailable', retry: 'later' });
    proxy.setFault(OUTAGES['status 403']);
    expect(await createSink().check(AMPLE)).toMatchObject({ kind: 'unavailable', retry: 'later' });
    proxy.setFault({ kind: 'silence' });
    expect(await createSink().check(SHORTLY)).toMatchObject({
      kind: 'unavailable',
      detail: expect.stringMatching(/^not taken in time/),
    });
  });
});

describe('a failure', () => {
  beforeEach(reset);

  it('tells the status, the host, the code, the service’s message and what to do', async () => {
    proxy.setFault(OUTAGES['status 403']);
    expect(await detailOf(createSink().send([Buffer.from(ROW)], AMPLE))).toMatch(
      /^status 403 from 127\.0\.0\.1:\d+, AuthorizationFailed, .*role/,
    );
  });

  it('is an outage when the rule, the stream or the token is missing: they can come back', async () => {
    const unavailable = (detail: RegExp) =>
      expect.objectContaining({
        ok: false,
        kind: 'unavailable',
        detail: expect.stringMatching(detail),
        retry: expect.stringMatching(/^(soon|later)$/),
      });
    const ruleId = 'dcr-00000000000000000000000000000002';
    expect(await createSink({ ruleId }).send([Buffer.from(ROW)], AMPLE)).toEqual(
      unavailable(/404.*immutable Id.*check/),
    );
    expect(await createSink({ stream: 'Custom-Other_CL' }).send([Buffer.from(ROW)], AMPLE)).toEqual(
      unavailable(/404.*stream/),
    );
    expect(await createSink({ credential: identity.stranger }).send([Buffer.from(ROW)], AMPLE)).toEqual(
      unavailable(/^no token, .*ManagedIdentityCredential/),
    );
    proxy.setFault({ kind: 'answer', status: 400, code: 'InvalidStream', message: 'No such stream.' });
    expect(await createSink().send([Buffer.from(ROW)], AMPLE)).toEqual(unavailable(/InvalidStream/));
  });

  it('is an outage when nothing listens there', async () => {
    const gone = await startFaultProxy(service.endpoint, identity.certificates, writeMonitorError);
    await gone.close();
    expect(await detailOf(createSink({ endpoint: gone.endpoint }).send([Buffer.from(ROW)], AMPLE))).toMatch(
      /^no answer from 127\.0\.0\.1:\d+, ECONNREFUSED/,
    );
  });

  it('that comes from no service is thrown: it is a bug', async () => {
    const credential = { getToken: () => Promise.reject(new RangeError('a bug')) };
    await expect(createSink({ credential }).send([Buffer.from(ROW)], AMPLE)).rejects.toThrow('a bug');
  });
});
