import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { readWorkspace, type WorkspaceRequest } from '../../../src/cli/backtest/workspace.ts';
import { runQuery, toTicks } from '../../../src/kql/query.ts';
import { createCertificates } from '../../../src/sandbox/certificates.ts';
import { trustCertificate } from '../../../src/sandbox/trust.ts';
import { database } from '../support/documented.ts';

// The wire format of the logs query service: POST /v1/workspaces/{id}/query with {query, timespan}; the answer is
// {tables: [{name, columns: [{name, type}], rows: [[...]]}]}, with an `error` beside it when it is partial.

const WORKSPACE = '00000000-0000-0000-0000-000000000002';
const bodySchema = z.strictObject({ query: z.string(), timespan: z.string() });
type Answer = { status?: number; body: unknown };

let server: Server;
let endpoint: string;
let queries: string[] = [];
let answer: (query: string) => Answer;

const table = (names: readonly string[], rows: readonly unknown[][]): Answer => ({
  body: {
    tables: [{ name: 'PrimaryResult', columns: names.map((name) => ({ name, type: 'string' })), rows }],
  },
});
const NOTHING = table([], []);

beforeAll(async () => {
  const { ca, cert, key } = await createCertificates();
  trustCertificate(ca);
  server = createServer({ cert, key }, async (request, response) => {
    const { query } = bodySchema.parse(JSON.parse(await textOf(request)));
    queries.push(query);
    const right =
      request.method === 'POST' &&
      request.url?.startsWith(`/v1/workspaces/${WORKSPACE}/query`) === true &&
      request.headers.authorization === 'Bearer token-of-a-test';
    const { status = 200, body } = right ? answer(query) : { status: 404, body: {} };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  endpoint = `https://127.0.0.1:${address.port}/v1`;
});

beforeEach(() => {
  queries = [];
});

afterAll(() => server.close());

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const read = (more: Partial<WorkspaceRequest> = {}) =>
  readWorkspace({
    workspace: WORKSPACE,
    endpoint,
    since: toTicks('2026-11-16T02:00:00Z'),
    until: toTicks('2026-11-16T04:00:00Z'),
    longestPeriod: toTicks('2026-11-16T02:00:00Z') - toTicks('2026-11-16T00:00:00Z'),
    watchlists: { Levels: { Code: 'string' } },
    note: () => undefined,
    credential: {
      getToken: async () => ({ token: 'token-of-a-test', expiresOnTimestamp: Date.now() + 3_600_000 }),
    },
    ...more,
  });

it('rows of native tables and watchlists are what queries run on, times to the tick', async () => {
  answer = (query) => {
    if (query.includes('(SigninLogs\n'))
      return table(
        ['_IngestionTime', 'TimeGenerated', 'ResultType', 'Status', 'IsInteractive', 'UserAgent'],
        [
          [
            '2026-11-16T03:04:05.0000000Z',
            '2026-11-16T03:00:00.1234567Z',
            '50126',
            '{"errorCode":50126}',
            true,
            '',
          ],
        ],
      );
    if (query.includes("_GetWatchlist('Levels')")) return table(['Code', 'SearchKey'], [['50126', '50126']]);
    return NOTHING;
  };
  const { dataset, source } = await read();
  expect([...source.tables]).toEqual([['SigninLogs', 1]]);
  expect(dataset.watchlists.get('Levels')?.length).toBe(1);
  const found = runQuery(
    'SigninLogs | extend Delay = ingestion_time() - TimeGenerated | project TimeGenerated, ResultType, Code = toint(Status.errorCode), IsInteractive, UserAgent, Delay',
    database,
    '2026-11-16T04:00:00Z',
    dataset,
  );
  expect(found).toEqual([
    {
      TimeGenerated: '2026-11-16T03:00:00.1234567Z',
      ResultType: '50126',
      Code: 50126,
      IsInteractive: true,
      UserAgent: '',
      Delay: '00:04:04.8765433',
    },
  ]);
});

it('asks for each table, from as far back as the rules look, and only to read', async () => {
  answer = () => NOTHING;
  const { source } = await read();
  expect(source.tables.size).toBe(0);
  expect(queries).toHaveLength(8);
  const native = queries.filter((query) => query.includes('(AADManagedIdentitySignInLogs\n'));
  expect(native.join()).toContain('TimeGenerated > datetime(2026-11-15T23:00:00.0000000Z)');
  expect(native.join()).toContain('TimeGenerated <= datetime(2026-11-16T04:00:00.0000000Z)');
  expect(queries.every((query) => query.startsWith('union isfuzzy=true '))).toBe(true);
});

it('an answer that is cut short is asked for again in halves', async () => {
  const cut = { code: 'PartialError', message: 'too many rows' };
  let times = 0;
  answer = (query) => {
    if (!query.includes('(SigninLogs\n')) return NOTHING;
    times++;
    if (times === 1)
      return { body: { tables: [{ name: 'PrimaryResult', columns: [], rows: [] }], error: cut } };
    const [, end = ''] = /TimeGenerated <= datetime\(([^)]+)\)/.exec(query) ?? [];
    return table(['TimeGenerated'], [[end]]);
  };
  const { dataset } = await read();
  expect(times).toBe(3);
  expect(dataset.tables.get('SigninLogs')?.table.length).toBe(2);
});

it('a refusal is told without the request', async () => {
  answer = () => ({
    status: 403,
    body: {
      error: {
        code: 'InsufficientAccessError',
        message: 'The provided credentials have insufficient access',
      },
    },
  });
  const fault = await read().catch((error: unknown) => String(error));
  expect(fault).toContain('FileError: the workspace cannot be read');
  expect(fault).not.toContain('token-of-a-test');
});
