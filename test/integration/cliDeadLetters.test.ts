import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBlobStore } from '../../src/adapters/blobStore.ts';
import * as deadLetters from '../../src/cli/deadLetters/command.ts';
import * as spills from '../../src/cli/spills/command.ts';
import { toDeadLetterBlob } from '../../src/delivery/deadLetters.ts';
import { toSpillBlob } from '../../src/delivery/spill.ts';
import { toAlertLine } from '../../src/delivery/spillLines.ts';
import { type Endpoints, startEndpoints } from '../../src/sandbox/endpoints.ts';
import { runInProcess } from '../support/cliInProcess.ts';
import { file, runWith } from '../support/cliRun.ts';

let endpoints: Endpoints;
let env: NodeJS.ProcessEnv;
let settings: string;
const rows: string[] = [];

beforeAll(async () => {
  endpoints = await startEndpoints(async (arrived) => void rows.push(...arrived));
  env = {
    NODE_EXTRA_CA_CERTS: file('ca.pem', endpoints.certificates.ca),
    NO_PROXY: '127.0.0.1',
    ...endpoints.identity.env,
    AZURE_CLIENT_ID: endpoints.settings['AZURE_CLIENT_ID'],
  };
  // The identity of the operator is the one that the endpoint gives out.
  vi.stubEnv('AZURE_CLIENT_ID', env['AZURE_CLIENT_ID']);
  settings = file('settings.json', JSON.stringify({ IsEncrypted: false, Values: endpoints.settings }));
});
afterAll(async () => {
  await endpoints.close();
  vi.unstubAllEnvs();
});

/** The command that the first of the arguments names. */
const inProcess = ([name, ...rest]: readonly string[]) =>
  runInProcess(name === 'spills' ? spills : deadLetters, rest);

const run = (...args: string[]) => inProcess([...args, '--settings', settings]);

const signIn = (id: string, resultType = '50126') =>
  JSON.stringify({ category: 'SignInLogs', resultType, properties: { id, userId: 'a' } });

/** Writes one blob of dead letters. @returns what stands before the line numbers in their ids */
async function write(
  ...bodies: readonly (readonly [
    reason: 'refused' | 'not-json' | 'unreadable-spill',
    body: string | Buffer,
  ])[]
) {
  const letters = bodies.map(([reason, body], index) => ({
    reason,
    detail: `detail ${index} \u001b[31m`,
    source: { partition: '3', sequenceNumber: 42, enqueuedTime: '2026-11-16T08:00:00.000Z', index },
    bytes: Buffer.from(body),
  }));
  const [first, ...rest] = letters;
  if (first === undefined) throw new Error('no dead letters to write');
  const { name, content } = toDeadLetterBlob([first, ...rest]);
  await createBlobStore(endpoints.deadLetters).put(name, content, 10_000);
  const id = /-([0-9a-f]{12})[0-9a-f]*\.jsonl$/.exec(name)?.[1] ?? '';
  const ids = letters.map(({ bytes }) => {
    const ofBytes = createHash('sha256').update(bytes.toString('base64')).digest('hex');
    return `${id}-${ofBytes.slice(0, 6)}`;
  });
  const [one = '', two = ''] = ids;
  return { name, id, one, two };
}

async function namesIn(container: Endpoints['deadLetters']): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of container.listBlobsFlat()) names.push(name);
  return names;
}

beforeEach(async () => {
  rows.length = 0;
  endpoints.logs.setFault(undefined);
  for (const container of [endpoints.deadLetters, endpoints.spills])
    for (const name of await namesIn(container)) await container.deleteBlob(name);
  await endpoints.alerts.clearMessages();
});

