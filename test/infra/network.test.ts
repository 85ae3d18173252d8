import { describe, expect, it } from 'vitest';
import { at, readPipelines } from '../support/snapshots.ts';

const pipelines = readPipelines();
const isPrivate = (name: string) => name === 'private-network' || name === 'landing-zone';

describe.each(pipelines.filter(({ name }) => !isPrivate(name)))('$name, as it is by default', (example) => {
  it('has no network of its own', () => {
    expect(example.resources.filter(({ type }) => type.startsWith('Microsoft.Network/'))).toEqual([]);
    expect(at(example.of('Microsoft.Web/sites')[0], 'properties', 'virtualNetworkSubnetId')).toBeNull();
  });
});

describe.each(pipelines.filter(({ name }) => isPrivate(name)))('$name', (example) => {
  it('lets only private endpoints and Azure Monitor through to the hub', () => {
    const [rules] = example.of('Microsoft.EventHub/namespaces/networkRuleSets');
    expect(rules?.properties).toEqual({
      publicNetworkAccess: 'Enabled',
      defaultAction: 'Deny',
      // A denial without any rule is not enforced.
      ipRules: [{ ipMask: '192.0.2.1', action: 'Allow' }],
      trustedServiceAccessEnabled: true,
    });
  });

  it('has storage that no public network reaches', () => {
    for (const { properties } of example.of('Microsoft.Storage/storageAccounts')) {
      expect(properties).toMatchObject({
        publicNetworkAccess: 'Disabled',
        networkAcls: { bypass: 'None', defaultAction: 'Deny' },
      });
    }
  });

  it('has an endpoint for everything that the app reads and writes', () => {
    const endpoints = example.of('Microsoft.Network/privateEndpoints').map(({ properties }) => {
      const connection = at(properties, 'privateLinkServiceConnections', 0, 'properties');
      const target = String(at(connection, 'privateLinkServiceId')).split('/').at(-1) ?? '';
      return `${target.replace(/\w{13}$/, '')} ${at(connection, 'groupIds', 0)}`;
    });
    expect(endpoints.sort()).toEqual(['evhns- namespace', 'stdata blob', 'stdata queue', 'sthost blob']);
  });

  it('sends the app’s calls through the network', () => {
    const subnet = at(example.of('Microsoft.Web/sites')[0], 'properties', 'virtualNetworkSubnetId');
    expect(subnet).toMatch(/\/virtualNetworks\/[^/]+\/subnets\/[a-z-]+$/);
  });
});

it('makes a network whose app subnet suits Flex Consumption, with a way out and room for 40 instances', () => {
  const example = pipelines.find(({ name }) => name === 'private-network');
  const [network] = example?.of('Microsoft.Network/virtualNetworks') ?? [];
  const app = at(network, 'properties', 'subnets', 0);
  expect(at(app, 'name')).toBe('app');
  expect(at(app, 'properties', 'addressPrefix')).toBe('10.80.0.0/26');
  expect(at(app, 'properties', 'delegations', 0, 'properties', 'serviceName')).toBe(
    'Microsoft.App/environments',
  );
  expect(at(app, 'properties', 'natGateway', 'id')).toMatch(/\/natGateways\//);
  expect(at(network, 'properties', 'subnets', 1, 'properties', 'addressPrefix')).toBe('10.80.0.64/26');
  expect(example?.of('Microsoft.Network/privateDnsZones')).toHaveLength(3);
});

it('makes no network or zone where there are some, and no exemption without an end', () => {
  const example = pipelines.find(({ name }) => name === 'landing-zone');
  const made = example?.resources.filter(({ type }) =>
    /virtualNetworks|privateDnsZones$|natGateways/.test(type),
  );
  expect(made).toEqual([]);
  const [exemption] = example?.of('Microsoft.Authorization/policyExemptions') ?? [];
  expect(at(exemption, 'properties', 'expiresOn')).toBe('2027-06-30T00:00:00Z');
  expect(at(exemption, 'properties', 'resourceSelectors', 0, 'selectors', 0, 'in')).toEqual([
    'Microsoft.EventHub/namespaces',
  ]);
});
