import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventHubConsumerClient, latestEventPosition } from '@azure/event-hubs';
import { BlobCheckpointStore } from '@azure/eventhubs-checkpointstore-blob';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createBlobStore } from '../../src/adapters/blobStore.ts';
import { createOperatorCredential } from '../../src/cli/credential.ts';
import { readApp } from '../../src/cli/doctor/arm/app.ts';
import { createArm } from '../../src/cli/doctor/arm/client.ts';
import { ROLES } from '../../src/cli/doctor/arm/roles.ts';
import * as command from '../../src/cli/doctor/command.ts';
import { toDeployment } from '../../src/cli/doctor/deployment.ts';
import { toArmChecks } from '../../src/cli/doctor/examine.ts';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { toSpillBlob } from '../../src/delivery/spill.ts';
import { toAlertLine } from '../../src/delivery/spillLines.ts';
import { type Endpoints, startEndpoints } from '../../src/sandbox/endpoints.ts';
import { type EventHubsEndpoint, startEventHubs } from '../../src/sandbox/eventHubs/endpoint.ts';
import { type ArmContent, type ArmEndpoint, startArm } from '../support/armEndpoint.ts';
import { runInProcess } from '../support/cliInProcess.ts';
import { file, ROOT } from '../support/cliRun.ts';
import * as deployed from '../support/deployedContent.ts';
import { type FaultProxy, startFaultProxy, writeStorageError } from '../support/faultProxy.ts';
import { sendBodies } from '../support/hubContent.ts';

const MINUTES = 60_000;
const GROUP = 'readers';

let endpoints: Endpoints;
let arm: ArmEndpoint;
/** In front of the blob service. */
let blobs: FaultProxy;
/** A hub with one event, which the function has read. */
let hub: EventHubsEndpoint;
const others: { close(): Promise<void> }[] = [];
/** Settings of a deployment in which everything works. */
let healthy: Record<string, string>;
/** Hubs in other states; made beforehand, since the clock is turned back for it. */
const hubs = { empty: '', stopped: '', behind: '', unread: '' };

beforeAll(async () => {
  endpoints = await startEndpoints(async () => undefined);
  vi.stubEnv('AZURE_CLIENT_ID', endpoints.settings['AZURE_CLIENT_ID']);
  arm = await startArm(endpoints.certificates);
  blobs = await startFaultProxy(endpoints.azurite.blobEndpoint, endpoints.certificates, writeStorageError);
  const stopped = await oldHub(120);
  await checkpoint(stopped, '0', 0);
  const behind = await oldHub(45);
  await checkpoint(behind, '1', 7);
  const unread = await oldHub(1);
  const empty = await startHub();
  others.push(empty);
  for (const [name, one] of Object.entries({ stopped, behind, unread, empty }))
    Object.assign(hubs, { [name]: one.connectionString });
  hub = await startHub();
  await sendBodies(hub.connectionString, 'sign-ins', '0', ['{}']);
  await checkpoint(hub, '0', 0);
  healthy = {
    ...endpoints.settings,
    EventHubConnection: hub.connectionString,
    EventHubConnection__fullyQualifiedNamespace: 'evhns-example.servicebus.windows.net',
    EVENT_HUB_CONSUMER_GROUP: GROUP,
    AzureWebJobsStorage__blobServiceUri: endpoints.azurite.blobEndpoint,
  };
});
afterAll(async () => {
  await Promise.all([hub, ...others, blobs, arm].map((one) => one.close()));
  await endpoints.close();
  vi.unstubAllEnvs();
});

const startHub = () => startEventHubs({ hubs: { 'sign-ins': 2 }, consumerGroups: [GROUP] });

/** Notes a partition as done, as the Functions host does. */
async function checkpoint(of: EventHubsEndpoint, partitionId: string, sequenceNumber: number): Promise<void> {
  await new BlobCheckpointStore(endpoints.checkpoints).updateCheckpoint({
    fullyQualifiedNamespace: `127.0.0.1:${of.port}`,
    eventHubName: 'sign-ins',
    consumerGroup: GROUP,
    partitionId,
    sequenceNumber,
    offset: String(sequenceNumber),
  });
}

