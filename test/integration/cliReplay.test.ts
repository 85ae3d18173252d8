import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBlobStore } from '../../src/adapters/blobStore.ts';
import * as command from '../../src/cli/replay/command.ts';
import { openHubSource } from '../../src/cli/replay/hubSource.ts';
import { toDeadLetterBlob } from '../../src/delivery/deadLetters.ts';
import { readBodies } from '../../src/input/read.ts';
import { type Endpoints, startEndpoints } from '../../src/sandbox/endpoints.ts';
import { type EventHubsEndpoint, startEventHubs } from '../../src/sandbox/eventHubs/endpoint.ts';
import { runInProcess } from '../support/cliInProcess.ts';
import { file, folder, ROOT, SPRAY } from '../support/cliRun.ts';
import { readHub, sendBodies } from '../support/hubContent.ts';

const SAMPLES = join(ROOT, 'data/samples');
const STATE = join(folder, 'states');

let endpoints: Endpoints;
let settings: string;
/** A hub that nothing else of these tests sends to, new for each. */
let hub: EventHubsEndpoint;
const rows: string[] = [];

beforeAll(async () => {
  mkdirSync(STATE);
  endpoints = await startEndpoints(async (arrived) => void rows.push(...arrived));
  // The identity of the operator is the one that the endpoint gives out.
  vi.stubEnv('AZURE_CLIENT_ID', endpoints.settings['AZURE_CLIENT_ID']);
});
afterAll(async () => {
  await hub.close();
  await endpoints.close();
  vi.unstubAllEnvs();
});

beforeEach(async () => {
  await hub?.close();
  hub = await startEventHubs({ hubs: { 'sign-ins': 2, other: 1 } });
  settings = file('settings.json', JSON.stringify({ Values: values() }));
  rows.length = 0;
  await endpoints.alerts.clearMessages();
});

const values = () => ({ ...endpoints.settings, EventHubConnection: hub.connectionString });
const run = (...args: string[]) => runWith({}, ...args);
const runWith = (env: NodeJS.ProcessEnv, ...args: string[]) =>
  runInProcess(command, [...args, '--settings', settings], { XDG_STATE_HOME: STATE, ...env });
const states = () =>
  existsSync(join(STATE, 'entra-signin-risk')) ? readdirSync(join(STATE, 'entra-signin-risk')) : [];
const content = async (name = 'sign-ins') => readHub(hub.connectionString, name);
const texts = async (name?: string) => (await content(name)).map(({ body }) => body.toString()).sort();

const signIn = (id: string, time = '2026-11-16T08:00:00Z') =>
  JSON.stringify({ time, category: 'SignInLogs', resultType: '50126', properties: { id, userId: 'a' } });

