import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toConfig } from '../../src/config.ts';
import { at, type Example, isExpression, readPipelines, toAppSettings } from '../support/snapshots.ts';
import { ROOT } from '../support/sources.ts';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const pipelines = readPipelines();

/** Settings of the Functions host and of the trigger's connection, which src/config.ts does not read. */
const PLATFORM = [
  'AzureWebJobsStorage__blobServiceUri',
  'AzureWebJobsStorage__credential',
  'AzureWebJobsStorage__clientId',
  'AzureWebJobsDisableHomepage',
  'APPLICATIONINSIGHTS_CONNECTION_STRING',
  'APPLICATIONINSIGHTS_AUTHENTICATION_STRING',
  'APPLICATION_INSIGHTS_NO_STATSBEAT',
  'EventHubConnection__credential',
  'EventHubConnection__clientId',
  'AlertQueueConnection__credential',
  'AlertQueueConnection__clientId',
];

/** Connection strings, for a local run only: a deployment has an identity. */
const LOCAL_ONLY = ['EventHubConnection', 'AlertQueueConnection'];

/** What the code knows, as its schema stands now; a setting stands in a line of its own. */
const schema =
  /const settingsSchema = z\s*\.object\(\{([\s\S]*?)\n {2}\}\)/.exec(read('src/config.ts'))?.[1] ?? '';
const known = Array.from(schema.matchAll(/^ {4}([A-Z]\w+):/gim), ([, name = '']) => name);
const expected = known.filter((name) => !LOCAL_ONLY.includes(name)).toSorted();

/** Names that the code insists on: it says so for an environment that has nothing. */
function requiredNames(): string[] {
  try {
    toConfig({});
  } catch (error) {
    return Array.from(String(error).matchAll(/^ {2}(\w+): is not set/gm), ([, name = '']) => name);
  }
  return [];
}

/** Values that Azure would give where the template asks for them. */
function likeAzure(name: string): string {
  if (name.endsWith('RULE_ID')) return `dcr-${'0'.repeat(32)}`;
  if (name.endsWith('CLIENT_ID') || name.endsWith('clientId')) return '00000000-0000-0000-0000-000000000001';
  if (name.endsWith('Namespace')) return 'evhns-example.servicebus.windows.net';
  return 'https://example.com/';
}

function resolved(settings: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries(
    Array.from(settings, ([name, value]) => [name, isExpression(value) ? likeAzure(name) : value]),
  );
}

/** True for an example that has notifications on. */
const notifies = (example: Example) => toAppSettings(example).get('NOTIFY_WEBHOOK_URL') !== '';

it('one example has notifications on, with a secret that only the vault knows', () => {
  const examples = pipelines.filter(notifies);
  expect(examples.map(({ name }) => name)).toEqual(['notifications']);
  const [settings = new Map<string, string>()] = examples.map(toAppSettings);
  expect(settings.get('NOTIFY_WEBHOOK_URL')).toMatch(/^@Microsoft\.KeyVault\(SecretUri=https:\/\/[^)]+\)$/);
  expect(toConfig(resolved(settings))).toMatchObject({
    NOTIFY_LANGUAGE: 'ja',
    NOTIFY_TIME_ZONE: 'Asia/Tokyo',
  });
});

it('the schema of the settings is read', () => {
  expect(known).toEqual(expect.arrayContaining(['LOGS_INGESTION_ENDPOINT', ...LOCAL_ONLY, 'ALERT_POLICY']));
  expect(requiredNames()).toEqual(expect.arrayContaining(['LOGS_INGESTION_ENDPOINT', 'EVENT_HUB_NAME']));
});