/** A hub of its own, whose one event was taken in so long ago. */
async function oldHub(minutes: number): Promise<EventHubsEndpoint> {
  const old = await startHub();
  others.push(old);
  const then = Date.now() - minutes * MINUTES;
  const clock = vi.spyOn(Date, 'now').mockReturnValue(then);
  await sendBodies(old.connectionString, 'sign-ins', '0', ['{}']).finally(() => clock.mockRestore());
  return old;
}

let files = 0;
async function doctor(settings: Record<string, string | undefined>, ...args: string[]): Promise<Finding[]> {
  const path = file(`settings-${++files}.json`, JSON.stringify({ Values: settings }));
  const { code, stdout, stderr } = await runInProcess(command, ['--settings', path, '--json', ...args]);
  expect(stderr).toBe('');
  const findings: Finding[] = JSON.parse(stdout);
  expect(code).toBe(findings.some(({ state }) => state === 'fault') ? 1 : 0);
  return findings;
}

const faultsIn = (findings: readonly Finding[]) => findings.filter(({ state }) => state === 'fault');

const withArm = async (content: ArmContent, ...more: string[]) => {
  arm.content = content;
  arm.requests.length = 0;
  const args = ['--app', deployed.APP, '--arm-endpoint', arm.endpoint, '--json'];
  const { code, stdout, stderr } = await runInProcess(command, [...args, ...more]);
  expect(stderr).toBe('');
  return { code, findings: JSON.parse(stdout) as Finding[] };
};

describe('doctor finds no fault', () => {
  it('in a deployment that works, and says what it looked at', async () => {
    const { code, findings } = await withArm(deployed.deployedContent(healthy));
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
    expect(arm.requests.filter((request) => !request.startsWith('GET'))).toEqual([
      `POST ${deployed.SETTINGS}`,
    ]);
  });

  it('in settings as the Azure CLI prints them', async () => {
    const list = Object.entries(healthy).map(([name, value]) => ({ name, slotSetting: false, value }));
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
    const findings = await doctor(healthy);
    expect(faultsIn(findings)).toEqual([]);
    expect(findings.at(-1)).toMatchObject({
      check: 'azure',
      state: 'skipped',
      todo: expect.stringContaining('--app'),
    });
  });
});

/** A deployment that is broken in one place: what is done to it, and what doctor must say. */
interface Broken {
  readonly what: string;
  readonly check: string;
  /** What else is named, because it is broken with it. */
  readonly also?: readonly string[];
  readonly found: RegExp;
  readonly todo: RegExp;
  /** @returns the settings; what has to be undone is done by `undo` */
  readonly settings: () => Promise<Record<string, string | undefined>> | Record<string, string | undefined>;
  readonly undo?: () => void;
}

const refusal = {
  kind: 'answer',
  status: 403,
  code: 'AuthorizationPermissionMismatch',
  message: 'No right.',
} as const;

