import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  catalogSchema,
  type LocalizedText,
  localizedTextSchema,
  packSchema,
  resultNamesSchema,
} from '../../src/core/catalogSchema.ts';

export const readText = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readJson = (path: string): unknown => JSON.parse(readText(path));

/** The text of a file beside the repository; undefined where it is not there, as in a plain clone. */
function readShared(path: string): string | undefined {
  const url = new URL(`../../../shared/${path}`, import.meta.url);
  return existsSync(url) ? readFileSync(url, 'utf8') : undefined;
}

export const catalog = catalogSchema.parse(readJson('data/catalog.json'));
export const names = resultNamesSchema.parse(readJson('data/result-names.json'));
export const pack = packSchema.parse(readJson('data/packs/microsoft-secops.json'));
export const codes = catalog.entries.map((entry) => entry.code);

const avoided = z.array(z.string().min(1));
/** Names as Microsoft's products use them, and what texts must not say in their place. */
export const glossary = z
  .strictObject({
    about: z.string(),
    terms: z.array(
      z.strictObject({
        en: z.string(),
        ja: z.string(),
        avoid: z.strictObject({ en: avoided, ja: avoided }),
      }),
    ),
  })
  .parse(readJson('data/glossary.json'));

/** The table that the catalog was made from, and the values of the ASIM parser that Microsoft ships. */
export const seed = readShared('seed/result-types.ja.md');
export const asimValues = readShared('reference/asim-resulttype.tsv');
export const whySkipped = (file: string | undefined): string =>
  file === undefined ? ' (skipped: the folder ../shared is not beside the repository)' : '';

/** The cells of the table's row of each code. */
export const seedRows: readonly (readonly string[])[] = (seed ?? '')
  .split('\n')
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.replace(/^\| | \|$/g, '').split(' | '));

export interface PlacedText {
  /** e.g. `50126.remediation.analyst.0` */
  readonly place: string;
  readonly text: LocalizedText;
}

/** Every text in both languages that a value holds, at any depth, so that texts added later are checked as well. */
export function textsOf(value: unknown, place: string): PlacedText[] {
  const text = localizedTextSchema.safeParse(value);
  if (text.success) return [{ place, text: text.data }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => textsOf(member, `${place}.${name}`));
}

export const texts: readonly PlacedText[] = [
  ...catalog.entries.flatMap((entry) => textsOf(entry, entry.code)),
  ...textsOf(pack, pack.id),
];

/** The texts in one language. */
export const textsIn = (language: 'ja' | 'en'): { place: string; text: string }[] =>
  texts.map(({ place, text }) => ({ place, text: text[language] }));

/** Length in characters as a reader counts them, not in UTF-16 units. */
export const length = (text: string): number => [...text].length;
