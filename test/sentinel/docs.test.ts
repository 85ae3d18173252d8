import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { readHunts, readRules } from '../../scripts/sentinel/content.ts';
import { check } from '../../src/kql/language/check.ts';
import { database, WARM_UP_TIMEOUT } from './support/database.ts';

// The first query binds the functions.
vi.setConfig({ testTimeout: WARM_UP_TIMEOUT });

const ROOT = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');
const pages = [
  'README.md',
  'README.ja.md',
  ...readdirSync(new URL('docs/', ROOT))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Shown {
  readonly where: string;
  readonly query: string;
}

/** Queries in blocks of code. */
function queriesIn(where: string, text: string): Shown[] {
  return Array.from(text.matchAll(/^```(?:kusto|kql)\n([\s\S]*?)^```/gm), ([, query = '']) => ({
    where,
    query,
  }));
}

/** Calls in the prose of a rule or hunt; names of columns in them stand for the value that the reader puts there. */
function callsIn(where: string, text: string): Shown[] {
  return Array.from(text.matchAll(/\bEntra\w+\((?:[^()]|\([^()]*\))*\)/g), ([call]) => ({
    where,
    query: call.replace(/\((\w+)\)/, '("$1")'),
  }));
}

const shown = [
  ...pages.flatMap((path) => queriesIn(path, read(path))),
  ...[...readRules(), ...readHunts()].flatMap(({ name, content }) => callsIn(name, content.description)),
  // What an alert shows of its query, with the id of an example.
  ...Array.from(read('README.md').matchAll(/"query": ("EntraSigninRisk_CL .*")$/gm), ([, text = '']) => ({
    where: 'the alert in README.md',
    query: String(JSON.parse(text)),
  })),
];

it('there are queries in the docs and in the triage steps', () => {
  const places = shown.map(({ where }) => where);
  const expected = [
    'README.md',
    'README.ja.md',
    'docs/deploy.md',
    'docs/sizing.md',
    'the alert in README.md',
  ];
  expect(places).toEqual(expect.arrayContaining([...expected, 'risk-burst-then-success', 'high-row']));
});

describe.each(shown)('$where: $query', ({ query }) => {
  it('binds without error or warning', () => {
    expect(check(query, database()).diagnostics).toEqual([]);
  });
});
