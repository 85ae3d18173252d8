import { describe, expect, it } from 'vitest';
import { toCard } from '../../../src/cli/classify/card.ts';
import { byLevel, toCodeCounts, toTable } from '../../../src/cli/classify/table.ts';
import { loadKnowledge } from '../../../src/cli/knowledge.ts';
import { LANGUAGES } from '../../../src/cli/language.ts';
import { widthOf } from '../../../src/cli/text.ts';
import { plainScreen } from './support.ts';

const knowledge = await loadKnowledge(['microsoft-secops']);
const { entries } = knowledge.catalog;
const codes = [...entries.map(({ code }) => code), '50053', '50034', '99999', '9999999'];

describe.each(LANGUAGES)('a card in %s', (language) => {
  it.each([40, 80, 100])('fits %i columns, but for its links', (columns) => {
    for (const code of codes) {
      for (const line of toCard(code, knowledge, language, plainScreen(columns))) {
        if (!line.startsWith('  https://')) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      }
    }
  });

  it('fits a screen: at most 50 lines of 100 columns', () => {
    for (const code of codes)
      expect(toCard(code, knowledge, language, plainScreen(100)).length).toBeLessThanOrEqual(50);
  });

  it('holds every text of the entry', () => {
    for (const entry of entries) {
      const card = toCard(entry.code, knowledge, language, plainScreen(100)).join('').replace(/\s/g, '');
      const texts = [
        entry.summary,
        entry.explanation,
        entry.rationale,
        ...entry.remediation.analyst,
        ...entry.remediation.admin,
        ...entry.benignCauses,
        ...entry.maliciousSigns,
      ].map((text) => text[language]);
      for (const text of [...texts, ...entry.links, ...entry.facts.attack])
        expect(card).toContain(text.replace(/\s/g, ''));
    }
  });

  it('of a code that nobody has judged says so, with its name where it is documented', () => {
    expect(toCard('50034', knowledge, language, plainScreen(80)).join('\n')).toMatch(
      /UserAccountNotFound[\s\S]*Unknown/,
    );
    expect(toCard('99999', knowledge, language, plainScreen(80)).join('\n')).toMatch(/99999.*Unknown/);
  });

  it('names the pack that gave a level, and its reason', () => {
    const card = toCard('50053', knowledge, language, plainScreen(100)).join('\n');
    expect(card).toMatch(/IdsLocked.*Medium/);
    expect(card).toContain('pack:microsoft-secops');
  });

  it.each([40, 80, 100])('and a table fit %i columns', (columns) => {
    const counts = new Map(codes.map((code, index) => [code, 10 ** (index % 9)]));
    const table = toTable(byLevel(toCodeCounts(counts, knowledge)), true, language, plainScreen(columns));
    for (const line of table) expect(widthOf(line)).toBeLessThanOrEqual(columns);
  });
});

describe('the order of a table', () => {
  it('is High, Medium, then the rest by count', () => {
    const counts = new Map([
      ['0', 5],
      ['99999', 9],
      ['700003', 1],
      ['50126', 1],
      ['50011', 3],
    ]);
    expect(byLevel(toCodeCounts(counts, knowledge)).map(({ code }) => code)).toEqual([
      '50011',
      '50126',
      '700003',
      '99999',
      '0',
    ]);
  });
});
