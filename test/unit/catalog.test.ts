import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type CatalogEntry,
  catalogEntrySchema,
  catalogSchema,
  type LocalizedText,
  localizedTextSchema,
  packSchema,
  resultNamesSchema,
} from '../../src/core/catalogSchema.ts';

const readText = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readJson = (path: string): unknown => JSON.parse(readText(path));

const catalog = catalogSchema.parse(readJson('data/catalog.json'));
const names = resultNamesSchema.parse(readJson('data/result-names.json'));
const pack = packSchema.parse(readJson('data/packs/microsoft-secops.json'));
const codes = catalog.entries.map((entry) => entry.code);

/** Every text in both languages that a value holds, at any depth, so that texts added later are checked as well. */
function textsOf(value: unknown): LocalizedText[] {
  const text = localizedTextSchema.safeParse(value);
  if (text.success) return [text.data];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
const texts = textsOf([catalog, pack]);
const length = (text: string): number => [...text].length;

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

  it('sums up every code in one line that fits a table, and no two codes in the same words', () => {
    for (const { code, summary } of catalog.entries) {
      expect(length(summary.en), `${code} en: ${summary.en}`).toBeGreaterThanOrEqual(50);
      expect(length(summary.en), `${code} en: ${summary.en}`).toBeLessThanOrEqual(140);
      expect(length(summary.ja), `${code} ja: ${summary.ja}`).toBeGreaterThanOrEqual(20);
      expect(length(summary.ja), `${code} ja: ${summary.ja}`).toBeLessThanOrEqual(70);
      expect(summary.ja, code).toMatch(/。$/);
    }
    expect(new Set(catalog.entries.map(({ summary }) => summary.en)).size).toBe(codes.length);
    expect(new Set(catalog.entries.map(({ summary }) => summary.ja)).size).toBe(codes.length);
  });

  it('has Japanese under ja, with spaces around Latin words, and plain ASCII English under en', () => {
    const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
    const latinTouchesJapanese =
      /[A-Za-z0-9][\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]|[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}][A-Za-z0-9]/u;
    expect(texts.length).toBeGreaterThanOrEqual(codes.length + 1);
    for (const { ja, en } of texts) {
      expect(ja).toMatch(kana);
      expect(ja).not.toMatch(latinTouchesJapanese);
      expect(en).toMatch(/^[ -~]+$/);
    }
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

  it('the directory and the catalog give a code the same name', () => {
    const both = catalog.entries.filter((entry) => entry.code in names.names);
    expect(both.length).toBeGreaterThan(30);
    expect(both.map((entry) => [entry.code, names.names[entry.code]])).toEqual(
      both.map((entry) => [entry.code, entry.name ?? '']),
    );
  });
});

const seedFile = new URL('../../../shared/seed/result-types.ja.md', import.meta.url);
const seed = existsSync(seedFile) ? readFileSync(seedFile, 'utf8') : undefined;
const rows = (seed ?? '').split('\n').filter((line) => /^\| \d/.test(line));
const whySkipped = seed === undefined ? ' (skipped: ../shared/seed is not beside the repository)' : '';

describe('catalog against the table it was made from', () => {
  it.skipIf(seed === undefined)(`has every code of the table at its level${whySkipped}`, () => {
    const levels = rows.map((line) => {
      const cells = line.replace(/^\| | \|$/g, '').split(' | ');
      return [cells[0], cells[7]];
    });
    expect(levels).toHaveLength(53);
    expect(catalog.entries.map(({ code, risk }) => [code, risk])).toEqual(levels);
  });

  it.skipIf(seed === undefined)(`takes over every symbolic name of the table${whySkipped}`, () => {
    const named = rows.flatMap((line) => {
      const name = /\| ([A-Z]\w+) ?- /.exec(line)?.[1] ?? /\(([A-Z][a-z]+[A-Z]\w+)\)/.exec(line)?.[1];
      return name === undefined ? [] : [[line.split(' | ')[0]?.slice(2), name]];
    });
    expect(named).toHaveLength(30);
    const own = new Map(catalog.entries.map((entry) => [entry.code, entry.name]));
    expect(named.map(([code]) => [code, own.get(code ?? '')])).toEqual(named);
  });

  it.skipIf(seed === undefined)(`shares no run of 24 characters with the table's texts${whySkipped}`, () => {
    // Without spaces, so that a space put between words does not make a copied sentence new.
    const runsOf = (text: string): string[] => {
      const characters = [...text.replace(/\s/g, '')];
      return characters.slice(23).map((_, start) => characters.slice(start, start + 24).join(''));
    };
    const taken = new Set(runsOf(seed ?? ''));
    const copied = texts
      .flatMap(({ ja, en }) => [...runsOf(ja), ...runsOf(en)])
      .filter((run) => taken.has(run));
    expect(copied).toEqual([]);
  });
});

describe('catalog schemas', () => {
  const text = { ja: '例の文。', en: 'An example.' };
  const entry: CatalogEntry = {
    code: '50126',
    name: 'InvalidUserNameOrPassword',
    risk: 'High',
    summary: text,
  };

  it('take an entry with all texts, and one with no name', () => {
    const full = {
      ...entry,
      explanation: text,
      rationale: text,
      remediation: { analyst: [text, text], admin: [text] },
      benignCauses: [text],
      maliciousSigns: [text],
      links: ['https://example.com/page'],
    };
    expect(catalogEntrySchema.parse(full)).toEqual(full);
    const { name: _, ...nameless } = entry;
    expect(catalogEntrySchema.parse(nameless)).toEqual(nameless);
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
  ])('refuse %s', (_, change) => {
    expect(catalogEntrySchema.safeParse(entry).success).toBe(true);
    expect(catalogEntrySchema.safeParse({ ...entry, ...change }).success).toBe(false);
  });

  it('refuse a catalog without version, which rows could not name, and a repeated code by its place', () => {
    expect(catalogSchema.safeParse({ version: '1', entries: [entry] }).success).toBe(true);
    expect(catalogSchema.safeParse({ entries: [entry] }).success).toBe(false);
    const twice = catalogSchema.safeParse({ version: '1', entries: [entry, { ...entry, risk: 'Low' }] });
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
