import { describe, expect, it } from 'vitest';
import { ALL_COLUMNS } from '../../src/core/row/columns.ts';
import { catalog, glossary, length, type PlacedText, texts, textsIn, textsOf } from './catalogSupport.ts';

const LANGUAGES = ['ja', 'en'] as const;
const COLUMNS = new Set(ALL_COLUMNS.map(({ name }) => name));

/** `place: what` for every text in which the pattern is found: the message of a failing test shows text and place. */
function found(language: 'ja' | 'en', pattern: RegExp): string[] {
  return textsIn(language).flatMap(({ place, text }) => {
    const [match] = pattern.exec(text) ?? [];
    return match === undefined ? [] : [`${place}: "${match}" in ${text}`];
  });
}

/** Words of a text that are names of columns. */
const columnsIn = (text: string): string[] => (text.match(/\w+/g) ?? []).filter((word) => COLUMNS.has(word));

describe('every text', () => {
  // Least and most characters; a line of Japanese says about twice as much as one of English.
  const LIMITS = {
    summary: { en: [50, 140], ja: [20, 70] },
    paragraph: { en: [60, 420], ja: [25, 220] },
    step: { en: [20, 240], ja: [10, 140] },
    cause: { en: [15, 200], ja: [8, 110] },
  } as const;

  function outside(placed: readonly PlacedText[], limit: keyof typeof LIMITS): string[] {
    return placed.flatMap(({ place, text }) =>
      LANGUAGES.flatMap((language) => {
        const [least, most] = LIMITS[limit][language];
        const size = length(text[language]);
        return size < least || size > most ? [`${place}.${language}: ${size}, not ${least} to ${most}`] : [];
      }),
    );
  }

  it('has a sensible length, and each list a sensible number of items', () => {
    for (const entry of catalog.entries) {
      const { remediation, benignCauses, maliciousSigns } = entry;
      const paragraphs = [entry.explanation, entry.rationale, entry.sources.disagreement];
      expect([
        ...outside(textsOf(entry.summary, entry.code), 'summary'),
        ...outside(textsOf(paragraphs, entry.code), 'paragraph'),
        ...outside(textsOf(remediation, entry.code), 'step'),
        ...outside(textsOf([benignCauses, maliciousSigns], entry.code), 'cause'),
      ]).toEqual([]);
      for (const list of [remediation.analyst, remediation.admin]) {
        expect(list.length, entry.code).toBeGreaterThanOrEqual(2);
        expect(list.length, entry.code).toBeLessThanOrEqual(5);
      }
      for (const list of [benignCauses, maliciousSigns]) {
        expect(list.length, entry.code).toBeGreaterThanOrEqual(2);
        expect(list.length, entry.code).toBeLessThanOrEqual(4);
      }
    }
  });

  it.each(LANGUAGES)('is there once: no two places say the same in %s', (language) => {
    const all = textsIn(language).map(({ text }) => text);
    expect(all.filter((text, index) => all.indexOf(text) !== index)).toEqual([]);
  });

  it.each(LANGUAGES)('has no stray spaces or doubled signs in %s', (language) => {
    expect(found(language, /^\s|\s$|\s\s|、、|。。|、。|,,|\.\.|,\.| ,| \./)).toEqual([]);
  });

  it('is plain ASCII and ends in a full stop in English', () => {
    expect(found('en', /[^ -~]/)).toEqual([]);
    expect(found('en', /[^.?]$/)).toEqual([]);
  });

  it('is Japanese under ja: with kana, spaces around Latin words, half-width signs, and 。 at its end', () => {
    const letter = '[\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Han}]';
    expect(found('ja', /^[^\p{Script=Hiragana}\p{Script=Katakana}]*$/u)).toEqual([]);
    expect(found('ja', new RegExp(`[A-Za-z0-9]${letter}|${letter}[A-Za-z0-9]`, 'u'))).toEqual([]);
    expect(found('ja', /[（）［］！？：；，．０-９Ａ-Ｚａ-ｚ]/u)).toEqual([]);
    expect(found('ja', /[^。]$/u)).toEqual([]);
  });

  it('reads in Japanese as an engineer writes: plain form, long vowels, no turns of a translation', () => {
    expect(found('ja', /です|ます。|ません|ください|でしょう/)).toEqual([]);
    expect(found('ja', /(?:ブラウザ|ユーザ|サーバ|プロバイダ|フォルダ)(?!ー)/)).toEqual([]);
    expect(found('ja', /することができ|と判断され|を示唆|となります|行うことが|に関して/)).toEqual([]);
  });

  it('names no column that rows do not have', () => {
    // Words in CamelCase are columns, but for these names of products and values.
    const others = [
      'SharePoint',
      'SaaS',
      'GitHub',
      'IdP',
      'B2B',
      'NonInteractiveUserSignInLogs',
      'ManagedIdentitySignInLogs',
    ];
    const words = texts.flatMap(({ text }) =>
      LANGUAGES.flatMap((language) => text[language].match(/\b[A-Z][a-z0-9]+(?:[A-Z]\w*)+\b/g) ?? []),
    );
    expect(words.length).toBeGreaterThan(300);
    expect([...new Set(words)].filter((word) => !COLUMNS.has(word) && !others.includes(word))).toEqual([]);
  });
});

