import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDashboard, raw, sendLogs, statesUntil, type TestDashboard } from '../support/dashboard.ts';
import { record } from '../support/sandboxRun.ts';
import { ROOT } from '../support/sources.ts';

const LIMIT = 2 * 1024 * 1024;
const MARK = { 'x-entra-signin-risk': 'test' };
const SPRAY = join(ROOT, 'data/samples/02-password-spray.json');
const MALFORMED = join(ROOT, 'data/samples/90-malformed-events.jsonl');

let dashboard: TestDashboard;

beforeAll(async () => {
  dashboard = await openDashboard(LIMIT);
  await sendLogs(dashboard, SPRAY, MALFORMED);
});
afterAll(() => dashboard.end());

const get = async (path: string) => JSON.parse((await raw(dashboard.address, path)).text);
const lines = (name: string) => readFileSync(join(dashboard.out, name), 'utf8').split('\n').slice(0, -1);
const runs = async () => (await statesUntil(dashboard.address, () => true))[0]?.runs ?? [];

async function drop(name: string, content: string | Buffer): Promise<string> {
  const path = `/api/uploads?name=${encodeURIComponent(name)}`;
  const { status, text } = await raw(dashboard.address, path, {
    method: 'POST',
    headers: MARK,
    body: content,
  });
  expect(status, text).toBe(201);
  return JSON.parse(text).id;
}

/** Sends dropped files through the system. @returns the run, when it is over */
async function runDropped(uploads: readonly string[]) {
  const options = { method: 'POST', headers: MARK, body: JSON.stringify({ uploads }) };
  const { status, text } = await raw(dashboard.address, '/api/runs', options);
  expect(status, text).toBe(202);
  const { run } = JSON.parse(text);
  const states = await statesUntil(dashboard.address, (state) =>
    state.runs.some(({ id, state: at }) => id === run && (at === 'done' || at === 'failed')),
  );
  return states.at(-1)?.runs.find(({ id }) => id === run);
}

