import { describe, expect, it } from 'vitest';
import {
  type CatalogEntry,
  catalogEntrySchema,
  catalogSchema,
  packSchema,
} from '../../src/core/catalogSchema.ts';
import { catalog, codes, names, pack, readText } from './catalogSupport.ts';

describe('catalog data', () => {
  it('has a version, 53 codes in ascending order, and 7 High, 22 Medium, 24 Low', () => {
    expect(catalog.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(codes).toHaveLength(53);
    expect(codes).toEqual(codes.toSorted((a, b) => Number(a) - Number(b)));
    const byLevel = { High: 0, Medium: 0, Low: 0 };
    for (const { risk } of catalog.entries) byLevel[risk] += 1;
    expect(byLevel).toEqual({ High: 7, Medium: 22, Low: 24 });
  });

  it('is High for exactly the seven codes that alert', () => {
    const high = catalog.entries.filter((entry) => entry.risk === 'High').map((entry) => entry.code);
    expect(high).toEqual(['50011', '50074', '50076', '50126', '65002', '70037', '500121']);
  });
});

describe('pack and directory data', () => {
  it('the shipped pack overrides no code of the catalog', () => {
    expect(pack.levels).toEqual({ '50053': 'Medium', '50057': 'Low', '50158': 'Medium' });
    expect(Object.keys(pack.levels).filter((code) => codes.includes(code))).toEqual([]);
  });

  it('the directory lists 345 codes, 252 of them named, in ascending order and none twice', () => {
    // From the text: a parsed object is always in this order, and of a repeated key only the last one is left.
    const listed = [...readText('data/result-names.json').matchAll(/"(\d+)":/g)].map(([, code]) =>
      Number(code),
    );
    expect(listed).toHaveLength(345);
    expect(listed).toEqual([...new Set(listed)].toSorted((a, b) => a - b));
    expect(Object.values(names.names).filter((name) => name !== '')).toHaveLength(252);
  });
});

describe('catalog schemas', () => {
  const text = { ja: '例の文。', en: 'An example.' };
  const facts: CatalogEntry['facts'] = {
    kind: 'credential',
    outcome: 'failure',
    passwordProven: 'no',
    attack: ['T1110', 'T1110.003'],
    asimResultDetails: 'Other',
    weight: 60,
    why: {
      kind: 'An example.',
      outcome: 'An example.',
      passwordProven: 'An example.',
      attack: 'An example.',
      asimResultDetails: 'An example.',
      weight: 'An example.',
    },
  };
  const { attack: _attack, ...whyWithoutAttack } = facts.why;
  const { asimResultDetails: _details, ...factsOfSuccess } = facts;
  const entry: CatalogEntry = {
    code: '50126',
    name: 'InvalidUserNameOrPassword',
    risk: 'High',
    summary: text,
    explanation: text,
    rationale: text,
    remediation: { analyst: [text, text], admin: [text] },
    benignCauses: [text],
    maliciousSigns: [text],
    links: ['https://example.com/page'],
    sources: {
      cloudbrothers: 'documents',
      microsoftLearn: 'lists',
      github: 'lacks',
      loginErrorPage: 'documents',
      disagreement: text,
    },
    facts,
  };

  it('take an entry with all texts, one with no name, and one whose sources agree', () => {
    expect(catalogEntrySchema.parse(entry)).toEqual(entry);
    const { name: _, ...nameless } = entry;
    expect(catalogEntrySchema.parse(nameless)).toEqual(nameless);
    const { disagreement: __, ...sources } = entry.sources;
    expect(catalogEntrySchema.safeParse({ ...entry, sources }).success).toBe(true);
  });

  it.each(Object.keys(entry).filter((field) => field !== 'name'))('refuse an entry without %s', (field) => {
    const rest = Object.fromEntries(Object.entries(entry).filter(([name]) => name !== field));
    expect(catalogEntrySchema.safeParse(rest).error?.issues.map(({ path }) => path)).toEqual([[field]]);
  });

  it('take the facts of a success, which has no ASIM details, and of a code without techniques', () => {
    for (const change of [
      { ...factsOfSuccess, outcome: 'success' },
      { ...facts, attack: [], why: whyWithoutAttack },
    ])
      expect(catalogEntrySchema.safeParse({ ...entry, facts: change }).success).toBe(true);
  });

  it.each([
    ['Low', 0, 19],
    ['Medium', 20, 59],
    ['High', 60, 100],
  ] as const)('of level %s have a weight from %i to %i', (risk, least, most) => {
    const isTaken = (weight: number) =>
      catalogEntrySchema.safeParse({ ...entry, risk, facts: { ...facts, weight } }).success;
    expect([least - 1, least, most, most + 1].map(isTaken)).toEqual([false, true, true, false]);
  });

  it('refuse a weight that does not agree with the level, by its place', () => {
    const refused = catalogEntrySchema.safeParse({ ...entry, risk: 'Medium' });
    expect(refused.error?.issues).toMatchObject([
      {
        path: ['facts', 'weight'],
        message: 'weight 60 does not agree with level Medium; it must be 20 to 59',
      },
    ]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a field that the schema does not know', { severity: 'High' }],
    ['an empty name', { name: '' }],
    ['a name of undefined', { name: undefined }],
    ['a level that is none', { risk: 'Unknown' }],
    ['a code with a leading zero', { code: '050126' }],
    ['a code of eight digits', { code: '12345678' }],
    ['an empty code', { code: '' }],
    ['a text in one language', { summary: { en: 'An example.' } }],
    ['a text in a third language', { summary: { ...text, de: 'Ein Beispiel.' } }],
    ['a blank text', { summary: { ...text, ja: ' ' } }],
    ['a line break in a text', { summary: { ...text, en: 'two\nlines' } }],
    ['an empty list of texts', { benignCauses: [] }],
    ['a link without TLS', { links: ['http://example.com/'] }],
    ['a link that runs script', { links: ['javascript:alert(1)'] }],
    ['a coverage that is none', { sources: { ...entry.sources, github: 'N/A' } }],
    ['a kind that is none', { facts: { ...facts, kind: 'password' } }],
    ['a failure that is only informational', { facts: { ...facts, kind: 'informational' } }],
    ['a tactic in place of a technique', { facts: { ...facts, attack: ['TA0006'] } }],
    ['a technique without a reason', { facts: { ...facts, why: whyWithoutAttack } }],
    ['a reason without a technique', { facts: { ...facts, attack: [] } }],
    ['a failure without ASIM details', { facts: factsOfSuccess }],
    ['a success with ASIM details', { facts: { ...facts, outcome: 'success' } }],
    ['a fraction of a weight', { facts: { ...facts, weight: 60.5 } }],
  ])('refuse %s', (_, change) => {
    expect(catalogEntrySchema.safeParse(entry).success).toBe(true);
    expect(catalogEntrySchema.safeParse({ ...entry, ...change }).success).toBe(false);
  });

  it('refuse a catalog without version, which rows could not name, and a repeated code by its place', () => {
    expect(catalogSchema.safeParse({ version: '1', entries: [entry] }).success).toBe(true);
    expect(catalogSchema.safeParse({ entries: [entry] }).success).toBe(false);
    const twice = catalogSchema.safeParse({ version: '1', entries: [entry, { ...entry, name: 'Other' }] });
    expect(twice.error?.issues).toMatchObject([
      { path: ['entries', 1, 'code'], message: expect.stringContaining('50126') },
    ]);
  });

  it('take a pack with a reason in one text or two, and refuse a bad id, code or level', () => {
    const own = {
      id: 'own-levels',
      version: '2026-11',
      levels: { '50126': 'Low' },
      reason: 'Noise of a scanner.',
    };
    expect(packSchema.safeParse(own).success).toBe(true);
    expect(packSchema.safeParse({ ...own, reason: text }).success).toBe(true);
    for (const bad of [
      { id: 'Own levels' },
      { id: '' },
      { levels: { '050126': 'Low' } },
      { levels: { '50126': 'None' } },
    ]) {
      expect(packSchema.safeParse({ ...own, ...bad }).success, JSON.stringify(bad)).toBe(false);
    }
  });
});
