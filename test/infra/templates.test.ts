import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative, sep } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Built } from '../../scripts/bicep/compiler.ts';
import { EXAMPLE_SCOPE, listInfraFiles, toShortPath, toSnapshotPath } from '../../scripts/bicep/templates.ts';
import { describeBicep } from '../support/bicep.ts';
import { at } from '../support/snapshots.ts';

const templates = listInfraFiles('.bicep');
const parameterFiles = listInfraFiles('.bicepparam');
const isModule = (file: string) => toShortPath(file).startsWith('infra/modules/');
const roots = templates.filter((file) => !isModule(file));
const folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (file: string) => readFileSync(file, 'utf8');

/** A parameter file for main.bicep with these choices, of which the size may be one. */
function writeParameters(choice: string): string {
  const main = relative(folder, roots.find((root) => basename(root) === 'main.bicep') ?? '')
    .split(sep)
    .join('/');
  const size = choice.startsWith('users') ? [] : ["users = '10k'"];
  const needed = ["environmentName = 'x'", "location = 'japaneast'", ...size];
  const file = join(folder, 'main.bicepparam');
  const lines = [`using '${main}'`, ...[...needed, choice].map((parameter) => `param ${parameter}`)];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** Deployments inside a template, however deep. */
function nestedDeployments(template: unknown): unknown[] {
  const resources = Object.values(z.record(z.string(), z.unknown()).parse(at(template, 'resources')));
  return resources
    .filter((resource) => at(resource, 'type') === 'Microsoft.Resources/deployments')
    .flatMap((one) => [one, ...nestedDeployments(at(one, 'properties', 'template'))]);
}

describeBicep('the templates', (bicep) => {
  const builds = new Map<string, Promise<Built>>();
  /** A template of infra/, compiled once for all tests. */
  const build = (name: string): Promise<Built> => {
    const known = builds.get(name);
    if (known !== undefined) return known;
    const built = bicep().build(roots.find((root) => basename(root) === name) ?? name);
    builds.set(name, built);
    return built;
  };

  describe.each(roots.map((root) => basename(root)))('%s', (name) => {
    it('compiles, with its modules, without a word from the linter', async () => {
      const { problems, template } = await build(name);
      expect(problems).toEqual([]);
      expect(template).toBeDefined();
    });

    it('has defaults without variables: the compiler lets them pass, and Azure refuses them', async () => {
      const { template } = await build(name);
      const parameters = z.record(z.string(), z.unknown()).parse(at(template, 'parameters') ?? {});
      for (const [parameter, declared] of Object.entries(parameters))
        expect(String(at(declared, 'defaultValue')), parameter).not.toContain('variables(');
    });
  });

  it('are formatted', async () => {
    const untidy: string[] = [];
    for (const file of [...templates, ...parameterFiles])
      if ((await bicep().format(file)) !== read(file)) untidy.push(toShortPath(file));
    expect(untidy, 'run "npm run infra"').toEqual([]);
  });

  it.each(parameterFiles.map((file) => basename(file)))('%s leads to what was reviewed', async (name) => {
    const file = parameterFiles.find((one) => basename(one) === name) ?? '';
    const snapshot = await bicep().snapshot(file, EXAMPLE_SCOPE);
    expect(snapshot.diagnostics).toEqual([]);
    expect(snapshot, 'run "npm run infra" and read its diff').toEqual(JSON.parse(read(toSnapshotPath(file))));
  });

  it('main.bicep deploys into the group that it makes, and into no other: `azd down` deletes groups', async () => {
    const { template } = await build('main.bicep');
    const deployments = nestedDeployments(template);
    expect(deployments.length).toBeGreaterThan(5);
    const targets = new Set(
      deployments.map(
        (one) => `${at(one, 'subscriptionId')} ${at(one, 'resourceGroup')} ${at(one, 'scope')}`,
      ),
    );
    const own = "undefined [format('rg-{0}', parameters('environmentName'))] undefined";
    expect([...targets].sort()).toEqual([own, 'undefined undefined undefined'].sort());
  });

  it.each([
    ['hubPartitions = 64', /at most 32 partitions/],
    ['hubRetentionHours = 200', /at most 168 hours/],
    ["exemptFromPolicyAssignmentId = '/policy'", /needs an end: exemptionExpiresOn/],
    [
      "privateNetworking = true\nparam existingAppSubnetId = '/network/subnets/app'",
      /existingEndpointSubnetId/,
    ],
    [
      "privateNetworking = true\nparam existingEndpointSubnetId = '/network/subnets/endpoints'",
      /existingAppSubnetId/,
    ],
    ["users = '1m'\nparam hubSku = 'Premium'", /1, 2, 4, 8 or 16 units/],
  ])('main.bicep refuses %j before anything is deployed', async (choice, message) => {
    await expect(bicep().snapshot(writeParameters(choice), EXAMPLE_SCOPE)).rejects.toThrow(message);
  });

  it('without healthAlerts there is no alert rule', async () => {
    const { predictedResources } = await bicep().snapshot(
      writeParameters('healthAlerts = false'),
      EXAMPLE_SCOPE,
    );
    const types = predictedResources.map(({ type }) => type);
    expect(types.filter((type) => /\/(scheduledQueryRules|metricAlerts)$/.test(type))).toEqual([]);
    expect(types).toContain('Microsoft.Insights/workbooks');
  });

  it('with heartbeat the app may send to the hub, and is told of as missing', async () => {
    const sender = '2b629674-e913-4c01-ae53-ef4638d8f975';
    const rolesOf = async (choice: string) => {
      const { predictedResources } = await bicep().snapshot(writeParameters(choice), EXAMPLE_SCOPE);
      const texts = predictedResources.map((resource) => JSON.stringify(resource));
      return {
        senders: texts.filter((text) => text.includes(sender) && text.includes('/eventhubs/')).length,
        rules: texts.filter((text) => text.includes('entra-signin-risk-no-heartbeat-')).length,
        on: texts.some((text) => text.includes('{"name":"HEARTBEAT","value":"on"}')),
      };
    };
    expect(await rolesOf('heartbeat = true')).toEqual({ senders: 1, rules: 1, on: true });
    expect(await rolesOf('heartbeat = false')).toEqual({ senders: 0, rules: 0, on: false });
  });

  it('private DNS zones are linked to the network of the app, which asks them', async () => {
    const network = (name: string) => `/subscriptions/${EXAMPLE_SCOPE.subscriptionId}/${name}`;
    const file = writeParameters(
      [
        'privateNetworking = true',
        `existingAppSubnetId = '${network('spoke')}/subnets/app'`,
        `existingEndpointSubnetId = '${network('hub')}/subnets/endpoints'`,
      ].join('\nparam '),
    );
    const { predictedResources } = await bicep().snapshot(file, EXAMPLE_SCOPE);
    const links = predictedResources.filter(({ type }) => type.endsWith('/virtualNetworkLinks'));
    expect(links).toHaveLength(3);
    for (const link of links) expect(at(link, 'properties', 'virtualNetwork', 'id')).toBe(network('spoke'));
  });

  it('notifications in a private network reach their table through an endpoint of its own, which has a zone', async () => {
    const choice =
      "privateNetworking = true\nparam notifyWebhookSecretUri = 'https://example.com/secrets/webhook'";
    const { predictedResources } = await bicep().snapshot(writeParameters(choice), EXAMPLE_SCOPE);
    const of = (type: string) => predictedResources.filter((one) => one.type === type);
    const services = of('Microsoft.Network/privateEndpoints').map(({ properties }) =>
      at(properties, 'privateLinkServiceConnections', 0, 'properties', 'groupIds', 0),
    );
    expect(services.toSorted()).toEqual(['blob', 'blob', 'namespace', 'queue', 'table']);
    const zones = of('Microsoft.Network/privateDnsZones').map(({ name }) => name);
    expect(zones.filter((name) => name.includes("'privatelink.table."))).toHaveLength(1);
    const [group] = of('Microsoft.Network/privateEndpoints/privateDnsZoneGroups').filter(({ id }) =>
      id.includes('/pep-data-table-'),
    );
    expect(JSON.stringify(group?.properties)).toContain("'privatelink.table.");
  });
});

describe('the Bicep files', () => {
  it('are all reached: every module is used', () => {
    const text = templates.map(read).join('\n');
    const unused = templates.filter((file) => isModule(file) && !text.includes(`${basename(file)}'`));
    expect(unused.map(toShortPath)).toEqual([]);
    // The other way round: it can fail.
    expect(text).not.toContain(`absent.bicep'`);
  });

  it.each(templates.map(toShortPath))('%s describes every parameter and output', (path) => {
    const lines = read(templates.find((file) => toShortPath(file) === path) ?? '').split('\n');
    const undescribed = lines.filter((line, index) => {
      const [, kind] = /^(param|output) /.exec(line) ?? [];
      if (kind === undefined) return false;
      const begin = lines.lastIndexOf('', index);
      const description = lines.slice(begin, index).find((one) => one.startsWith('@description('));
      const form =
        kind === 'param' ? /^@description\('(Required|Optional)\. .+[.:)]'?\)?$/ : /^@description\('.+\.'\)$/;
      return description === undefined || !form.test(description);
    });
    expect(undescribed).toEqual([]);
  });

  it('name no public cloud, except as one of several', () => {
    const hosts = /\.(azure\.com|windows\.net|azure\.net|microsoftonline\.com)\b/;
    const found = templates.flatMap((file) =>
      read(file)
        .split('\n')
        .filter(
          (line) =>
            hosts.test(line) && !/^ {2}AzureCloud: '/.test(line) && !/^\s*(@description|\/\/)/.test(line),
        )
        .map((line) => `${toShortPath(file)}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});

it('bicepconfig.json makes an error of every rule but the one that would fail by the calendar', () => {
  const level = z.object({ level: z.string() });
  const { analyzers } = z
    .object({ analyzers: z.object({ core: z.object({ rules: z.record(z.string(), level) }) }) })
    .parse(JSON.parse(readFileSync(new URL('../../infra/bicepconfig.json', import.meta.url), 'utf8')));
  const lenient = Object.entries(analyzers.core.rules).filter(([, rule]) => rule.level !== 'error');
  // It counts the days since a version came out: the same commit would pass today and fail next year.
  expect(lenient).toEqual([['use-recent-api-versions', { level: 'off' }]]);
  expect(Object.keys(analyzers.core.rules).length).toBeGreaterThan(35);
});
