import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CATEGORIES } from '../../../src/core/signIn/category.ts';
import { FIXTURES, outcomesOf } from './support.ts';

const folder = new URL('../../../data/samples/', import.meta.url);
const bodies = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => readFileSync(new URL(name, folder)));

const rows = [...bodies, FIXTURES].flatMap((body) =>
  outcomesOf(body).flatMap((outcome) =>
    'row' in outcome ? [{ category: outcome.row['Category'], bytes: outcome.rowBytes }] : [],
  ),
);

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

// What the workspace bills is about the bytes of the JSON.
it('a row has at most 1,300 bytes in the median over samples of all categories', () => {
  expect(new Set(rows.map(({ category }) => category))).toEqual(new Set(CATEGORIES));
  expect(median(rows.map(({ bytes }) => bytes))).toBeLessThanOrEqual(1300);
  for (const wanted of CATEGORIES) {
    const bytes = rows.filter(({ category }) => category === wanted).map((row) => row.bytes);
    expect(median(bytes), wanted).toBeLessThanOrEqual(1300);
  }
});