describe.each(pipelines)('settings of $name', (example) => {
  const settings = toAppSettings(example);
  const own = Array.from(settings.keys()).filter((name) => !PLATFORM.includes(name));

  it('are all that the code knows, each once, and none besides', () => {
    expect(own.toSorted()).toEqual(expected);
    expect(Array.from(settings.keys())).toEqual(expect.arrayContaining(PLATFORM));
  });

  it('have a value wherever the code insists on one', () => {
    for (const name of requiredNames()) expect(settings.get(name), name).toMatch(/./);
  });

  it('pass the code’s own check', () => {
    expect(() => toConfig(resolved(settings))).not.toThrow();
  });

  it('leave what is optional as the code would have it, but for notifications that are on', () => {
    const required = requiredNames();
    const values = resolved(settings);
    const least = Object.fromEntries(Object.entries(values).filter(([name]) => required.includes(name)));
    const { AZURE_CLIENT_ID: _, ...all } = toConfig(values);
    const audience = settings.get('LOGS_INGESTION_AUDIENCE') ?? '';
    // Which cloud it is, only Azure knows; the public one's is among those that it chooses from.
    expect(audience).toContain(Reflect.get(toConfig(least), 'LOGS_INGESTION_AUDIENCE') ?? 'https://');
    const chosen = (name: string) => notifies(example) && /^(NOTIFY_|AlertQueueConnection)/.test(name);
    const comparable = (config: object) =>
      Object.entries({ ...config, LOGS_INGESTION_AUDIENCE: '' }).filter(([name]) => !chosen(name));
    expect(Object.fromEntries(comparable(all))).toEqual(Object.fromEntries(comparable(toConfig(least))));
  });
});

describe.each(['README.md', 'README.ja.md'])('%s', (path) => {
  it('explains every setting once', () => {
    const section = /\n### (?:Settings|設定)[^\n]*\n([\s\S]*?)(?:\n#{2,3} |$)/.exec(read(path))?.[1] ?? '';
    const rows = section.split('\n').filter((line) => /^\| `/.test(line));
    const named = rows.flatMap((row) =>
      Array.from((row.split('|')[1] ?? '').matchAll(/`(\w+)`/g), ([, name = '']) => name),
    );
    expect(named.filter((name) => !LOCAL_ONLY.includes(name)).toSorted()).toEqual(expected);
  });
});

describe.each(pipelines)('$name', (example) => {
  const settings = toAppSettings(example);
  const names = (type: string) => example.of(type).map(({ name }) => name.split('/').at(-1));

  it('makes the queue, containers, hub and consumer group that the settings name', () => {
    const queue = settings.get('ALERT_QUEUE_NAME');
    // The host gives the poison queue its name.
    const queues = notifies(example) ? [queue, `${queue}-poison`] : [queue];
    expect(names('Microsoft.Storage/storageAccounts/queueServices/queues')).toEqual(queues);
    const tables = notifies(example) ? [settings.get('NOTIFY_TABLE_NAME')] : [];
    expect(names('Microsoft.Storage/storageAccounts/tableServices/tables')).toEqual(tables);
    expect(names('Microsoft.Storage/storageAccounts/blobServices/containers')).toEqual([
      'app-package',
      settings.get('SPILL_CONTAINER'),
      settings.get('DEAD_LETTER_CONTAINER'),
    ]);
    expect(names('Microsoft.EventHub/namespaces/eventhubs')).toEqual([settings.get('EVENT_HUB_NAME')]);
    expect(names('Microsoft.EventHub/namespaces/eventhubs/consumergroups')).toEqual([
      settings.get('EVENT_HUB_CONSUMER_GROUP'),
    ]);
    expect(example.outputs['EVENT_HUB_NAME'] ?? example.outputs['hubName']).toBe(
      settings.get('EVENT_HUB_NAME'),
    );
  });

  it('deletes old dead letters, and never a spill', () => {
    const [policy] = example.of('Microsoft.Storage/storageAccounts/managementPolicies');
    const rules = at(policy, 'properties', 'policy', 'rules');
    expect(rules).toHaveLength(1);
    expect(at(rules, 0, 'definition', 'filters', 'prefixMatch')).toEqual([
      `${settings.get('DEAD_LETTER_CONTAINER')}/`,
    ]);
    expect(at(rules, 0, 'definition', 'actions')).toEqual({
      baseBlob: { delete: { daysAfterModificationGreaterThan: 90 } },
    });
  });

  it('keeps instances of a function that exists, on the Node that the app is built for', () => {
    const app = at(example.of('Microsoft.Web/sites')[0], 'properties', 'functionAppConfig');
    const sources = globSync('functions/*.ts', { cwd: ROOT }).map(read).join('\n');
    const registered = Array.from(sources.matchAll(/app\.\w+\('(\w+)'/g), ([, name]) => `function:${name}`);
    expect(registered).toContain('function:processSignIns');
    expect(registered).toContain(at(app, 'scaleAndConcurrency', 'alwaysReady', 0, 'name'));
    const [, major] = /target: 'node(\d+)'/.exec(read('scripts/buildApp.ts')) ?? [];
    expect(at(app, 'runtime')).toEqual({ name: 'node', version: major });
  });
});