const BROKEN: readonly Broken[] = [
  {
    what: 'a setting is missing',
    check: 'settings',
    found: /LOGS_INGESTION_RULE_ID: is not set/,
    todo: /the app does not start/,
    settings: () => ({ ...healthy, LOGS_INGESTION_RULE_ID: undefined }),
  },
  {
    what: 'a setting is wrong',
    check: 'settings',
    found: /ALERT_QUEUE_ENDPOINT: must be an https URL/,
    todo: /the app does not start/,
    settings: () => ({ ...healthy, ALERT_QUEUE_ENDPOINT: 'http://stexample.queue.core.windows.net' }),
  },
  {
    what: 'a host name leads nowhere',
    check: 'names',
    found: /dcr-example\.invalid: /,
    todo: /DNS/,
    settings: () => ({ ...healthy, LOGS_INGESTION_ENDPOINT: 'https://dcr-example.invalid' }),
  },
  {
    what: 'the clock is wrong',
    check: 'clock',
    found: /this machine is (59\d|60\d) s ahead of the service/,
    todo: /set the clock/,
    settings: () => {
      const date = new Date(Date.now() - 10 * MINUTES).toUTCString();
      // What asks for the time shows no token.
      blobs.setFault((_, { headers }) =>
        headers.authorization === undefined ? { ...refusal, headers: { date } } : undefined,
      );
      return { ...healthy, BLOB_ENDPOINT: blobs.endpoint };
    },
    undo: () => blobs.setFault(undefined),
  },
  {
    what: 'nobody is signed in',
    check: 'tokens',
    found: /no token for storage/,
    todo: /az login/,
    settings: () => {
      vi.stubEnv('AZURE_CLIENT_ID', '00000000-0000-4000-8000-000000000009');
      return healthy;
    },
    undo: () => vi.stubEnv('AZURE_CLIENT_ID', endpoints.settings['AZURE_CLIENT_ID']),
  },
  {
    what: 'nothing listens at the namespace',
    check: 'hub',
    found: /ECONNREFUSED/,
    todo: /port 5671/,
    settings: async () => {
      const closed = await startHub();
      await closed.close();
      return { ...healthy, EventHubConnection: closed.connectionString };
    },
  },
  {
    what: 'the hub has another name',
    check: 'hub',
    found: /nowhere at .*MessagingEntityNotFoundError/,
    todo: /EVENT_HUB_NAME/,
    settings: () => ({ ...healthy, EVENT_HUB_NAME: 'nowhere' }),
  },
  {
    what: 'the consumer group is missing',
    check: 'consumer-group',
    found: /^nobody: MessagingEntityNotFoundError/,
    todo: /consumer group/,
    settings: () => ({ ...healthy, EVENT_HUB_CONSUMER_GROUP: 'nobody' }),
  },
  {
    what: 'nothing has ever been sent to the hub',
    check: 'events',
    found: /no event has ever arrived/,
    todo: /npm run azure -- connect/,
    settings: () => ({ ...healthy, EventHubConnection: hubs.empty }),
  },
  {
    what: 'the diagnostic setting has stopped',
    check: 'events',
    found: /the newest event is from .*, 2 h 0 min ago/,
    todo: /diagnostic setting/,
    settings: () => ({ ...healthy, EventHubConnection: hubs.stopped }),
  },
  {
    what: 'the function has stopped',
    check: 'lag',
    found: /1 event waits, the oldest for 45 min/,
    todo: /Application Insights/,
    settings: () => ({ ...healthy, EventHubConnection: hubs.behind }),
  },
  {
    what: 'the function has never run',
    check: 'lag',
    found: /the function has never read this hub; 1 event waits/,
    todo: /deploy the code/,
    settings: () => ({ ...healthy, EventHubConnection: hubs.unread }),
  },
  {
    what: 'the role on the data collection rule is missing',
    check: 'rows',
    found: /status 403 from .*, OperationFailed/,
    todo: /Monitoring Metrics Publisher/,
    settings: () => {
      const fault = { kind: 'answer', status: 403, code: 'OperationFailed', message: 'No access.' } as const;
      endpoints.logs.setFault(() => fault);
      return healthy;
    },
    undo: () => endpoints.logs.setFault(undefined),
  },
  {
    what: 'the data collection rule is another',
    check: 'rows',
    found: /status 404 from .*, NotFound/,
    todo: /LOGS_INGESTION_RULE_ID/,
    settings: () => ({ ...healthy, LOGS_INGESTION_RULE_ID: `dcr-${'1'.repeat(32)}` }),
  },
  {
    what: 'the audience is that of another cloud',
    check: 'rows',
    found: /status 401 from /,
    todo: /LOGS_INGESTION_ENDPOINT/,
    settings: () => ({ ...healthy, LOGS_INGESTION_AUDIENCE: 'https://monitor.azure.us' }),
  },
  {
    what: 'the queue is missing',
    check: 'queue',
    found: /status 404 from .*QueueNotFound/,
    todo: /ALERT_QUEUE_NAME/,
    settings: () => ({ ...healthy, ALERT_QUEUE_NAME: 'no-such-queue' }),
  },
  {
    what: 'the container of the spills is missing',
    check: 'container:spills',
    found: /status 404 from .*ContainerNotFound/,
    todo: /SPILL_CONTAINER/,
    settings: () => ({ ...healthy, SPILL_CONTAINER: 'no-such-container' }),
  },
  {
    what: 'the container of the dead letters is missing',
    check: 'container:deadLetters',
    found: /status 404 from .*ContainerNotFound/,
    todo: /DEAD_LETTER_CONTAINER/,
    settings: () => ({ ...healthy, DEAD_LETTER_CONTAINER: 'no-such-container' }),
  },
  {
    what: 'the role on the containers is missing',
    check: 'container:spills',
    also: ['container:deadLetters'],
    found: /status 403 from .*AuthorizationPermissionMismatch/,
    todo: /Storage Blob Data Contributor/,
    settings: () => {
      blobs.setFault(refusal);
      return { ...healthy, BLOB_ENDPOINT: blobs.endpoint };
    },
    undo: () => blobs.setFault(undefined),
  },
];

