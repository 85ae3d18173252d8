import { createServer } from 'node:https';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createAzureMonitorExporters } from '../../src/adapters/azureMonitorExporters.ts';
import { startOpenTelemetry } from '../../src/adapters/openTelemetry.ts';
import { closeServer, listenOnLoopback } from '../../src/sandbox/loopback.ts';
import { type ManagedIdentity, startManagedIdentity } from '../support/managedIdentity.ts';

/** What Application Insights is sent: an envelope for each metric and each span. */
const envelopes = z.array(
  z.object({
    iKey: z.string(),
    tags: z.record(z.string(), z.string()),
    data: z.object({
      baseType: z.string(),
      baseData: z.looseObject({
        metrics: z.array(z.looseObject({ name: z.string(), value: z.number() })).optional(),
        name: z.string().optional(),
      }),
    }),
  }),
);

const KEY = '00000000-0000-4000-8000-0000000000aa';
const taken: z.infer<typeof envelopes> = [];
const tokens = new Set<string | undefined>();
let identity: ManagedIdentity;
let endpoint: string;
const server: { close(): Promise<void> } = { close: async () => undefined };

beforeAll(async () => {
  // Statistics that the exporter sends about itself, to Microsoft.
  vi.stubEnv('APPLICATION_INSIGHTS_NO_STATSBEAT', 'true');
  identity = await startManagedIdentity();
  const listener = createServer(identity.certificates, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      tokens.add(request.headers.authorization);
      const items = envelopes.parse(JSON.parse(text.toString()));
      taken.push(...items);
      const answer = { itemsReceived: items.length, itemsAccepted: items.length, errors: [] };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  endpoint = `https://127.0.0.1:${await listenOnLoopback(listener)}`;
  server.close = () => closeServer(listener);
});

afterAll(async () => {
  await Promise.all([server.close(), identity.endpoint.close()]);
  vi.unstubAllEnvs();
});

it('Application Insights is sent metrics and spans by the app’s identity, under its name', async () => {
  const connectionString = `InstrumentationKey=${KEY};IngestionEndpoint=${endpoint}/`;
  const { tell, flush } = startOpenTelemetry({
    exporters: [createAzureMonitorExporters(connectionString, identity.credential)],
    exportIntervalMs: 60_000,
    service: { name: 'func-example', version: '1', instance: 'one' },
    hub: 'a-hub',
    hosts: { rows: 'rows.example.com', alerts: 'a', spills: 's', 'dead-letters': 'd' },
    monotonic: () => 0,
  });
  const steps = [{ destination: 'rows', afterMs: 1, durationMs: 5, hasFailed: false }] as const;
  const traceParent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  tell({
    kind: 'batch',
    startedAt: Date.now(),
    durationMs: 9,
    events: 1,
    traceParent,
    steps,
    done: undefined,
  });
  tell({ kind: 'backlog', destination: 'rows', spills: 3, oldestMs: 60_000 });
  await flush();

  const metrics = taken.flatMap(({ data }) => data.baseData.metrics ?? []);
  expect(metrics.find(({ name }) => name === 'entra_signin_risk.spills.waiting')).toMatchObject({ value: 3 });
  // A batch is a request there; what it sends are its dependencies.
  const kinds = taken.map(({ data }) => data.baseType).filter((kind) => kind !== 'MetricData');
  expect(kinds.toSorted()).toEqual(['RemoteDependencyData', 'RequestData']);
  const request = taken.find(({ data }) => data.baseType === 'RequestData');
  expect(request?.data.baseData.name).toBe('process a-hub');
  for (const { iKey, tags } of taken)
    expect({ iKey, role: tags['ai.cloud.role'] }).toEqual({ iKey: KEY, role: 'func-example' });
  const spans = taken.filter(({ data }) => data.baseType !== 'MetricData');
  for (const { tags } of spans) expect(tags['ai.operation.id']).toBe('a'.repeat(32));
  for (const token of tokens) expect(token).toMatch(/^Bearer .{20}/);
});