describe('dead-letters list', () => {
  it('prints a line for each, safe for the terminal, and how many there are', async () => {
    const { one, two } = await write(['not-json', 'oops'], ['refused', signIn('a')]);
    const { code, stdout, stderr } = await runWith('', ['dead-letters', 'list', '--settings', settings], env);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '2 dead letters\n' });
    const [head, first, second] = stdout.split('\n');
    expect(head).toMatch(/^id +read from the hub +reason +place +bytes +detail$/);
    expect(first).toMatch(
      new RegExp(`^${one} +2026-11-16T08:00:00 +not-json +3/42/0 +4 +detail 0 \ufffd\\[31m$`),
    );
    expect(second).toMatch(new RegExp(`^${two} .*refused +3/42/1`));
  });

  it('leaves out what the options do not mean', async () => {
    const { one, two } = await write(['not-json', 'oops'], ['refused', signIn('a')]);
    const idsOf = async (...args: string[]) => {
      const { stdout } = await run('dead-letters', 'list', '--json', ...args);
      return stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line).id);
    };
    expect(await idsOf('--reason', 'refused')).toEqual([two]);
    expect(await idsOf('--since', '2026-11-16T08:00')).toEqual([one, two]);
    expect(await idsOf('--since', '2026-11-16T08:01Z')).toEqual([]);
    expect(await idsOf('--until', '2026-11-16')).toEqual([]);
    expect(await idsOf(one)).toEqual([one]);
  });

  it('says when there are none', async () => {
    expect(await run('dead-letters', 'list')).toEqual({ code: 0, stdout: '', stderr: 'No dead letters.\n' });
  });
});

describe('dead-letters show', () => {
  it('prints what is known of one, and with --raw its very bytes', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x1b, 0x0a]);
    const { one, name } = await write(['not-json', bytes]);
    const { stdout } = await run('dead-letters', 'show', one);
    expect(stdout).toContain(`Dead letter ${one}`);
    expect(stdout).toContain(`Blob              ${name}`);
    expect(stdout).not.toContain('\u001b');
    // Through --json, since what is printed is read as text here.
    const raw = await run('dead-letters', 'show', one, '--json');
    expect(Buffer.from(JSON.parse(raw.stdout).bytesBase64, 'base64')).toEqual(bytes);
    const { one: ascii } = await write(['not-json', 'just this\n']);
    expect((await run('dead-letters', 'show', ascii, '--raw')).stdout).toBe('just this\n');
  });

  it('says when there is none with the id', async () => {
    const { code, stderr } = await run('dead-letters', 'show', '0123-1');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^\w+: there is no dead letter with this id/);
  });
});