/** What doctor says of a deployment that is broken in one place: that, and nothing that only follows from it. */
async function expectNamed({ check, also = [], found, todo, settings, undo }: Broken): Promise<void> {
  const findings = await doctor(await settings()).finally(() => undo?.());
  const faults = faultsIn(findings).filter((one) => one.check === check);
  expect(faults).toContainEqual({
    check,
    state: 'fault',
    found: expect.stringMatching(found),
    todo: expect.stringMatching(todo),
  });
  expect([...new Set(faultsIn(findings).map((one) => one.check))].sort()).toEqual([check, ...also].sort());
}

describe('doctor names the fault when', () => {
  // Those that change what others look at wait for their turn.
  it.concurrent.each(BROKEN.filter(({ undo }) => undo === undefined))('$what', expectNamed);
});

describe('doctor names the fault, when', () => {
  it.each(BROKEN.filter(({ undo }) => undo !== undefined))('$what', expectNamed);
});

/** What Azure tells of a deployment that is broken in one place. */
interface BrokenInAzure {
  readonly what: string;
  readonly check: string;
  readonly found: RegExp;
  readonly todo: RegExp;
  readonly change: (content: ArmContent) => ArmContent;
}

const withColumns = (
  content: ArmContent,
  path: string,
  change: (columns: unknown[]) => unknown[],
): ArmContent => {
  const body = structuredClone(content[path]) as {
    value?: [{ properties: { streamDeclarations: Record<string, { columns: unknown[] }> } }];
    properties?: { schema: { columns: unknown[] } };
  };
  const stream = body.value?.[0].properties.streamDeclarations['Custom-EntraSigninRisk_CL'];
  const holder = stream ?? body.properties?.schema;
  if (holder === undefined) throw new Error(`no columns at ${path}`);
  holder.columns = change(holder.columns);
  return { ...content, [path]: body };
};

/** One settings object of the tenant, changed. */
const withDiagnostics = (content: ArmContent, properties: object): ArmContent => {
  const { value } = content[deployed.DIAGNOSTICS] as { value: [{ name: string; properties: object }] };
  const [first] = value;
  return {
    ...content,
    [deployed.DIAGNOSTICS]: { value: [{ ...first, properties: { ...first.properties, ...properties } }] },
  };
};