describe('replay files', () => {
  it('sends the bodies of files as they are, and leaves no state behind', async () => {
    const { code, stdout, stderr } = await run('files', '--input', SPRAY);
    const bodies: string[] = [];
    for await (const { bytes } of readBodies(SPRAY)) bodies.push(bytes.toString());
    expect(await texts()).toEqual(bodies.sort());
    expect({ code, first: stdout.split('\n', 1)[0] }).toEqual({
      code: 0,
      first: expect.stringMatching(
        /^1 events, \d+ records, from .*02-password-spray\.json to the hub sign-ins at /,
      ),
    });
    expect(stderr).toMatch(/^How far it is stands in .*replay-[0-9a-f]{16}\.json$/m);
    expect(states()).toEqual([]);
  });

  it('says what it would send, and sends nothing, with --dry-run', async () => {
    const { code, stdout } = await run('files', '--input', SAMPLES, '--dry-run', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, events: 24, records: expect.any(Number) });
    expect(await content()).toEqual([]);
  });

  it('takes records of a time only', async () => {
    const path = file(
      'logs.jsonl',
      [7, 8, 9].map((hour) => signIn(`r${hour}`, `2026-11-16T0${hour}:00:00Z`)).join('\n'),
    );
    const { stderr } = await run(
      'files',
      '--input',
      path,
      '--since',
      '2026-11-16T08:00',
      '--until',
      '2026-11-16T09:00',
    );
    expect(await texts()).toEqual([signIn('r8', '2026-11-16T08:00:00Z')]);
    expect(stderr).toMatch(/^2 records are outside the time$/m);
  });

  it('tells of an event that the hub does not take, and sends the others', async () => {
    const large = JSON.stringify({ ...JSON.parse(signIn('large')), padding: 'x'.repeat(1_100_000) });
    const path = file('large.jsonl', [signIn('a'), large, signIn('b')].join('\n'));
    const { code, stdout } = await run('files', '--input', path);
    expect(code).toBe(1);
    expect(stdout).toMatch(/larger than the hub takes, not sent: .*large\.jsonl, line 2$/m);
    expect(await texts()).toEqual([signIn('a'), signIn('b')]);
  });

  it('goes into the pipeline, too', async () => {
    const path = file('pipeline.jsonl', [signIn('a'), signIn('b')].join('\n'));
    const { code, stdout } = await run('files', '--input', path, '--into', 'pipeline', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      events: 2,
      outcome: { rows: 2, alerts: 2 },
      isComplete: true,
    });
    expect(rows.map((row) => JSON.parse(row).RecordId).sort()).toEqual(['a', 'b']);
    expect(JSON.parse(rows[0] ?? '').EventPosition).toMatch(/^file-[0-9a-f]{8}\/\/0$/);
  });

  it('takes the connection string from standard input, and prints nothing of it', async () => {
    const path = file('one.jsonl', signIn('a'));
    const args = ['files', '--input', path, '--connection-string-stdin', '--hub', 'other'];
    const { code } = await runInProcess(
      command,
      args,
      { XDG_STATE_HOME: STATE },
      `${hub.connectionString}\n`,
    );
    expect({ code, bodies: await texts('other') }).toEqual({ code: 0, bodies: [signIn('a')] });
    const broken = await runInProcess(
      command,
      args,
      { XDG_STATE_HOME: STATE },
      'Endpoint=sb://;SharedAccessKey=sEcrEt',
    );
    expect(broken.code).toBe(2);
    expect(broken.stderr).toMatch(/holds is no connection string/);
    expect(broken.stderr).not.toContain('sEcrEt');
  });
});

describe('replay files, interrupted', () => {
  it('stops at Ctrl-C, and the same command sends the rest and nothing twice', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `r${index}`);
    const path = file('long.jsonl', ids.map((id) => signIn(id)).join('\n'));
    const args = ['files', '--input', path, '--settings', settings];
    const state = join(folder, 'long-state.json');
    const child = spawn(
      process.execPath,
      [join(ROOT, 'src/cli/main.ts'), 'replay', ...args, '--rate', '4', '--state', state],
      { cwd: folder, env: { PATH: process.env['PATH'], XDG_STATE_HOME: STATE } },
    );
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        printed += text;
      });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    await expect
      .poll(() => existsSync(state) && JSON.parse(readFileSync(state, 'utf8')).sent.events, {
        timeout: 20_000,
      })
      .toBeGreaterThan(0);
    child.kill('SIGINT');
    expect({ code: await ended, printed }).toEqual({
      code: 1,
      printed: expect.stringMatching(/stopped behind \d+ of 12 events; to go on: the same command/),
    });
    const some = (await content()).length;
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(12);
    const { code, stderr } = await run('files', '--input', path, '--state', state);
    expect({ code, told: stderr.includes(`Goes on behind ${some} of 12 events`) }).toEqual({
      code: 0,
      told: true,
    });
    expect(await texts()).toEqual(ids.map((id) => signIn(id)).sort());
  });

  it('notes the place when the hub goes away, and says so', async () => {
    const path = file('gone.jsonl', signIn('a'));
    await hub.close();
    const { code, stderr } = await runWith({}, 'files', '--input', path);
    expect(code).toBe(2);
    expect(stderr).toMatch(/The place is noted in .*replay-/);
    expect(stderr).toMatch(/HubError: the hub sign-ins at .*check that port 5671/);
    expect(states()).toHaveLength(1);
    hub = await startEventHubs({ hubs: { 'sign-ins': 2, other: 1 } });
  }, 90_000);
});