describe('dead-letters redrive', () => {
  it('delivers what the pipeline understands now, and keeps the rest with its new reason', async () => {
    const { name } = await write(
      ['refused', signIn('a')],
      ['refused', 'no JSON'],
      ['refused', signIn('b', '0')],
    );
    const { code, stdout } = await run('dead-letters', 'redrive', '--all', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      chosen: 3,
      rows: 2,
      alerts: 1,
      stillDead: 1,
      stillDeadBy: { 'not-json': 1 },
    });
    expect(rows.map((row) => JSON.parse(row).RecordId).sort()).toEqual(['a', 'b']);
    expect((await endpoints.alerts.getProperties()).approximateMessagesCount).toBe(1);
    const left = await endpoints.deadLetters.getBlobClient(name).downloadToBuffer();
    expect(JSON.parse(left.toString())).toMatchObject({ reason: 'not-json', source: { partition: '3' } });
  });

  it('sends only the chosen one, and deletes a blob of which nothing is left', async () => {
    const { id, two, name } = await write(['refused', signIn('a')], ['refused', signIn('b')]);
    expect((await run('dead-letters', 'redrive', two)).code).toBe(0);
    expect(rows.map((row) => JSON.parse(row).RecordId)).toEqual(['b']);
    expect(await namesIn(endpoints.deadLetters)).toEqual([name]);
    const { code, stdout } = await run('dead-letters', 'redrive', id);
    expect(code).toBe(0);
    expect(stdout).toMatch(/sent again +1\n +rows +1\n +alerts +1\n/);
    expect(await namesIn(endpoints.deadLetters)).toEqual([]);
  });

  it('changes nothing with --dry-run, and asks for more than nothing', async () => {
    const { one, name } = await write(['refused', signIn('a')]);
    expect((await run('dead-letters', 'redrive', '--all', '--dry-run')).stdout).toContain(one);
    expect((await run('dead-letters', 'redrive')).code).toBe(2);
    expect(rows).toEqual([]);
    expect(await namesIn(endpoints.deadLetters)).toEqual([name]);
  });

  it('leaves a blob that somebody else works on', async () => {
    const { name } = await write(['refused', signIn('a')]);
    const lease = endpoints.deadLetters.getBlobClient(name).getBlobLeaseClient();
    await lease.acquireLease(60);
    const { code, stdout } = await run('dead-letters', 'redrive', '--all');
    await lease.releaseLease();
    expect(code).toBe(1);
    expect(stdout).toMatch(/left: 1 blobs, because somebody else works on them/);
    expect(rows).toEqual([]);
  });

  it('spills what Log Analytics does not take: it is on its way again', async () => {
    await write(['refused', signIn('a')]);
    endpoints.logs.setFault(() => ({
      kind: 'answer',
      status: 403,
      code: 'OperationFailed',
      message: 'No role.',
    }));
    const { code, stdout } = await run('dead-letters', 'redrive', '--all');
    expect({ code, spilled: /1 rows and alerts spilled/.test(stdout) }).toEqual({ code: 0, spilled: true });
    expect(await namesIn(endpoints.deadLetters)).toEqual([]);
    expect((await namesIn(endpoints.spills)).filter((name) => name.endsWith('.gz'))).toHaveLength(1);
    const waiting = await run('spills', 'list');
    expect(waiting.code).toBe(1);
    expect(waiting.stdout).toMatch(
      /alerts +nothing waits\nrows +1 in 1 spills .* the oldest from 2026-11-16T08:00/,
    );
    endpoints.logs.setFault(undefined);
    const delivered = await run('spills', 'redeliver');
    expect(delivered.code).toBe(0);
    expect(delivered.stdout).toMatch(/delivered +1 rows, 0 alerts \(1 spills\)/);
    expect(rows.map((row) => JSON.parse(row).RecordId)).toEqual(['a']);
  });

  it('leaves spills that could not be read, with the bytes that somebody may put back', async () => {
    const { two, name } = await write(['refused', signIn('a')], ['unreadable-spill', 'half a spill']);
    const { code, stdout } = await run('dead-letters', 'redrive', '--all');
    expect(code).toBe(1);
    expect(stdout).toMatch(/sent again +1\n[\s\S]*left: 1 unreadable spills; show --raw prints the bytes/);
    expect(await namesIn(endpoints.deadLetters)).toEqual([name]);
    expect((await run('dead-letters', 'show', two, '--raw')).stdout).toBe('half a spill');
  });

  it('says what was done before an error ended it', async () => {
    await write(['refused', signIn('a')]);
    await write(['refused', signIn('b')]);
    let requests = 0;
    endpoints.logs.setFault(() =>
      requests++ === 0 ? undefined : { kind: 'answer', status: 403, code: 'X', message: 'No role.' },
    );
    await endpoints.spills.delete();
    const { code, stdout, stderr } = await run('dead-letters', 'redrive', '--all');
    await endpoints.spills.create();
    expect(code).toBe(2);
    expect(stdout).toMatch(/sent again +1\n +rows +1\n/);
    expect(stderr).toMatch(/not fully delivered.*ContainerNotFound/s);
  });

  it('works on a file of the sandbox too', async () => {
    const { name } = await write(['refused', signIn('a')], ['not-json', 'no JSON']);
    const content = await endpoints.deadLetters.getBlobClient(name).downloadToBuffer();
    const path = file('letters.jsonl', content);
    expect((await run('dead-letters', 'redrive', '--all', '--file', path)).code).toBe(1);
    expect(rows.map((row) => JSON.parse(row).RecordId)).toEqual(['a']);
    expect((await run('dead-letters', 'list', '--file', path)).stderr).toBe('1 dead letters\n');
    await rm(path);
    expect((await run('dead-letters', 'list', '--file', path)).stderr).toMatch(
      /the dead letters cannot be read/,
    );
  });
});

