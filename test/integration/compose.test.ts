import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import settings from '../../local.settings.sample.json' with { type: 'json' };
import { compose } from '../../src/compose.ts';
import type { Fault } from '../../src/sandbox/fault.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { type FaultProxy, startFaultProxy, writeMonitorError } from '../support/faultProxy.ts';
import { type ManagedIdentity, startManagedIdentity } from '../support/managedIdentity.ts';

let identity: ManagedIdentity;
/** Stands for every service, and passes nothing on. */
let services: FaultProxy;

beforeAll(async () => {
  identity = await startManagedIdentity();
  services = await startFaultProxy('https://127.0.0.1:9', identity.certificates, writeMonitorError);
});

afterAll(async () => {
  await Promise.all([services.close(), identity.endpoint.close()]);
  vi.unstubAllEnvs();
});

const answer = (status: number): Fault => ({ kind: 'answer', status, code: 'Code', message: 'A message.' });

/** The scopes of the tokens that were asked for. */
const scopes = new Set<string>();
beforeEach(() => scopes.clear());

function createApp(changes: Readonly<Record<string, string>>) {
  const clock = createFakeClock();
  const { endpoint } = services;
  const credential = {
    async getToken(scope: string | string[]) {
      for (const one of [scope].flat()) scopes.add(one);
      return { token: 'token', expiresOnTimestamp: Date.now() + 600_000 };
    },
  };
  const environment = {
    ...settings.Values,
    LOGS_INGESTION_ENDPOINT: endpoint,
    // On a bare address the account is the first part of the path.
    ALERT_QUEUE_ENDPOINT: `${endpoint}/account`,
    BLOB_ENDPOINT: `${endpoint}/account`,
    ...changes,
  };
  return { clock, app: compose(environment, { credential, clock }) };
}

/** An event with sign-ins of these numbers, none of which is an alert. */
function eventOf(sequenceNumber: number, ...numbers: number[]) {
  const records = numbers.map((number) => ({
    category: 'SignInLogs',
    resultType: '0',
    properties: { id: `${number}`, userPrincipalName: 'user@example.com' },
  }));
  const position = { partition: '0', sequenceNumber, enqueuedTime: '2026-11-16T08:00:00Z' };
  return { body: Buffer.from(JSON.stringify({ records })), position };
}

describe('each setting reaches the delivery', () => {
  /** What the check at the start asks for, without queries. */
  async function asked(changes: Readonly<Record<string, string>>): Promise<string[]> {
    services.setFault(answer(403));
    await expect(createApp(changes).app.checkStart()).rejects.toThrow('nothing durable can be reached');
    return services.requests.map(({ method, url }) => `${method} ${url.split('?', 1)[0]}`).sort();
  }

  it('names: the defaults', async () => {
    expect(await asked({})).toEqual([
      'GET /account/signin-alerts',
      'POST /dataCollectionRules/dcr-00000000000000000000000000000000/streams/Custom-EntraSigninRisk_CL',
      'PUT /account/dead-letters/start-check',
      'PUT /account/spills/start-check',
    ]);
    expect([...scopes].sort()).toEqual([
      'https://monitor.azure.com/.default',
      'https://storage.azure.com/.default',
    ]);
  });

  it('names: LOGS_INGESTION_RULE_ID, ALERT_QUEUE_NAME, DEAD_LETTER_CONTAINER, SPILL_CONTAINER', async () => {
    const rule = 'dcr-0123456789abcdef0123456789abcdef';
    expect(
      await asked({
        LOGS_INGESTION_RULE_ID: rule,
        ALERT_QUEUE_NAME: 'alerts-2',
        DEAD_LETTER_CONTAINER: 'letters-2',
        SPILL_CONTAINER: 'spills-2',
      }),
    ).toEqual([
      'GET /account/alerts-2',
      `POST /dataCollectionRules/${rule}/streams/Custom-EntraSigninRisk_CL`,
      'PUT /account/letters-2/start-check',
      'PUT /account/spills-2/start-check',
    ]);
  });

  it('LOGS_INGESTION_AUDIENCE', async () => {
    await asked({ LOGS_INGESTION_AUDIENCE: 'https://monitor.azure.us' });
    expect(scopes).toContain('https://monitor.azure.us/.default');
    expect(scopes).not.toContain('https://monitor.azure.com/.default');
  });

  it.each([2, 20])(
    'DELIVERY_BUDGET_SECONDS: %i for the rows, and as much for their spill',
    async (seconds) => {
      services.setFault(answer(503));
      const { clock, app } = createApp({ DELIVERY_BUDGET_SECONDS: String(seconds) });
      await expect(app.processBatch([eventOf(1, 1)])).rejects.toThrow(/rows not sent to Log Analytics: 1 /);
      expect(clock.monotonic()).toBeGreaterThan(seconds * 1_000);
      expect(clock.monotonic()).toBeLessThanOrEqual(2 * seconds * 1_000);
    },
  );

  it.each([
    [1_000, 0],
    [1_001, 1],
  ])('REMEMBERED_RECORDS: of %i, the first of 1,001 is recognised: %i', async (limit, duplicates) => {
    services.setFault(answer(204));
    const { app } = createApp({ REMEMBERED_RECORDS: String(limit) });
    const records = Array.from({ length: 1_001 }, (_, i) => i);
    expect(await app.processBatch([eventOf(1, ...records)])).toMatchObject({ rows: 1_001, duplicates: 0 });
    expect(await app.processBatch([eventOf(2, 0)])).toMatchObject({ rows: 1 - duplicates, duplicates });
  });
});

describe('the check at the start', () => {
  it('is done once it worked; until then every call does it again', async () => {
    services.setFault(answer(403));
    const { app } = createApp({});
    for (let i = 0; i < 2; i++) {
      services.setFault(answer(403));
      await expect(app.checkStart()).rejects.toThrow('nothing durable can be reached (4 faults)');
      expect(services.requests).toHaveLength(4);
    }
    const statuses: Readonly<Record<string, number>> = { GET: 200, PUT: 201, POST: 403 };
    services.setFault((_, { method }) => answer(statuses[method] ?? 404));
    expect(await app.checkStart()).toEqual([
      {
        what: 'rows',
        detail: expect.stringMatching(
          /^status 403 from 127\.0\.0\.1:\d+, .*; settings LOGS_INGESTION_ENDPOINT /,
        ),
      },
    ]);
    services.setFault(answer(403));
    expect(await app.checkStart()).toEqual([]);
    expect(services.requests).toEqual([]);
  });
});
