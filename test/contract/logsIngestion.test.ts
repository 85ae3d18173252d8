import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogsIngestionSink } from '../../src/adapters/logsIngestion.ts';
import { ALL_COLUMNS, STREAM_NAME } from '../../src/core/row/columns.ts';
import type { RowSink } from '../../src/delivery/ports.ts';
import type { Fault } from '../../src/sandbox/fault.ts';
import { type LogsIngestionEndpoint, startLogsIngestion } from '../../src/sandbox/logsIngestion/endpoint.ts';
import { type FaultProxy, startFaultProxy, writeMonitorError } from '../support/faultProxy.ts';
import { type ManagedIdentity, startManagedIdentity } from '../support/managedIdentity.ts';
import { IMPATIENT, QUICK } from '../support/patience.ts';
import { OUTAGES } from './outages.ts';
import { testRowSink } from './rowSink.ts';

const RULE_ID = 'dcr-00000000000000000000000000000001';
const ROW = { TimeGenerated: '2026-01-02T03:04:05Z', RecordId: 'a' };

let identity: ManagedIdentity;
let service: LogsIngestionEndpoint;
let proxy: FaultProxy;
const arrived: string[] = [];

function createSink(options: Partial<Parameters<typeof createLogsIngestionSink>[0]> = {}): RowSink {
  return createLogsIngestionSink({
    endpoint: proxy.endpoint,
    ruleId: RULE_ID,
    stream: STREAM_NAME,
    credential: identity.credential,
    patience: QUICK,
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
    impatient: createSink({ patience: IMPATIENT }),
    arrived,
    setFault: (fault) => proxy.setFault(fault),
    reset,
  }));
});

describe('its requests', () => {
  beforeEach(reset);

  it('are compressed, and carry a token for the service', async () => {
    await createSink().send([ROW]);
    expect(proxy.requests).toHaveLength(1);
    const { headers, body } = proxy.requests[0] ?? {};
    expect(headers?.['content-encoding']).toBe('gzip');
    expect(headers?.['content-length']).toBe(String(body?.length));
    expect(JSON.parse(gunzipSync(body ?? '').toString())).toEqual([ROW]);
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
    expect(await createSink().send([ROW])).toEqual({ ok: true });
    expect(arrived).toEqual([JSON.stringify(ROW)]);
    const [first, second, ...rest] = proxy.requests;
    expect(rest).toEqual([]);
    expect(second?.body).toEqual(first?.body);
    expect(second?.headers['content-length']).toBe(String(second?.body.length));
  });

  it.each([429, 503])('wait as long as Retry-After says at status %i', async (status) => {
    const throttled: Fault = {
      kind: 'answer',
      status,
      code: 'TooManyRequests',
      message: 'Slow down.',
      headers: { 'retry-after': '1' },
    };
    proxy.setFault((number) => (number === 1 ? throttled : undefined));
    expect(await createSink().send([ROW])).toEqual({ ok: true });
    const [first, second] = proxy.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('do not wait longer than the time limit, whatever Retry-After says', async () => {
    const headers = { 'retry-after': '3600' };
    proxy.setFault({ kind: 'answer', status: 429, code: 'TooManyRequests', message: 'Slow down.', headers });
    const sink = createSink({ patience: { ...QUICK, totalMs: 300 } });
    expect(await sink.send([ROW])).toMatchObject({ ok: false, kind: 'unavailable' });
  });

  it('are repeated when the service breaks down, and only so often', async () => {
    proxy.setFault(OUTAGES['status 500']);
    await createSink().send([ROW]);
    expect(proxy.requests).toHaveLength(1 + QUICK.retries);
  });
});

describe('a failure', () => {
  beforeEach(reset);

  it('tells the status, the host, the code, the service’s message and what to do', async () => {
    proxy.setFault(OUTAGES['status 403']);
    expect(await detailOf(createSink().send([ROW]))).toMatch(
      /^status 403 from 127\.0\.0\.1:\d+, AuthorizationFailed, .*role/,
    );
  });

  it('is an outage when the rule, the stream or the token is missing: they can come back', async () => {
    const unavailable = (detail: RegExp) => ({
      ok: false,
      kind: 'unavailable',
      detail: expect.stringMatching(detail),
    });
    const ruleId = 'dcr-00000000000000000000000000000002';
    expect(await createSink({ ruleId }).send([ROW])).toEqual(unavailable(/404.*immutable Id.*check/));
    expect(await createSink({ stream: 'Custom-Other_CL' }).send([ROW])).toEqual(unavailable(/404.*stream/));
    expect(await createSink({ credential: identity.stranger }).send([ROW])).toEqual(
      unavailable(/^no token, .*ManagedIdentityCredential/),
    );
    proxy.setFault({ kind: 'answer', status: 400, code: 'InvalidStream', message: 'No such stream.' });
    expect(await createSink().send([ROW])).toEqual(unavailable(/InvalidStream/));
  });

  it('is an outage when nothing listens there', async () => {
    const gone = await startFaultProxy(service.endpoint, identity.certificates, writeMonitorError);
    await gone.close();
    expect(await detailOf(createSink({ endpoint: gone.endpoint }).send([ROW]))).toMatch(
      /^no answer from 127\.0\.0\.1:\d+, ECONNREFUSED/,
    );
  });

  it('that comes from no service is thrown: it is a bug', async () => {
    const cyclic: Record<string, unknown> = { ...ROW };
    cyclic['Agent'] = cyclic;
    await expect(createSink().send([cyclic])).rejects.toThrow(TypeError);
    const credential = { getToken: () => Promise.reject(new RangeError('a bug')) };
    await expect(createSink({ credential }).send([ROW])).rejects.toThrow('a bug');
  });
});