const BROKEN_IN_AZURE: readonly BrokenInAzure[] = [
  {
    what: 'the app is stopped',
    check: 'app',
    found: /^func-example is Stopped$/,
    todo: /az functionapp start/,
    change: (content) => ({
      ...content,
      [deployed.APP]: { ...(content[deployed.APP] as object), properties: { state: 'Stopped' } },
    }),
  },
  {
    what: 'the app has another identity than its settings say',
    check: 'identity',
    found: /no identity with the client id of AZURE_CLIENT_ID/,
    todo: /assign the identity/,
    change: (content) => ({ ...content, [deployed.APP]: { identity: {}, properties: { state: 'Running' } } }),
  },
  ...(
    [
      ['hub', /Azure Event Hubs Data Receiver on the hub \(sign-ins\)/],
      ['rule', /Monitoring Metrics Publisher on the data collection rule/],
      ['queue', /Storage Queue Data Message Sender on the queue \(signin-alerts\)/],
      ['spills', /Storage Blob Data Contributor on the container of the spills/],
      ['deadLetters', /Storage Blob Data Contributor on the container of the dead letters/],
      ['host', /Storage Blob Data Owner on the host’s storage account/],
    ] as const
  ).map(
    ([name, found]): BrokenInAzure => ({
      what: `the app has not its role: ${name}`,
      check: 'roles',
      found,
      todo: /up to 30 minutes/,
      change: (content) => ({ ...content, [deployed.rolesOf(deployed.SCOPES[name])]: { value: [] } }),
    }),
  ),
  {
    what: 'the role is held below the resource only',
    check: 'roles',
    found: /Storage Blob Data Owner on the host’s storage account/,
    todo: /assign it/,
    change: (content) => ({
      ...content,
      [deployed.rolesOf(deployed.SCOPES.host)]: {
        value: [
          {
            properties: {
              roleDefinitionId:
                '/providers/Microsoft.Authorization/roleDefinitions/b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
              scope: deployed.SCOPES.spills,
            },
          },
        ],
      },
    }),
  },
  {
    what: 'the rule is not beside the app',
    check: 'stream',
    found: /there is no data collection rule dcr-0+1 beside the app/,
    todo: /LOGS_INGESTION_RULE_ID/,
    change: (content) => ({ ...content, [deployed.RULE_LIST]: { value: [] } }),
  },
  {
    what: 'the stream lacks a column',
    check: 'stream',
    found: /^Custom-EntraSigninRisk_CL: no RecordId$/,
    todo: /deploy the infrastructure of this version/,
    change: (content) =>
      withColumns(content, deployed.RULE_LIST, (columns) =>
        columns.filter((one) => !isNamed(one, 'RecordId')),
      ),
  },
  {
    what: 'a column of the stream has another type',
    check: 'stream',
    found: /PasswordProven is string in place of boolean/,
    todo: /deploy the infrastructure of this version/,
    change: (content) =>
      withColumns(content, deployed.RULE_LIST, (columns) =>
        columns.map((one) =>
          isNamed(one, 'PasswordProven') ? { name: 'PasswordProven', type: 'string' } : one,
        ),
      ),
  },
  {
    what: 'the table lacks columns',
    check: 'table',
    found: /^EntraSigninRisk_CL: no TimeGenerated, CreatedDateTime$/,
    todo: /deploy the infrastructure of this version/,
    change: (content) => withColumns(content, deployed.TABLE, (columns) => columns.slice(2)),
  },
  {
    what: 'the table is missing',
    check: 'table',
    found: /the workspace has no table EntraSigninRisk_CL/,
    todo: /deploy the infrastructure/,
    change: (content) => ({ ...content, [deployed.TABLE]: 404 }),
  },
  {
    what: 'the namespace takes no keys',
    check: 'key',
    found: /disableLocalAuth/,
    todo: /turn local auth on/,
    change: (content) => ({ ...content, [deployed.NAMESPACE]: { properties: { disableLocalAuth: true } } }),
  },
  {
    what: 'the shared access rule is gone',
    check: 'key',
    found: /no shared access rule that may send/,
    todo: /npm run azure -- connect/,
    change: (content) => ({ ...content, [deployed.KEYS]: { value: [] } }),
  },
  {
    what: 'the tenant has no diagnostic setting for the hub',
    check: 'setting',
    found: /none of the tenant’s 1 diagnostic settings leads to this hub/,
    todo: /npm run azure -- connect/,
    change: (content) => withDiagnostics(content, { eventHubName: 'another' }),
  },
  {
    what: 'the diagnostic setting sends no sign-ins',
    check: 'setting',
    found: /entra-signin-risk sends no sign-ins/,
    todo: /npm run azure -- connect/,
    change: (content) => withDiagnostics(content, { logs: [{ category: 'AuditLogs', enabled: true }] }),
  },
];

