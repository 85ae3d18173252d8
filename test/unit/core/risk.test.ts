import { describe, expect, it } from 'vitest';
import { createConfiguredEnricher } from '../../../src/compose.ts';
import { toConfig } from '../../../src/config.ts';
import type { Pack, RiskLevel } from '../../../src/core/catalogSchema.ts';
import { toCatalogVersion } from '../../../src/core/risk/catalogVersion.ts';
import { createClassifier } from '../../../src/core/risk/classify.ts';
import { findPackConflicts, packsSchema } from '../../../src/core/risk/pack.ts';
import { catalog, names, onlyRow, signIn, toEnricher } from './support.ts';

const pack = (id: string, levels: Readonly<Record<string, RiskLevel>>): Pack => ({
  id,
  version: '1',
  levels,
  reason: 'a test',
});
const rowOfCode = (code: string, enricher = toEnricher()) =>
  onlyRow(signIn({ resultType: code }, { status: { errorCode: Number(code) } }), enricher);

describe('without packs', () => {
  const classify = createClassifier({ catalog, names });

  it('is the catalog’s level, exactly, for each of its 53 codes', () => {
    expect(catalog.entries).toHaveLength(53);
    for (const entry of catalog.entries) {
      expect(classify(entry.code)).toMatchObject({ level: entry.risk, basis: 'catalog', entry });
      const row = rowOfCode(entry.code);
      expect(row).toMatchObject({ ResultType: entry.code, ResultRiskLevel: entry.risk });
      expect(row['CatalogVersion']).toBe(catalog.version);
    }
  });

  it('names a code of the catalog as the catalog does, or as the directory does', () => {
    for (const { code, name } of catalog.entries) {
      expect(classify(code).name, code).toBe(name ?? (names.names[code] || undefined));
    }
  });

  it('is Unknown for every documented code outside the catalog, with the directory’s name', () => {
    const outside = Object.entries(names.names).filter(
      ([code]) => !catalog.entries.some((entry) => entry.code === code),
    );
    expect(outside.length).toBeGreaterThan(280);
    for (const [code, name] of outside) {
      expect(classify(code)).toEqual({
        level: 'Unknown',
        basis: 'unlisted',
        name: name || undefined,
        entry: undefined,
      });
    }
    expect(rowOfCode('50034')).toMatchObject({
      ResultName: 'UserAccountNotFound',
      ResultRiskLevel: 'Unknown',
      ResultRiskBasis: 'unlisted',
    });
  });

  it('is Unknown for a code that nothing lists, from a classifier of any data', () => {
    expect(
      createClassifier({ catalog: { ...catalog, entries: [] }, names: { ...names, names: {} } })('1'),
    ).toEqual({
      level: 'Unknown',
      basis: 'unlisted',
      name: undefined,
      entry: undefined,
    });
  });

  it.each(['9999999', '', 'constructor', '__proto__', '050126', ' 50126'])(
    'is Unknown and without a name for %j, which nothing lists',
    (code) => {
      expect(classify(code)).toEqual({
        level: 'Unknown',
        basis: 'unlisted',
        name: undefined,
        entry: undefined,
      });
    },
  );
});

describe('with packs', () => {
  const tenant = pack('own', { '50126': 'Low', '0': 'Medium', '9999999': 'High' });
  const shipped = pack('shipped', { '50126': 'Medium', '53003': 'Low', '50053': 'High', '9999999': 'Low' });

  it('a pack of the tenant may change any code', () => {
    const classify = createClassifier({ catalog, names, tenantPacks: [tenant] });
    expect(classify('50126')).toMatchObject({
      level: 'Low',
      basis: 'pack:own',
      name: 'InvalidUserNameOrPassword',
      entry: { risk: 'High' },
    });
    expect(classify('0')).toMatchObject({ level: 'Medium', basis: 'pack:own' });
    expect(classify('9999999')).toMatchObject({ level: 'High', basis: 'pack:own' });
    expect(classify('50011')).toMatchObject({ level: 'High', basis: 'catalog' });
  });

  it('a shipped pack changes no code of the catalog', () => {
    const classify = createClassifier({ catalog, names, shippedPacks: [shipped] });
    expect(classify('50126')).toMatchObject({ level: 'High', basis: 'catalog' });
    expect(classify('53003')).toMatchObject({ level: 'Medium', basis: 'catalog' });
    expect(classify('50053')).toMatchObject({ level: 'High', basis: 'pack:shipped', name: 'IdsLocked' });
  });

  it('the tenant’s comes before a shipped one, and an earlier one before a later one', () => {
    const classify = createClassifier({
      catalog,
      names,
      tenantPacks: [tenant, pack('later', { '0': 'High', '53003': 'High' })],
      shippedPacks: [shipped, pack('last', { '50053': 'Low', '50057': 'Medium' })],
    });
    expect(classify('9999999')).toMatchObject({ level: 'High', basis: 'pack:own' });
    expect(classify('0')).toMatchObject({ level: 'Medium', basis: 'pack:own' });
    expect(classify('53003')).toMatchObject({ level: 'High', basis: 'pack:later' });
    expect(classify('50053')).toMatchObject({ level: 'High', basis: 'pack:shipped' });
    expect(classify('50057')).toMatchObject({ level: 'Medium', basis: 'pack:last' });
  });

  it('rows say which pack gave the level', () => {
    const enricher = toEnricher({ tenantPacks: [tenant] });
    expect(rowOfCode('50126', enricher)).toMatchObject({
      ResultRiskLevel: 'Low',
      ResultRiskBasis: 'pack:own',
    });
  });
});