// Rows leave these columns out where they would repeat another one, so an empty cell is not a missing value.
describe('a text on a column that rows may leave out', () => {
  it('names RecordId beside OriginalRequestId', () => {
    const placed = LANGUAGES.flatMap(textsIn).filter(({ text }) => text.includes('OriginalRequestId'));
    expect(placed.length).toBeGreaterThan(10);
    expect(
      placed.filter(
        ({ text }) => !/OriginalRequestId \((?:空なら RecordId|RecordId where it is empty)\)/.test(text),
      ),
    ).toEqual([]);
  });

  it('says in the analyst’s steps when the ID of a tenant is empty', () => {
    const steps = catalog.entries.flatMap(({ code, remediation: { analyst } }) => {
      const said = analyst.flatMap((step) => LANGUAGES.map((language) => step[language]));
      return said.some((text) => /(?:Home|Resource|AppOwner)TenantId/.test(text))
        ? [[code, said] as const]
        : [];
    });
    expect(steps.length).toBeGreaterThan(10);
    for (const [code, said] of steps) {
      expect(said.join(' '), code).toMatch(
        /TenantId \(empty where equal to AADTenantId(?:, or Microsoft's)?\)/,
      );
      expect(said.join(' '), code).toMatch(/TenantId \(AADTenantId と同じ(?:か Microsoft のもの)?なら空\)/);
    }
  });
});

describe('the glossary', () => {
  it('holds no term that contains what it says to avoid', () => {
    expect(glossary.terms.length).toBeGreaterThanOrEqual(25);
    for (const { avoid, ...term } of glossary.terms) {
      for (const language of LANGUAGES)
        expect(avoid[language].filter((wrong) => term[language].includes(wrong))).toEqual([]);
    }
  });

  it.each(LANGUAGES)('is kept by every text in %s', (language) => {
    const wrong = glossary.terms.flatMap(({ avoid }) => avoid[language]);
    const broken = textsIn(language).flatMap(({ place, text }) =>
      wrong.filter((word) => text.includes(word)).map((word) => `${place}: "${word}" in ${text}`),
    );
    expect(broken).toEqual([]);
  });

  it('has each term that English uses used by the Japanese too', () => {
    const pairs = [
      ['Conditional Access', '条件付きアクセス'],
      ['Temporary Access Pass', '一時アクセス パス'],
      ['security defaults', 'セキュリティの既定値群'],
      ['password spray', 'スプレー'],
      ['tenant restrictions', 'テナント制限'],
      ['cross-tenant access settings', 'テナント間アクセス設定'],
      ['admin consent', '管理者の同意'],
    ] as const;
    const missing = texts.flatMap(({ place, text }) =>
      pairs
        .filter(([en, ja]) => text.en.toLowerCase().includes(en.toLowerCase()) && !text.ja.includes(ja))
        .map(([, ja]) => `${place}: no "${ja}" in ${text.ja}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('the rationale', () => {
  it('argues for the level against the levels beside it', () => {
    const beside = { Low: ['Low', 'Medium'], Medium: ['High', 'Low'], High: ['Medium'] } as const;
    for (const { code, risk, rationale } of catalog.entries) {
      // Of a success there is nothing to hold against Medium; the text says what above Low would do.
      const levels = code === '0' ? (['Low'] as const) : beside[risk];
      for (const language of LANGUAGES)
        for (const level of levels) expect(rationale[language], `${code}.${language}`).toContain(level);
    }
  });
});

describe('the analyst’s steps', () => {
  it('name at least two columns, the same in both languages', () => {
    for (const { code, remediation } of catalog.entries) {
      // Of columns that are also English words only the Japanese text tells which is meant.
      const words = /^(Location|Category|Agent)$/;
      const [ja = [], en = []] = LANGUAGES.map((language) =>
        [...new Set(remediation.analyst.flatMap((step) => columnsIn(step[language])))].toSorted(),
      );
      expect(ja.length, code).toBeGreaterThanOrEqual(2);
      expect(en.length, code).toBeGreaterThanOrEqual(2);
      const named = (list: readonly string[]) => list.filter((name) => !words.test(name));
      expect(named(en), code).toEqual(named(ja));
    }
  });

  it('say when to close and when to escalate', () => {
    for (const { code, remediation } of catalog.entries) {
      const all = (language: 'ja' | 'en') => remediation.analyst.map((step) => step[language]).join(' ');
      expect(all('en'), code).toMatch(/close/i);
      expect(all('en'), code).toMatch(/escalate/i);
      expect(all('ja'), code).toContain('クローズ');
      expect(all('ja'), code).toContain('エスカレーション');
    }
  });
});

it('every malicious sign names a column, a code or a log to look at', () => {
  const blind = catalog.entries.flatMap(({ code, maliciousSigns }) =>
    maliciousSigns.flatMap((sign) =>
      LANGUAGES.filter(
        (language) =>
          columnsIn(sign[language]).length === 0 &&
          !/\b(?:\d{5,7}|0)\b|監査ログ|audit log/.test(sign[language]),
      ).map((language) => `${code}.${language}: ${sign[language]}`),
    ),
  );
  expect(blind).toEqual([]);
});

it('links are one to three different pages of Microsoft’s documentation, in no fixed language', () => {
  for (const { code, links } of catalog.entries) {
    expect(links.length, code).toBeLessThanOrEqual(3);
    expect(new Set(links).size, code).toBe(links.length);
    for (const link of links) {
      const { hostname, pathname, search, hash } = new URL(link);
      expect({ hostname, search, hash }, link).toEqual({
        hostname: 'learn.microsoft.com',
        search: '',
        hash: '',
      });
      expect(pathname, link).toMatch(/^(?!\/[a-z]{2}-[a-z]{2}\/)(?:\/[a-z0-9-]+)+$/);
    }
  }
});
