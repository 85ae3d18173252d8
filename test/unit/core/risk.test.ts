import { describe, expect, it } from 'vitest';
import type { Pack, RiskLevel } from '../../../src/core/catalogSchema.ts';
import { createClassifier } from '../../../src/core/risk/classify.ts';
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