describe('several packs', () => {
  const first = pack('first', { '50126': 'Low', '0': 'Medium' });
  const agreeing = pack('agreeing', { '50126': 'Low', '50053': 'High' });
  const contrary = pack('contrary', { '0': 'High', '50126': 'High', '50053': 'Low' });

  it('conflict where a later one gives a code another level than the first that lists it', () => {
    expect(findPackConflicts([first, agreeing])).toEqual([]);
    expect(findPackConflicts([first, agreeing, contrary])).toEqual([
      { code: '0', first: { pack: 'first', level: 'Medium' }, later: { pack: 'contrary', level: 'High' } },
      {
        code: '50053',
        first: { pack: 'agreeing', level: 'High' },
        later: { pack: 'contrary', level: 'Low' },
      },
      { code: '50126', first: { pack: 'first', level: 'Low' }, later: { pack: 'contrary', level: 'High' } },
    ]);
  });

  it('give the same levels in any order when they do not conflict', () => {
    const levels = (tenantPacks: readonly Pack[]) => {
      const classify = createClassifier({ catalog, names, tenantPacks });
      return ['0', '50126', '50053', '53003'].map((code) => classify(code).level);
    };
    expect(levels([first, agreeing])).toEqual(levels([agreeing, first]));
    expect(levels([first, contrary])).not.toEqual(levels([contrary, first]));
  });

  it('are read from one pack or a list, an empty one too', () => {
    expect(packsSchema.parse(first)).toEqual([first]);
    expect(packsSchema.parse([first, agreeing])).toEqual([first, agreeing]);
    expect(packsSchema.parse([])).toEqual([]);
    expect(packsSchema.safeParse([first, contrary]).success).toBe(false);
    expect(packsSchema.safeParse([[first]]).success).toBe(false);
    expect(packsSchema.safeParse(null).success).toBe(false);
  });

  it('stand in the CatalogVersion of rows and alerts, those of the tenant first', () => {
    const shipped = { ...pack('microsoft-secops', { '50053': 'Medium' }), version: '1.0.0' };
    const sources = { tenantPacks: [first, agreeing], shippedPacks: [shipped] };
    const version = `${catalog.version}+first@1+agreeing@1+microsoft-secops@1.0.0`;
    expect(toCatalogVersion({ catalog, names })).toBe(catalog.version);
    expect(toCatalogVersion({ catalog, names, ...sources })).toBe(version);
    expect(rowOfCode('50011', toEnricher(sources))['CatalogVersion']).toBe(version);
  });
});

describe('the shipped pack', () => {
  const environment = {
    LOGS_INGESTION_ENDPOINT: 'https://dcr.example.com',
    LOGS_INGESTION_RULE_ID: 'dcr-0123456789abcdef0123456789abcdef',
    ALERT_QUEUE_ENDPOINT: 'https://queue.example.com',
    BLOB_ENDPOINT: 'https://blob.example.com',
    EVENT_HUB_NAME: 'entra-sign-ins',
    EVENT_HUB_CONSUMER_GROUP: '$Default',
    EventHubConnection__fullyQualifiedNamespace: 'hub.example.com',
  };
  const rowWith = (settings: Readonly<Record<string, string>>) =>
    rowOfCode('50053', createConfiguredEnricher(toConfig({ ...environment, ...settings })));

  it('is off unless RISK_PACKS names it, and then in the version of every row', () => {
    expect(rowWith({})).toMatchObject({ ResultRiskLevel: 'Unknown', CatalogVersion: catalog.version });
    expect(rowWith({ RISK_PACKS: 'microsoft-secops' })).toMatchObject({
      ResultRiskLevel: 'Medium',
      ResultRiskBasis: 'pack:microsoft-secops',
      CatalogVersion: `${catalog.version}+microsoft-secops@1.0.0`,
    });
  });

  it('yields to a pack of the tenant', () => {
    const own = pack('mine', { '50053': 'High' });
    expect(rowWith({ RISK_PACKS: 'microsoft-secops', TENANT_PACKS: JSON.stringify([own]) })).toMatchObject({
      ResultRiskLevel: 'High',
      ResultRiskBasis: 'pack:mine',
      CatalogVersion: `${catalog.version}+mine@1+microsoft-secops@1.0.0`,
    });
  });
});

describe('the facts of a code in its row', () => {
  const rows = catalog.entries.map(({ code, facts }) => ({ code, facts, row: rowOfCode(code) }));

  it('say kind and outcome; informational and failure are told by the other one standing alone', () => {
    for (const { code, facts, row } of rows) {
      const { ResultKind: kind, ResultOutcome: outcome } = row;
      expect(kind ?? outcome, code).toBeDefined();
      expect(kind ?? 'informational', code).toBe(facts.kind);
      expect(outcome ?? 'failure', code).toBe(facts.outcome);
    }
  });

  it('say whether the password was proven, and nothing where that is open', () => {
    const told = { yes: true, no: false, unknown: undefined, notApplicable: undefined };
    for (const { code, facts, row } of rows)
      expect(row['PasswordProven'], code).toBe(told[facts.passwordProven]);
    expect(rowOfCode('53003')).toMatchObject({ PasswordProven: true });
    expect(rowOfCode('50126')).toMatchObject({ PasswordProven: false });
    expect(rowOfCode('0')).not.toHaveProperty('PasswordProven');
  });

  it('are absent for a code outside the catalog, even one that a pack gave a level', () => {
    const enricher = toEnricher({ tenantPacks: [pack('own', { '50053': 'High' })] });
    for (const name of ['ResultKind', 'ResultOutcome', 'PasswordProven'])
      expect(rowOfCode('50053', enricher)).not.toHaveProperty(name);
  });
});
