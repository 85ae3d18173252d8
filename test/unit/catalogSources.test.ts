import { describe, expect, it } from 'vitest';
import { catalog, names, seed, seedRows, texts, whySkipped } from './catalogSupport.ts';

const skipped = whySkipped(seed);

describe('catalog against the table it was made from', () => {
  it.skipIf(seed === undefined)(`has every code of the table at its level${skipped}`, () => {
    expect(seedRows).toHaveLength(53);
    expect(catalog.entries.map(({ code, risk }) => [code, risk])).toEqual(
      seedRows.map((cells) => [cells[0], cells[7]]),
    );
  });

  it.skipIf(seed === undefined)(`says of each source what the table shows of it${skipped}`, () => {
    const empty = /^(説明はありません|このエラーコードの特定のエラーメッセージはありません|KeyNotFound)$/;
    const coverage = (cell = '') => (cell === 'N/A' ? 'lacks' : empty.test(cell) ? 'lists' : 'documents');
    const shown = seedRows.map(([code, cloudbrothers, microsoftLearn, github, loginErrorPage]) => ({
      code,
      cloudbrothers: coverage(cloudbrothers),
      microsoftLearn: coverage(microsoftLearn),
      github: coverage(github),
      loginErrorPage: coverage(loginErrorPage),
    }));
    const own = catalog.entries.map(({ code, sources: { disagreement: _, ...sources } }) => ({
      code,
      ...sources,
    }));
    expect(own).toEqual(shown);
  });

  it.skipIf(seed === undefined)(`takes over every symbolic name of the table${skipped}`, () => {
    const named = seedRows.flatMap((cells) => {
      const line = `| ${cells.join(' | ')} |`;
      const name = /\| ([A-Z]\w+) ?- /.exec(line)?.[1] ?? /\(([A-Z][a-z]+[A-Z]\w+)\)/.exec(line)?.[1];
      return name === undefined ? [] : [[cells[0], name]];
    });
    expect(named).toHaveLength(30);
    const own = new Map(catalog.entries.map((entry) => [entry.code, entry.name]));
    expect(named.map(([code]) => [code, own.get(code ?? '')])).toEqual(named);
  });

  it.skipIf(seed === undefined)(`shares no run of 24 characters with the table’s texts${skipped}`, () => {
    // Without spaces, so that a space put between words does not make a copied sentence new.
    const runsOf = (text: string): string[] => {
      const characters = [...text.replace(/\s/g, '')];
      return characters.slice(23).map((_, start) => characters.slice(start, start + 24).join(''));
    };
    const taken = new Set(runsOf(seed ?? ''));
    const reasons = catalog.entries.flatMap(({ facts }) => Object.values(facts.why));
    const own = [...texts.flatMap(({ text }) => [text.ja, text.en]), ...reasons];
    const runs = own.flatMap(runsOf);
    expect(runs.length).toBeGreaterThan(50_000);
    expect(runs.filter((run) => taken.has(run))).toEqual([]);
  });
});

it('the catalog says where sources disagree', () => {
  const disputed = catalog.entries.filter(({ sources }) => sources.disagreement !== undefined);
  expect(disputed.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['50014', '50074', '500014', '530003', '650052', '700003', '5000211']),
  );
});

it('the directory and the catalog give a code the same name', () => {
  const both = catalog.entries.filter((entry) => entry.code in names.names);
  expect(both.length).toBeGreaterThan(30);
  expect(both.map((entry) => [entry.code, names.names[entry.code]])).toEqual(
    both.map((entry) => [entry.code, entry.name ?? '']),
  );
});