describe('replay hub', () => {
  const send = (partition: string, ...ids: string[]) =>
    sendBodies(
      hub.connectionString,
      'sign-ins',
      partition,
      ids.map((id) => signIn(id)),
    );
  const recordIds = () => rows.map((row) => JSON.parse(row).RecordId).sort();

  it('runs what the hub holds through the pipeline of the settings, with the places of the events', async () => {
    await send('0', 'a', 'b');
    await send('1', 'c');
    const { code, stdout } = await run('hub');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^3 events, 3 records, from the hub sign-ins at .* to the pipeline of the settings$/m,
    );
    expect(stdout).toMatch(/rows +3\n +alerts +3\n/);
    expect(recordIds()).toEqual(['a', 'b', 'c']);
    expect(rows.map((row) => JSON.parse(row).EventPosition).sort()).toEqual(['0/0/0', '0/1/0', '1/0/0']);
    expect((await endpoints.alerts.getProperties()).approximateMessagesCount).toBe(3);
  });

  it('keeps to a partition and a time, and sends no alerts when it is told so', async () => {
    await send('0', 'early');
    // The clock of the hub counts milliseconds.
    const sent = Date.now();
    await expect.poll(() => Date.now()).toBeGreaterThan(sent);
    const since = new Date().toISOString();
    await send('0', 'late');
    await send('1', 'elsewhere');
    const nothing = await run('hub', '--until', '2026-01-01', '--json');
    expect(JSON.parse(nothing.stdout)).toMatchObject({ events: 0, isComplete: true });
    const before = await run('hub', '--until', since, '--dry-run', '--json');
    expect(JSON.parse(before.stdout)).toMatchObject({ events: 1, records: null });
    const { stdout } = await run('hub', '--partition', '0', '--since', since, '--no-alerts');
    expect(stdout).toMatch(/alerts +0, 1 suppressed/);
    expect(recordIds()).toEqual(['late']);
    expect((await endpoints.alerts.getProperties()).approximateMessagesCount).toBe(0);
  });

  it('forwards to another hub', async () => {
    await send('0', 'a', 'b');
    const { code } = await run('hub', '--into', 'hub', '--to-hub', 'other');
    expect({ code, bodies: await texts('other') }).toEqual({ code: 0, bodies: [signIn('a'), signIn('b')] });
  });

  it('ends at what was there when it began, also when it feeds the hub that it reads', async () => {
    await send('0', 'a');
    const { code } = await run('hub', '--into', 'hub');
    expect({ code, bodies: await texts() }).toEqual({ code: 0, bodies: [signIn('a'), signIn('a')] });
  });

  it('spills what Log Analytics does not take, like the function', async () => {
    await send('0', 'a');
    const fault = { kind: 'answer', status: 403, code: 'OperationFailed', message: 'No role.' } as const;
    endpoints.logs.setFault(() => fault);
    const { code, stdout } = await run('hub');
    endpoints.logs.setFault(undefined);
    expect({ code, told: /rows +1, 1 rows and alerts wait in the spills/.test(stdout) }).toEqual({
      code: 0,
      told: true,
    });
  });

  it('stops where nothing can keep the data, and goes on once something can', async () => {
    await send('0', 'a', 'b', 'c');
    const fault = { kind: 'answer', status: 403, code: 'OperationFailed', message: 'No role.' } as const;
    endpoints.logs.setFault(() => fault);
    const state = join(folder, 'undeliverable.json');
    const broken = await runInProcess(command, [
      'hub',
      '--state',
      state,
      '--settings',
      file('spill.json', JSON.stringify({ Values: { ...values(), SPILL_CONTAINER: 'no-such' } })),
    ]);
    endpoints.logs.setFault(undefined);
    expect(broken.code).toBe(2);
    expect(broken.stderr).toMatch(
      /The place is noted in .*\nDeliveryError: the batch is not fully delivered/,
    );
    // Meanwhile the time of two events is over.
    hub.release('sign-ins', '0', 1);
    const { code, stdout } = await run('hub', '--state', state);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 of 3 events were not there any more$/m);
    expect(recordIds()).toEqual(['c']);
  });

  it('goes on by itself when a connection breaks', async () => {
    const ids = Array.from({ length: 6 }, (_, index) => `r${index}`);
    await send('0', ...ids);
    const replaying = run('hub', '--rate', '3', '--into', 'hub', '--to-hub', 'other');
    await expect.poll(() => hub.heldBytes('other')).toBeGreaterThan(0);
    hub.dropConnections();
    expect(await replaying).toMatchObject({ code: 0 });
    // What was under way when the answer was lost may be there twice.
    expect([...new Set(await texts('other'))]).toEqual(ids.map((id) => signIn(id)).sort());
    // Should the connection break while a batch is under way, the SDK waits for its answer first.
  }, 90_000);

  it('reads on where it was when a connection breaks between two batches', async () => {
    await send('0', ...Array.from({ length: 250 }, (_, index) => `r${index}`));
    const source = openHubSource({
      address: { namespace: '127.0.0.1', hub: 'sign-ins', connectionString: hub.connectionString },
      consumerGroup: '$Default',
      partitions: undefined,
      span: { since: undefined, until: undefined },
    });
    const { fixed } = await source.plan();
    const numbers: (number | null)[] = [];
    for await (const { item } of source.read(fixed, undefined)) {
      numbers.push(item.event.position.sequenceNumber);
      if (numbers.length === 100) hub.dropConnections();
    }
    await source.close();
    expect(numbers).toEqual(Array.from({ length: 250 }, (_, index) => index));
  });

  it('tells which hub or group is not there', async () => {
    const hubless = await run('hub', '--hub', 'nowhere');
    expect(hubless.stderr).toMatch(
      /HubError: the hub nowhere at .*MessagingEntityNotFoundError.*check the names/,
    );
    await send('0', 'a');
    const groupless = await run('hub', '--consumer-group', 'nobody');
    expect(groupless.stderr).toMatch(/HubError: .*MessagingEntityNotFoundError.*check the names/);
  });
});

