import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { PredictedResource, Snapshot } from '../../scripts/bicep/compiler.ts';
import { list, readContent, readFunctions, readHunts, readRules } from '../../scripts/sentinel/content.ts';
import { describeBicep } from '../support/bicep.ts';

const path = (file: string) => fileURLToPath(new URL(`../../infra/sentinel/${file}`, import.meta.url));
const SCOPE = {
  tenantId: '00000000-0000-0000-0000-00000000000a',
  subscriptionId: '00000000-0000-0000-0000-000000000001',
  resourceGroup: 'rg-example',
  location: 'japaneast',
};

const propertiesSchema = z.looseObject({
  displayName: z.string().optional(),
  query: z.string().optional(),
  category: z.string().optional(),
  functionAlias: z.string().optional(),
  functionParameters: z.string().optional(),
});
const propertiesOf = (resource: PredictedResource) => propertiesSchema.parse(resource['properties']);
const lastName = ({ name }: PredictedResource) => name.split('/').at(-1) ?? '';
const ofType = ({ predictedResources }: Snapshot, type: string) =>
  predictedResources.filter((resource) => resource.type === type);

const ALERT_RULE = 'Microsoft.SecurityInsights/alertRules';
const SAVED_SEARCH = 'Microsoft.OperationalInsights/workspaces/savedSearches';

/** The same answer for everybody who asks: a snapshot takes two seconds. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** A resource without its long texts, which the other tests compare with their files. */
function brief(resource: PredictedResource): object {
  const long = new Set([
    'query',
    'description',
    'rawContent',
    'serializedData',
    'entityMappings',
    'customDetails',
    'tags',
  ]);
  const properties = z.record(z.string(), z.unknown()).parse(resource['properties']);
  return {
    type: resource.type,
    name: resource.name,
    ...Object.fromEntries(Object.entries(properties).filter(([name]) => !long.has(name))),
  };
}

// A compilation takes two seconds, on a busy machine many.
vi.setConfig({ testTimeout: 180_000 });