function isNamed(column: unknown, name: string): boolean {
  return typeof column === 'object' && column !== null && 'name' in column && column.name === name;
}

describe('doctor, by what Azure tells, names the fault when', () => {
  it.each(BROKEN_IN_AZURE)('$what', async ({ check, found, todo, change }) => {
    const findings = await inAzure(change(deployed.deployedContent(healthy)));
    expect(faultsIn(findings)).toEqual([
      { check, state: 'fault', found: expect.stringMatching(found), todo: expect.stringMatching(todo) },
    ]);
  });

  it('the app is not there, or may not be read: and looks at the rest', async () => {
    const settings = file('beside.json', JSON.stringify({ Values: healthy }));
    const odd = await withArm({ [deployed.APP]: { properties: 7 } }, '--settings', settings);
    expect(faultsIn(odd.findings)).toEqual([
      expect.objectContaining({ check: 'app', todo: 'check that --app is one' }),
    ]);
    for (const [status, todo] of [
      [404, /check --app/],
      [403, /Website Contributor/],
    ] as const) {
      const { code, findings } = await withArm({ [deployed.APP]: status }, '--settings', settings);
      expect({ code, faults: faultsIn(findings) }).toEqual({
        code: 1,
        faults: [
          {
            check: 'app',
            state: 'fault',
            found: expect.stringContaining(`status ${status}`),
            todo: expect.stringMatching(todo),
          },
        ],
      });
    }
  });
});

/** The part of the examination that asks Azure alone. */
async function inAzure(content: ArmContent): Promise<readonly Finding[]> {
  arm.content = content;
  const credential = createOperatorCredential();
  const client = createArm(arm.endpoint, credential);
  const app = await readApp(client, deployed.APP);
  const patience = { newestMinutes: 60, waitingMinutes: 10 };
  const deployment = toDeployment(app.settings, credential, patience);
  const checks = toArmChecks(deployment, { arm: client, app });
  return (await Promise.all(checks.map((check) => check()))).flat();
}

describe('what Azure does not tell', () => {
  it('is said, and is no fault', async () => {
    const content = deployed.deployedContent(healthy);
    for (const path of [deployed.RULE_LIST, deployed.KEYS, deployed.DIAGNOSTICS]) content[path] = 403;
    const findings = await inAzure(content);
    expect(faultsIn(findings)).toEqual([]);
    expect(findings.filter(({ state }) => state === 'skipped').map(({ check }) => check)).toEqual([
      'roles',
      'stream',
      'key',
    ]);
    const noEntra = await inAzure({ ...deployed.deployedContent(healthy), [deployed.DIAGNOSTICS]: 403 });
    expect(noEntra).toContainEqual({
      check: 'setting',
      state: 'skipped',
      found: expect.stringContaining('status 403'),
      todo: 'it takes Security Reader in Entra',
    });
  });

  it('categories that are not sent are a matter of choice', async () => {
    const logs = [{ category: 'SignInLogs', enabled: true }];
    const findings = await inAzure(withDiagnostics(deployed.deployedContent(healthy), { logs }));
    expect(faultsIn(findings)).toEqual([]);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'setting', state: 'warning' }));
  });

  it('what this identity may not do is no fault of a deployment whose roles Azure tells', async () => {
    const fault = { kind: 'answer', status: 403, code: 'OperationFailed', message: 'No access.' } as const;
    endpoints.logs.setFault(() => fault);
    const { code, findings } = await withArm(deployed.deployedContent(healthy));
    endpoints.logs.setFault(undefined);
    expect({ code, rows: findings.find(({ check }) => check === 'rows') }).toEqual({
      code: 0,
      rows: {
        check: 'rows',
        state: 'warning',
        found: expect.stringContaining('status 403'),
        todo: expect.stringContaining('your own identity'),
      },
    });
  });

  it('roles are those that the templates assign', () => {
    const bicep = readFileSync(join(ROOT, 'infra/modules/roles.bicep'), 'utf8');
    for (const { name, ids } of Object.values(ROLES)) expect(bicep, name).toContain(`'${ids[0]}'`);
  });
});