describe('the page', () => {
  it('comes with a policy that allows its own files and nothing else', async () => {
    const { status, headers, text } = await raw(dashboard.address, '/');
    expect(status).toBe(200);
    expect(text).toContain('<script type="module" src="/main.js">');
    const policy = String(headers['content-security-policy']);
    for (const rule of [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ])
      expect(policy).toContain(rule);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });

  it.each([
    ['/main.js', 'text/javascript'],
    ['/style.css', 'text/css'],
    ['/icon.svg', 'image/svg+xml'],
  ])('has %s', async (path, type) => {
    const { status, headers } = await raw(dashboard.address, path);
    expect([status, headers['content-type']]).toEqual([200, expect.stringContaining(type)]);
  });

  it.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '//etc/passwd',
    '/page/main.ts',
    '/api/sign-ins/..',
    '/api/sign-ins/999999',
    '/api/sign-ins/-1',
    '/api/codes/__proto__',
    '/api/nothing',
    '/api/alerts/0/1',
  ])('and no %s', async (path) => {
    expect((await raw(dashboard.address, path)).status).toBe(404);
  });

  it('listens on 127.0.0.1 only', () => {
    expect(dashboard.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

describe('other sites', () => {
  it.each([
    ['a name that points here', { host: 'attacker.example' }],
    ['another origin', { origin: 'https://attacker.example' }],
    ['another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ])('read nothing: %s', async (_, headers: Record<string, string>) => {
    for (const path of ['/api/overview', '/api/live', '/main.js']) {
      const { status, text } = await raw(dashboard.address, path, { headers });
      expect([status, JSON.parse(text).error.code]).toEqual([403, 'forbidden']);
    }
  });

  it('send nothing: a request without the mark, as a form sends it, is refused', async () => {
    const before = await runs();
    const body = '{"uploads":["1"]}';
    for (const path of ['/api/uploads?name=a.json', '/api/runs'])
      expect((await raw(dashboard.address, path, { method: 'POST', body })).status).toBe(403);
    const asked = await raw(dashboard.address, '/api/runs', { method: 'OPTIONS' });
    expect(asked.status).toBe(403);
    expect(asked.headers).not.toHaveProperty('access-control-allow-origin');
    expect(await runs()).toEqual(before);
  });
});

describe('what arrived', () => {
  it('is counted as the files have it', async () => {
    const rows = lines('rows.jsonl').map((line) => JSON.parse(line));
    const overview = await get('/api/overview?run=1');
    expect(rows.length).toBeGreaterThan(40);
    expect(overview.matched).toBe(rows.length);
    for (const { code, records, level, users } of overview.codes) {
      const same = rows.filter(({ ResultType = '' }) => ResultType === code);
      expect([records, level]).toEqual([same.length, same[0].ResultRiskLevel]);
      expect(users).toBeLessThanOrEqual(same.length);
    }
    expect(overview.codes[0]).toMatchObject({ code: '50126', name: 'InvalidUserNameOrPassword' });
    expect(await get('/api/overview?run=99')).toMatchObject({ matched: 0, codes: [] });
  });

  it('is listed newest first, and each item is what stands in its file', async () => {
    const page = await get('/api/sign-ins?level=High');
    expect(page.total).toBe(
      lines('rows.jsonl').filter((line) => line.includes('"ResultRiskLevel":"High"')).length,
    );
    const times: number[] = page.items.map(({ time }: { time: number }) => time);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    for (const n of [0, 17, page.items[0].n]) {
      expect((await raw(dashboard.address, `/api/sign-ins/${n}`)).text).toBe(lines('rows.jsonl')[n]);
    }
    const alerts = await get('/api/alerts');
    expect(alerts.total).toBe(lines('alerts.jsonl').length);
    expect((await raw(dashboard.address, '/api/alerts/3')).text).toBe(lines('alerts.jsonl')[3]);
  });

  it('and cannot be read has its reason and its bytes', async () => {
    const letters = lines('dead-letters.jsonl').map((line) => JSON.parse(line));
    const page = await get('/api/dead-letters?run=1');
    expect(page.total).toBe(letters.length);
    for (const [n, letter] of letters.entries()) {
      expect(page.items[n]).toMatchObject({ n, reason: letter.reason });
      const { base64, size, shown } = await get(`/api/dead-letters/${n}`);
      expect(size).toBe(Buffer.from(letter.bytesBase64, 'base64').length);
      expect(letter.bytesBase64.startsWith(base64)).toBe(true);
      expect(Buffer.from(base64, 'base64').length).toBe(shown);
    }
  });

  it('has the catalog’s texts, and says of other codes what is known', async () => {
    const { name, level, entry } = await get('/api/codes/50126');
    expect([name, level]).toEqual(['InvalidUserNameOrPassword', 'High']);
    expect(entry.remediation.analyst.length).toBeGreaterThan(0);
    expect(await get('/api/codes/9999999')).toEqual({ code: '9999999', level: 'Unknown', basis: 'unlisted' });
    const all = await get('/api/codes');
    expect(all.filter(({ summary }: { summary?: object }) => summary !== undefined)).toHaveLength(53);
    expect(all.length).toBeGreaterThan(300);
  });

  it('a wrong parameter is refused', async () => {
    expect((await raw(dashboard.address, '/api/overview?level=Severe')).status).toBe(400);
  });
});

describe('dropped logs', () => {
  it('go the way of --input, and every open page sees how they go', async () => {
    const content = [record('drop-1'), record('drop-2', { resultType: '0' }), 'no JSON'].join('\n');
    const watching = statesUntil(
      dashboard.address,
      ({ runs: all }) => all.at(-1)?.files[0] === 'my logs.jsonl' && all.at(-1)?.state === 'done',
    );
    const run = await runDropped([await drop('../my logs.jsonl', content)]);
    expect(run).toMatchObject({
      state: 'done',
      files: ['my logs.jsonl'],
      gaps: [],
      report: { events: 3, records: 3, rows: 2, alerts: 1, deadLetters: 1, byRisk: { High: 1, Low: 1 } },
    });
    const seen = (await watching).flatMap(({ runs: all }) => all.at(-1)?.state ?? []);
    expect(seen.at(-1)).toBe('done');
    const found = await get(`/api/sign-ins?run=${run?.id}`);
    expect(found.total).toBe(2);
    expect(lines('rows.jsonl').filter((line) => line.includes('"drop-1"'))).toHaveLength(1);
    const total = JSON.parse(readFileSync(join(dashboard.out, 'summary.json'), 'utf8'));
    expect(total.rows).toBe(lines('rows.jsonl').length);
  });

  it('may be several, of several kinds, in one run', async () => {
    const zipped = gzipSync(`{"records":[${record('zip-1')},${record('zip-2')}]}`);
    const ids = [await drop('a.json.gz', zipped), await drop('b.log', record('log-1'))];
    expect(await runDropped(ids)).toMatchObject({
      files: ['a.json.gz', 'b.log'],
      fileCount: 2,
      report: { rows: 3 },
    });
  });

  it('that came before are counted as duplicates', async () => {
    const ids = [await drop('again.jsonl', record('drop-1'))];
    expect(await runDropped(ids)).toMatchObject({ report: { records: 1, rows: 0, duplicates: 1 } });
  });

  it('that are broken fail by the name that people gave them, and the next ones go through', async () => {
    const broken = await drop('broken.jsonl.gz', gzipSync(record('x')).subarray(0, 30));
    const good = await drop('good.jsonl', record('good-1'));
    const run = await runDropped([broken]);
    expect(run).toMatchObject({ state: 'failed', error: expect.stringContaining('broken.jsonl.gz') });
    expect(run?.error).not.toContain(tmpdir());
    expect(await runDropped([good])).toMatchObject({ state: 'done', report: { rows: 1 } });
  });

  it('that are too large are refused with a way out, told beforehand or not', async () => {
    const options = { method: 'POST', headers: MARK, body: Buffer.alloc(LIMIT + 1) };
    const { status, text } = await raw(dashboard.address, '/api/uploads?name=big.json', options);
    expect(status).toBe(413);
    expect(JSON.parse(text).error.message).toContain('npm start -- --input FILE');
  });

  it.each(['', '[]', '{"uploads":[]}', '{"uploads":["99"]}', '{"uploads":[1]}', '{"uploads":["../1"]}'])(
    'that are not there are refused: %s',
    async (body) => {
      const options = { method: 'POST', headers: MARK, body };
      expect((await raw(dashboard.address, '/api/runs', options)).status).toBe(400);
    },
  );

  it('leave no copy behind', async () => {
    const id = await drop('private.jsonl', record('private-1'));
    const holds = () =>
      readdirSync(tmpdir()).filter((name) => existsSync(join(tmpdir(), name, id, 'log-private.jsonl')));
    expect(holds()).toHaveLength(1);
    await runDropped([id]);
    await expect.poll(holds).toEqual([]);
  });
});

describe('metrics', () => {
  it('are those of the app’s own instruments, and count what arrived', async () => {
    const values = async () =>
      (await get('/api/metrics')) as { name: string; about: string[]; value: number; unit: string }[];
    await vi.waitFor(
      async () => {
        const all = await values();
        const metricOf = (name: string, about: string) =>
          all.find((one) => one.name === name && one.about.includes(about))?.value;
        expect(metricOf('entra_signin_risk.rows', 'state=sent')).toBe(lines('rows.jsonl').length);
        expect(metricOf('entra_signin_risk.alerts', 'state=sent')).toBe(lines('alerts.jsonl').length);
        const letters = all.filter(({ name }) => name === 'entra_signin_risk.dead_letters');
        expect(letters.reduce((sum, { value }) => sum + value, 0)).toBe(lines('dead-letters.jsonl').length);
      },
      { timeout: 20_000, interval: 200 },
    );
  });
});
