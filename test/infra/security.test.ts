import { describe, expect, it } from 'vitest';
import { at, type Example, type Resource, readExamples, readPipelines } from '../support/snapshots.ts';

const GROUP = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/';
const pipelines = readPipelines();
const properties = (resource: Resource | undefined) => at(resource, 'properties');

/** What a role assignment gives on what: `role -> the end of the scope`. */
function toGrant({ id, properties: given }: Resource): string {
  const [scope = ''] = id.split('/providers/Microsoft.Authorization/');
  const role = String(at(given, 'roleDefinitionId')).split('/').at(-1) ?? '';
  const place = scope
    .replace(/^.*?\/providers\//, '')
    .replace(/(sthost|stdata|evhns-|dcr-|appi-)\w{13}/, '$1*');
  return `${ROLES[role] ?? role} -> ${place}`;
}

const ROLES: Readonly<Record<string, string>> = {
  'a638d3c7-ab3a-418d-83e6-5f17a39d4fde': 'Azure Event Hubs Data Receiver',
  '3913510d-42f4-4e42-8a64-420c390055eb': 'Monitoring Metrics Publisher',
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe': 'Storage Blob Data Contributor',
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': 'Storage Blob Data Owner',
  '8a0f0c08-91a1-4084-bc3d-661d67233fed': 'Storage Queue Data Message Processor',
  'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a': 'Storage Queue Data Message Sender',
  '19e7f393-937e-4f77-808e-94535e297925': 'Storage Queue Data Reader',
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': 'Storage Table Data Contributor',
};

const DATA = 'Microsoft.Storage/storageAccounts/stdata*';
const APP_GRANTS = [
  'Azure Event Hubs Data Receiver -> Microsoft.EventHub/namespaces/evhns-*/eventhubs/entra-sign-ins',
  'Monitoring Metrics Publisher -> Microsoft.Insights/components/appi-*',
  'Monitoring Metrics Publisher -> Microsoft.Insights/dataCollectionRules/dcr-*',
  `Storage Blob Data Contributor -> ${DATA}/blobServices/default/containers/dead-letters`,
  `Storage Blob Data Contributor -> ${DATA}/blobServices/default/containers/spills`,
  'Storage Blob Data Owner -> Microsoft.Storage/storageAccounts/sthost*',
  `Storage Queue Data Message Sender -> ${DATA}/queueServices/default/queues/signin-alerts`,
];

/** What notifications add: to take alerts and see how many there are, to put away what fails, to remember what was told. */
const NOTIFY_GRANTS = [
  `Storage Queue Data Message Processor -> ${DATA}/queueServices/default/queues/signin-alerts`,
  `Storage Queue Data Message Sender -> ${DATA}/queueServices/default/queues/signin-alerts-poison`,
  `Storage Queue Data Reader -> ${DATA}/queueServices/default/queues/signin-alerts`,
  `Storage Table Data Contributor -> ${DATA}/tableServices/default/tables/notifications`,
];

/** Role assignments by whether they are the app's: its identity's object id is known to Azure only. */
function grantsOf(example: Example, app: boolean): string[] {
  return example
    .of('Microsoft.Authorization/roleAssignments')
    .filter((one) => String(at(one.properties, 'principalId')).includes('/userAssignedIdentities/') === app)
    .map(toGrant)
    .sort();
}

it('there are pipelines to look at', () => {
  expect(pipelines.map(({ name }) => name)).toEqual([
    'existing-workspace',
    'landing-zone',
    'notifications',
    'private-network',
    'resource-group',
    'users-100k',
    'users-10k',
    'users-1m',
  ]);
});

describe.each(pipelines)('$name', (example) => {
  it('has storage without keys, public blobs or old TLS', () => {
    const accounts = example.of('Microsoft.Storage/storageAccounts');
    expect(accounts).toHaveLength(2);
    for (const account of accounts) {
      expect(properties(account), account.name).toMatchObject({
        allowBlobPublicAccess: false,
        allowCrossTenantReplication: false,
        allowSharedKeyAccess: false,
        minimumTlsVersion: 'TLS1_2',
        supportsHttpsTrafficOnly: true,
      });
    }
    const containers = example.of('Microsoft.Storage/storageAccounts/blobServices/containers');
    expect(containers).toHaveLength(3);
    for (const container of containers) expect(properties(container)).toEqual({ publicAccess: 'None' });
  });

  it('has one shared access rule, which can only send, and no other local sign-in', () => {
    const rules = example.resources.filter(({ type }) => type.endsWith('/authorizationRules'));
    expect(rules.map(({ name, type, properties: given }) => [type, name.split('/')[1], given])).toEqual([
      ['Microsoft.EventHub/namespaces/authorizationRules', 'entra-diagnostic-settings', { rights: ['Send'] }],
    ]);
    expect(properties(example.of('Microsoft.EventHub/namespaces')[0])).toMatchObject({
      minimumTlsVersion: '1.2',
    });
    const workspaces = example.of('Microsoft.OperationalInsights/workspaces');
    expect(workspaces.length).toBeGreaterThan(0);
    for (const workspace of workspaces)
      expect(at(properties(workspace), 'features', 'disableLocalAuth')).toBe(true);
    expect(properties(example.of('Microsoft.Insights/components')[0])).toMatchObject({
      DisableLocalAuth: true,
    });
  });

  it('reads no key, and hands out no secret', () => {
    expect(example.text).not.toMatch(
      /list\w*Keys?\(|listAccountSas|AccountKey|SharedAccessKey|primaryKey|sharedKeys/i,
    );
    expect(JSON.stringify(example.outputs)).not.toMatch(/connectionString|InstrumentationKey|\.keys/i);
  });

  it('has an app that is reached over TLS 1.2 and deployed with an Entra token', () => {
    const [app] = example.of('Microsoft.Web/sites');
    expect(properties(app)).toMatchObject({ httpsOnly: true });
    expect(at(properties(app), 'siteConfig')).toMatchObject({
      minTlsVersion: '1.2',
      scmMinTlsVersion: '1.2',
      ftpsState: 'Disabled',
    });
    const passwords = example.of('Microsoft.Web/sites/basicPublishingCredentialsPolicies');
    expect(passwords.map(({ name }) => name.split('/')[1])).toEqual(['ftp', 'scm']);
    for (const password of passwords) expect(properties(password)).toEqual({ allow: false });
    expect(at(app, 'identity', 'type')).toBe('UserAssigned');
  });

  it('gives the app each role on one thing, and on nothing wider', () => {
    const more = example.name === 'notifications' ? NOTIFY_GRANTS : [];
    expect(grantsOf(example, true)).toEqual([...APP_GRANTS, ...more].sort());
  });

  it('stays in its own group', () => {
    const expected = `${GROUP}${example.name === 'resource-group' ? 'rg-example' : 'rg-entra-signin-risk'}`;
    const strangers = example.resources.filter(
      ({ id }) => id !== expected && !id.startsWith(`${expected}/`) && !id.startsWith('[resourceId('),
    );
    expect(strangers.map(({ id }) => id)).toEqual([]);
    for (const { id } of example.resources.filter((one) => one.id.startsWith('[')))
      expect(id).toContain(`'00000000-0000-0000-0000-000000000001', '${expected.split('/').at(-1)}'`);
  });
});

it('gives people what they ask for, and only where they are named', () => {
  const others = Object.fromEntries(
    pipelines
      .map((example) => [example.name, grantsOf(example, false)] as const)
      .filter(([, list]) => list.length > 0),
  );
  expect(others).toEqual({
    'existing-workspace': [
      `Storage Blob Data Contributor -> ${DATA}/blobServices/default/containers/dead-letters`,
      `Storage Blob Data Contributor -> ${DATA}/blobServices/default/containers/spills`,
      `Storage Queue Data Message Processor -> ${DATA}/queueServices/default/queues/signin-alerts`,
    ],
  });
});

it('touches nothing but the table in an existing workspace', () => {
  const example = readExamples().find(({ name }) => name === 'workspace-table');
  expect(example?.resources.map(({ type, name }) => [type, name])).toEqual([
    ['Microsoft.OperationalInsights/workspaces/tables', 'log-sentinel/EntraSigninRisk_CL'],
  ]);
});
