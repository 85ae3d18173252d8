import { EventHubConsumerClient, latestEventPosition } from '@azure/event-hubs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBlobStore } from '../../src/adapters/blobStore.ts';
import * as command from '../../src/cli/doctor/command.ts';
import { toSpillBlob } from '../../src/delivery/spill.ts';
import { toAlertLine } from '../../src/delivery/spillLines.ts';
import { runInProcess } from '../support/cliInProcess.ts';
import { file } from '../support/cliRun.ts';
import * as deployed from '../support/deployedContent.ts';
import { type DoctorBench, faultsIn, GROUP, REFUSAL, startDoctorBench } from '../support/doctorBench.ts';
import { startFaultProxy, writeStorageError } from '../support/faultProxy.ts';

let bench: DoctorBench;
beforeAll(async () => {
  bench = await startDoctorBench();
});
afterAll(() => bench.close());

describe('doctor finds no fault', () => {
  it('in a deployment that works, and says what it looked at', async () => {
    const { code, findings } = await bench.withArm(deployed.deployedContent(bench.healthy));
    expect(faultsIn(findings)).toEqual([]);
    expect(code).toBe(0);
    expect(findings.map(({ check, state }) => `${check} ${state}`)).toEqual([
      ...[
        'settings ok',
        'names ok',
        'clock ok',
        'tokens ok',
        'hub ok',
        'events ok',
        'consumer-group ok',
        'lag ok',
      ],
      ...['rows ok', 'queue ok', 'container:spills ok', 'container:deadLetters ok', 'backlog ok'],
      ...['app ok', 'roles ok', 'stream ok', 'table ok', 'key ok', 'setting ok'],
    ]);
    // Nothing is changed in Azure: the one POST only lists the settings.
    expect(bench.arm.requests.filter((request) => !request.startsWith('GET'))).toEqual([
      `POST ${deployed.SETTINGS}`,
    ]);
  });

  it('in settings as the Azure CLI prints them', async () => {
    const list = Object.entries(bench.healthy).map(([name, value]) => ({ name, slotSetting: false, value }));
    const path = file('az.json', JSON.stringify(list));
    const { code, stdout } = await runInProcess(command, ['--settings', path]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^ok {4}settings .* are valid$/m),
    });
    const neither = await runInProcess(command, ['--settings', file('neither.json', '{"values": {}}')]);
    expect(neither.stderr).toMatch(/not a valid settings file .*\n {2}the whole file: neither \{"Values": /);
  });

  it('in settings alone, and names what --app would add', async () => {
    const findings = await bench.doctor(bench.healthy);
    expect(faultsIn(findings)).toEqual([]);
    expect(findings.at(-1)).toMatchObject({
      check: 'azure',
      state: 'skipped',
      todo: expect.stringContaining('--app'),
    });
  });
});

describe('doctor --write', () => {
  it('puts a message into the queue that nobody sees, and takes it back', async () => {
    const findings = await bench.doctor(bench.healthy, '--write');
    expect(findings).toContainEqual({
      check: 'queue:write',
      state: 'ok',
      found: 'signin-alerts takes messages',
    });
    expect((await bench.endpoints.alerts.peekMessages()).peekedMessageItems).toEqual([]);
    expect((await bench.endpoints.alerts.getProperties()).approximateMessagesCount).toBe(0);
  });

  it('tells that the queue takes none', async () => {
    const { azurite, certificates } = bench.endpoints;
    const queue = bench.keep(await startFaultProxy(azurite.queueEndpoint, certificates, writeStorageError));
    queue.setFault((_, { method }) => (method === 'POST' ? REFUSAL : undefined));
    const findings = await bench.doctor(
      { ...bench.healthy, ALERT_QUEUE_ENDPOINT: queue.endpoint },
      '--write',
    );
    expect(faultsIn(findings)).toEqual([
      {
        check: 'queue:write',
        state: 'fault',
        found: expect.stringMatching(/^status 403 from /),
        todo: expect.stringContaining('Storage Queue Data Message Sender'),
      },
    ]);
  });
});