describe('replay dead-letters', () => {
  const letters = [signIn('a'), 'oops'].map((bytes, index) => ({
    reason: index === 0 ? ('refused' as const) : ('not-json' as const),
    detail: 'detail',
    source: { partition: '0', sequenceNumber: index, enqueuedTime: '2026-11-16T08:00:00.000Z', index: 0 },
    bytes: Buffer.from(bytes),
  }));

  it('sends the original bytes of an hour of the container, and leaves them there', async () => {
    const [first, ...rest] = letters;
    if (first === undefined) throw new Error('no letters');
    const { name, content: lines } = toDeadLetterBlob([first, ...rest]);
    await createBlobStore(endpoints.deadLetters).put(name, lines, 10_000);
    expect((await run('dead-letters', '--folder', '2026-11-17')).stdout).toMatch(/^0 events, 0 records/);
    const { code } = await run('dead-letters', '--folder', '2026-11-16-08');
    expect({ code, bodies: await texts() }).toEqual({ code: 0, bodies: ['oops', signIn('a')].sort() });
    expect(await endpoints.deadLetters.getBlobClient(name).exists()).toBe(true);
  });

  it('sends those of files, by reason', async () => {
    const [first, ...rest] = letters;
    if (first === undefined) throw new Error('no letters');
    const path = file('letters.jsonl', toDeadLetterBlob([first, ...rest]).content);
    const { code } = await run('dead-letters', '--input', path, '--reason', 'refused');
    expect({ code, bodies: await texts() }).toEqual({ code: 0, bodies: [signIn('a')] });
  });
});

describe('what the operator got wrong', () => {
  it.each([
    [[], /say files, hub or dead-letters/],
    [['everything'], /there is no replay everything/],
    [['files'], /which logs\?/],
    [['files', '--input', 'no-such-file'], /InputError: no-such-file: cannot be read/],
    [['files', '--input', SPRAY, '--rate', 'fast'], /--rate must be a number/],
    [['files', '--input', SPRAY, '--no-alerts'], /--no-alerts goes with --into pipeline/],
    [['hub', '--since', '2026-11-17', '--until', '2026-11-16'], /--since must be before --until/],
    [['hub', '--into', 'space'], /--into must be hub or pipeline/],
    [['dead-letters', '--into', 'pipeline'], /dead-letters redrive sends/],
    [['dead-letters', '--folder', '../x'], /--folder must be an hour/],
  ])('%j is told', async (args, message) => {
    const { code, stderr } = await run(...args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });

  it('a hub that nothing names', async () => {
    const args = ['files', '--input', SPRAY];
    const { stderr } = await runInProcess(command, args, { XDG_STATE_HOME: STATE });
    expect(stderr).toMatch(/UsageError: which hub\? Name it with --namespace HOST and --hub NAME/);
  });
});