describe('spills', () => {
  it('says what waits, and delivers alerts', async () => {
    const source = { partition: '0', sequenceNumber: 7, enqueuedTime: '2026-11-16T09:00:00.000Z', index: 0 };
    const line = toAlertLine({ alert: { id: 'x', text: '{"id":"x"}' }, source });
    const { name, content, metadata } = await toSpillBlob({ sink: 'alerts', lines: [line], source });
    await createBlobStore(endpoints.spills).put(name, content, 10_000, metadata);
    const { stdout } = await run('spills', 'list', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      alerts: { spills: 1, items: 1, oldest: source.enqueuedTime, backingOff: 0, mostAttempts: 0 },
      rows: { spills: 0, oldest: null },
    });
    expect((await run('spills', 'redeliver')).code).toBe(0);
    expect((await endpoints.alerts.getProperties()).approximateMessagesCount).toBe(1);
    expect((await run('spills', 'list')).stdout).toBe('alerts  nothing waits\nrows    nothing waits\n');
  });
});

describe('spills redeliver', () => {
  it('also tries what is not due yet, and says when something waits on', async () => {
    await write(['refused', signIn('a')]);
    endpoints.logs.setFault(() => ({
      kind: 'answer',
      status: 403,
      code: 'OperationFailed',
      message: 'No role.',
    }));
    await run('dead-letters', 'redrive', '--all');
    for (const turn of [1, 2]) {
      const { code, stdout } = await run('spills', 'redeliver');
      expect({ turn, code, waits: /waiting +1/.test(stdout) }).toEqual({ turn, code: 1, waits: true });
    }
    endpoints.logs.setFault(undefined);
    expect(await run('spills', 'redeliver')).toMatchObject({ code: 0 });
    expect(rows.map((row) => JSON.parse(row).RecordId)).toEqual(['a']);
  });
});

describe('what the operator got wrong', () => {
  it.each([
    [['dead-letters'], /^\w+: say list, show or redrive/],
    [['dead-letters', 'purge'], /^\w+: there is no dead-letters purge/],
    [['dead-letters', 'list', '--since', 'yesterday'], /^\w+: --since must be a time such as/],
    [['dead-letters', 'redrive', '0123-1'], /^\w+: there is no dead letter with this id/],
    [['spills', 'purge'], /^\w+: there is no spills purge/],
    [
      ['spills', 'redeliver', '--account', 'https://other.example.com'],
      /^\w+: redeliver works on the deployment of/,
    ],
  ])('%j is told', async (args, message) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('a storage account that is not named, or not there', async () => {
    const { code, stderr } = await inProcess(['dead-letters', 'list']);
    expect({ code, told: /^\w+: which storage account\?/.test(stderr) }).toEqual({ code: 2, told: true });
    const missing = await run('dead-letters', 'list', '--container', 'missing');
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(
      /^\w+: status 404 from 127\.0\.0\.1:\d+, ContainerNotFound, .*check that the resource/,
    );
  });

  it('a blob that holds no dead letters is named', async () => {
    const name = `2026-11-16-08/0-1-${'0'.repeat(64)}.jsonl`;
    await createBlobStore(endpoints.deadLetters).put(name, Buffer.from('{}'), 10_000);
    const { code, stderr } = await run('dead-letters', 'list');
    expect(code).toBe(2);
    expect(stderr).toContain(`${name}: line 1 is no dead letter`);
  });

  it('settings that are not all there', async () => {
    await write(['refused', signIn('a')]);
    const { LOGS_INGESTION_RULE_ID: _, ...some } = endpoints.settings;
    const path = file('some.json', JSON.stringify({ Values: some }));
    const { code, stderr } = await inProcess(['dead-letters', 'redrive', '--all', '--settings', path]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/LOGS_INGESTION_RULE_ID: is not set/);
  });
});