describe('doctor does not take for a fault', () => {
  it('good data that waits: it warns', async () => {
    const source = { partition: '0', sequenceNumber: 7, enqueuedTime: '2026-11-16T09:00:00.000Z', index: 0 };
    const line = toAlertLine({ alert: { id: 'x', text: '{"id":"x"}' }, source });
    const { name, content, metadata } = await toSpillBlob({ sink: 'alerts', lines: [line], source });
    await createBlobStore(bench.endpoints.spills).put(name, content, 10_000, metadata);
    const findings = await bench.doctor(bench.healthy);
    await bench.endpoints.spills.deleteBlob(name);
    expect(faultsIn(findings)).toEqual([]);
    expect(findings).toContainEqual({
      check: 'backlog',
      state: 'warning',
      found: '1 spill waits, the oldest from 2026-11-16T09:00:00.000Z, tried up to 0 times',
      todo: expect.stringContaining('spills redeliver'),
    });
  });

  it('that somebody reads the consumer group', async () => {
    const reader = new EventHubConsumerClient(GROUP, bench.hub.connectionString, 'sign-ins');
    const reads = Promise.withResolvers<void>();
    const handlers = { processEvents: async () => reads.resolve(), processError: async () => undefined };
    const options = { startPosition: latestEventPosition, ownerLevel: 1, maxWaitTimeInSeconds: 0.1 };
    const subscription = reader.subscribe('0', handlers, options);
    await reads.promise;
    const findings = await bench.doctor(bench.healthy);
    await subscription.close();
    await reader.close();
    expect(faultsIn(findings)).toEqual([]);
    expect(findings).toContainEqual({
      check: 'consumer-group',
      state: 'ok',
      found: `${GROUP} is there, and somebody reads it`,
    });
  });

  it('a checkpoint that names no number', async () => {
    const behind = await bench.startOldHub(45);
    const blob = bench.endpoints.checkpoints.getBlockBlobClient(
      `127.0.0.1:${behind.port}/sign-ins/${GROUP}/checkpoint/0`,
    );
    await blob.upload('', 0, { metadata: { offset: '1:2:3', sequencenumber: '-9223372036854775808' } });
    const findings = await bench.doctor({ ...bench.healthy, EventHubConnection: behind.connectionString });
    await blob.delete();
    expect(faultsIn(findings)).toEqual([]);
  });

  it('checkpoints that this identity may not read', async () => {
    bench.blobs.setFault(REFUSAL);
    const findings = await bench.doctor({
      ...bench.healthy,
      AzureWebJobsStorage__blobServiceUri: bench.blobs.endpoint,
    });
    bench.blobs.setFault(undefined);
    expect(faultsIn(findings)).toEqual([]);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'lag', state: 'skipped' }));
  });
});

describe('doctor, on the terminal', () => {
  it('prints one table, with what to do below each fault, and no text of a service as it came', async () => {
    const message = 'No \u001b[31mright\u202e.';
    bench.endpoints.logs.setFault(() => ({ kind: 'answer', status: 403, code: 'OperationFailed', message }));
    const path = file('hostile.json', JSON.stringify({ Values: bench.healthy }));
    const { code, stdout } = await runInProcess(command, ['--settings', path]);
    bench.endpoints.logs.setFault(undefined);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ok {4}settings {14}all \d+ settings are valid$/m);
    expect(stdout).toMatch(
      /^FAULT rows {18}status 403 from 127\.0\.0\.1:\d+, OperationFailed, No \ufffd\[31mright\ufffd\./m,
    );
    expect(stdout).toMatch(/^ {28}-> check the settings LOGS_INGESTION_ENDPOINT/m);
    expect(stdout).toMatch(/\n\n1 fault, \d+ ok, 1 not looked at\n$/);
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('\u202e');
    expect(stdout).not.toContain('SharedAccessKey');
  });

  it.each([
    [['--newest', 'soon'], /--newest must be a number of minutes/],
    [['more'], /"more" is one too many/],
    [['--settings', 'no-such-file'], /no-such-file: the settings file cannot be read/],
    [['--app', '/subscriptions/x'], /--app must be the resource id of the function app/],
    [['--arm-endpoint', 'http://x'], /--arm-endpoint must be an https URL/],
  ])('%j is told, with exit code 2', async (args, message) => {
    expect(await runInProcess(command, args)).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(message),
    });
  });
});