describeBicep('the templates', (bicep) => {
  it('compile without a word from the compiler or its linter', async () => {
    for (const file of ['main', ...list('modules', '.bicep').map((name) => `modules/${name}`), 'types'])
      expect((await bicep().build(path(`${file}.bicep`))).problems, file).toEqual([]);
  });

  it('are formatted', async () => {
    for (const file of ['main', ...list('modules', '.bicep').map((name) => `modules/${name}`), 'types'])
      expect(await bicep().format(path(`${file}.bicep`)), file).toBe(readContent(`${file}.bicep`));
  });

  it('fit the limits of Azure Resource Manager', async () => {
    const { template } = await bicep().build(path('main.bicep'));
    expect(JSON.stringify(template).length).toBeLessThan(4 * 1024 * 1024);
  });

  describe('alone in a workspace', () => {
    const deploy = once(() => bicep().snapshot(path('parameters/alone.bicepparam'), SCOPE));

    it('deploys what the snapshot shows', async () => {
      const { predictedResources } = await deploy();
      expect(predictedResources.length).toBeLessThan(800);
      await expect(`${JSON.stringify(predictedResources.map(brief), null, 2)}\n`).toMatchFileSnapshot(
        './snapshots/alone.json',
      );
    });

    it('deploys every rule with its own query, mapping and times; the High-row rule off', async () => {
      const deployed = ofType(await deploy(), ALERT_RULE);
      expect(deployed.map(lastName).sort()).toEqual(
        readRules()
          .map(({ content }) => content.id)
          .sort(),
      );
      const toIso = (text: string) =>
        text.endsWith('d') ? `P${text.toUpperCase()}` : `PT${text.toUpperCase()}`;
      for (const { name, content } of readRules()) {
        const found = deployed.find((resource) => lastName(resource) === content.id);
        expect(found?.['properties'], name).toMatchObject({
          displayName: content.name,
          description: content.description,
          enabled: name !== 'high-row',
          severity: content.severity,
          query: content.query,
          queryFrequency: toIso(content.queryFrequency),
          queryPeriod: toIso(content.queryPeriod),
          triggerOperator: 'GreaterThan',
          triggerThreshold: 0,
          tactics: content.tactics,
          customDetails: content.customDetails,
          alertDetailsOverride: content.alertDetailsOverride,
          ...(content.entityMappings && { entityMappings: content.entityMappings }),
        });
      }
    });

    it('deploys every hunt, with its entities under the names of the hunting page', async () => {
      const deployed = ofType(await deploy(), SAVED_SEARCH);
      for (const { name, content } of readHunts()) {
        const found = deployed.find((resource) => lastName(resource) === content.id);
        const { query = '', category } = propertiesOf(
          found ?? { id: '', type: '', name: '', properties: {} },
        );
        expect(category, name).toBe('Hunting Queries');
        expect(query.startsWith(content.query), name).toBe(true);
        for (const [index, { entityType, fieldMappings }] of content.entityMappings.entries())
          for (const { identifier, columnName } of fieldMappings)
            expect(query).toContain(`| extend ${entityType}_${index}_${identifier} = ${columnName}\n`);
      }
    });

    it('deploys every function but the ASIM parsers, with its parameters', async () => {
      const deployed = ofType(await deploy(), SAVED_SEARCH).filter(
        (resource) => propertiesOf(resource).functionAlias,
      );
      const expected = readFunctions().filter(({ name }) => !/asim|^vim/i.test(name));
      expect(deployed.map(lastName).sort()).toEqual(expected.map(({ name }) => name).sort());
      for (const { name, content } of expected) {
        const found = deployed.find((resource) => lastName(resource) === name);
        expect(propertiesOf(found ?? { id: '', type: '', name: '', properties: {} }), name).toMatchObject({
          functionAlias: name,
          query: content,
          functionParameters: /^\/\/ parameters: \((.*)\)$/m.exec(content)?.[1] ?? '',
        });
      }
    });

    it('deploys every watchlist with the examples of its file, all of them expired', async () => {
      const deployed = ofType(await deploy(), 'Microsoft.SecurityInsights/watchlists');
      expect(deployed.map(lastName).sort()).toEqual(list('watchlists', '.csv'));
      for (const name of list('watchlists', '.csv')) {
        const text = readContent(`watchlists/${name}.csv`);
        const found = deployed.find((resource) => lastName(resource) === name);
        expect(found?.['properties']).toMatchObject({ rawContent: text, provider: 'entra-signin-risk' });
        const [head = '', ...entries] = text.trim().split('\n');
        const searchKey = z
          .looseObject({ itemsSearchKey: z.string() })
          .parse(found?.['properties']).itemsSearchKey;
        expect(head.split(',')).toContain(searchKey);
        for (const entry of entries) expect(entry).toContain(',2000-01-01,');
      }
    });

    it('turns Sentinel on, and deploys the workbook', async () => {
      const snapshot = await deploy();
      expect(ofType(snapshot, 'Microsoft.SecurityInsights/onboardingStates').map(lastName)).toEqual([
        'default',
      ]);
      const [workbook] = ofType(snapshot, 'Microsoft.Insights/workbooks');
      expect(workbook?.['properties']).toMatchObject({
        category: 'sentinel',
        serializedData: readContent('workbook/EntraSigninRisk.json'),
      });
    });
  });

  describe('tuned', () => {
    const deploy = once(() => bicep().snapshot(path('parameters/tuned.bicepparam'), SCOPE));

    it('changes what the parameters say, and nothing else', async () => {
      const snapshot = await deploy();
      for (const { name, content } of readRules()) {
        const found = ofType(snapshot, ALERT_RULE).find((resource) => lastName(resource) === content.id);
        const custom = content.query.replace('let source = "both";', 'let source = "custom";');
        const query =
          name === 'mfa-fatigue-then-success'
            ? custom
                .replace('let minAttempts = 5;', 'let minAttempts = 8;')
                .replace('let window = 30m;', 'let window = 20m;')
            : custom;
        expect(found?.['properties'], name).toMatchObject({
          query,
          enabled: name !== 'passwordless-probing',
          severity: name === 'high-row' ? 'Low' : content.severity,
        });
      }
    });

    it('adds the ASIM parsers, and leaves Sentinel and the watchlists alone', async () => {
      const snapshot = await deploy();
      const names = ofType(snapshot, SAVED_SEARCH).map(lastName);
      expect(names).toContain('vimAuthenticationEntraSigninRisk');
      expect(names).toContain('ASimAuthenticationEntraSigninRisk');
      expect(ofType(snapshot, 'Microsoft.SecurityInsights/watchlists')).toEqual([]);
      expect(ofType(snapshot, 'Microsoft.SecurityInsights/onboardingStates')).toEqual([]);
    });
  });

  it('refuse a table whose plan scheduled rules do not run on', async () => {
    const { template } = await bicep().build(path('modules/rules.bicep'));
    expect(template).toMatchObject({
      parameters: { tablePlan: { type: 'string', allowedValues: ['Analytics'] } },
    });
  });
});