describe('doctor --write', () => {
  it('puts a message into the queue that nobody sees, and takes it back', async () => {
    const findings = await doctor(healthy, '--write');
    expect(findings).toContainEqual({
      check: 'queue:write',
      state: 'ok',
      found: 'signin-alerts takes messages',
    });
    expect((await endpoints.alerts.peekMessages()).peekedMessageItems).toEqual([]);
    expect((await endpoints.alerts.getProperties()).approximateMessagesCount).toBe(0);
  });

  it('tells that the queue takes none', async () => {
    const queue = await startFaultProxy(
      endpoints.azurite.queueEndpoint,
      endpoints.certificates,
      writeStorageError,
    );
    others.push(queue);
    queue.setFault((_, { method }) => (method === 'POST' ? refusal : undefined));
    const findings = await doctor({ ...healthy, ALERT_QUEUE_ENDPOINT: queue.endpoint }, '--write');
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
    await createBlobStore(endpoints.spills).put(name, content, 10_000, metadata);
    const findings = await doctor(healthy);
    await endpoints.spills.deleteBlob(name);
    expect(faultsIn(findings)).toEqual([]);
    expect(findings).toContainEqual({
      check: 'backlog',
      state: 'warning',
      found: '1 spill waits, the oldest from 2026-11-16T09:00:00.000Z, tried up to 0 times',
      todo: expect.stringContaining('spills redeliver'),
    });
  });

  it('that somebody reads the consumer group', async () => {
    const reader = new EventHubConsumerClient(GROUP, hub.connectionString, 'sign-ins');
    const reads = Promise.withResolvers<void>();
    const handlers = { processEvents: async () => reads.resolve(), processError: async () => undefined };
    const options = { startPosition: latestEventPosition, ownerLevel: 1, maxWaitTimeInSeconds: 0.1 };
    const subscription = reader.subscribe('0', handlers, options);
    await reads.promise;
    const findings = await doctor(healthy);
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
    const port = new URL(hubs.behind.slice('Endpoint='.length).split(';', 1)[0] ?? '').port;
    const blob = endpoints.checkpoints.getBlockBlobClient(`127.0.0.1:${port}/sign-ins/${GROUP}/checkpoint/0`);
    await blob.upload('', 0, { metadata: { offset: '1:2:3', sequencenumber: '-9223372036854775808' } });
    const findings = await doctor({ ...healthy, EventHubConnection: hubs.behind });
    await blob.delete();
    expect(faultsIn(findings)).toEqual([]);
  });

  it('checkpoints that this identity may not read', async () => {
    blobs.setFault(refusal);
    const findings = await doctor({ ...healthy, AzureWebJobsStorage__blobServiceUri: blobs.endpoint });
    blobs.setFault(undefined);
    expect(faultsIn(findings)).toEqual([]);
    expect(findings).toContainEqual(expect.objectContaining({ check: 'lag', state: 'skipped' }));
  });
});

describe('doctor, on the terminal', () => {
  it('prints one table, with what to do below each fault, and no text of a service as it came', async () => {
    const message = 'No \u001b[31mright\u202e.';
    endpoints.logs.setFault(() => ({ kind: 'answer', status: 403, code: 'OperationFailed', message }));
    const path = file('hostile.json', JSON.stringify({ Values: healthy }));
    const { code, stdout } = await runInProcess(command, ['--settings', path]);
    endpoints.logs.setFault(undefined);
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
