import { readFileSync } from 'node:fs';
import { catalogSchema } from '../src/core/catalogSchema.ts';

const file = new URL('../data/catalog.json', import.meta.url);
const catalog = catalogSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

/** The codes of the shipped catalog. */
export const catalogCodes: readonly string[] = catalog.entries.map(({ code }) => code);

/** The level of each code in the shipped catalog. */
export const catalogRisks: ReadonlyMap<string, string> = new Map(
  catalog.entries.map(({ code, risk }) => [code, risk]),
);
