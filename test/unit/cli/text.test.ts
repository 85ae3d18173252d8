import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clip, padEnd, padStart, toSafeText, widthOf, wrap } from '../../../src/cli/text.ts';

const mixed = fc.string({
  unit: fc.constantFrom(...'ab IPAddress 50126 、。「」（）ーパスワードのサインイン漢字ｶﾅ😀é\u0301'),
  maxLength: 200,
});

describe('safe text', () => {
  it.each([
    ['an escape sequence', 'a\u001b[31mred'],
    ['a line break', 'a\nb'],
    ['a tab', 'a\tb'],
    ['marks that turn the direction', 'a\u202eb\u2066c'],
    ['characters of no width', 'a\u200bb\ufeff'],
    ['line separators', 'a\u2028b\u2029'],
    ['a C1 control', 'a\u009bb'],
    ['half a pair', 'a\ud800b'],
  ])('holds nothing of %s', (_, text) => {
    expect(toSafeText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
    expect(toSafeText(text)).toContain('\ufffd');
  });

  it('is the text itself otherwise', () => {
    expect(toSafeText('日本語 😀 é "x"')).toBe('日本語 😀 é "x"');
  });
});

describe('width', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['サインイン', 10],
    ['、。「」', 8],
    ['ー（）', 6],
    ['ｶﾅ', 2],
    ['Ａ１', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['😀', 2],
    ['한국', 4],
  ])('of %j is %i', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });

  it('pads and clips by columns, not characters', () => {
    expect(padEnd('高', 5)).toBe('高   ');
    expect(padStart('件数', 6)).toBe('  件数');
    expect(padEnd('too long', 3)).toBe('too long');
    expect(clip('サインイン', 10)).toBe('サインイン');
    expect(clip('サインインの', 10)).toBe('サイン...');
    expect(clip('abcdef', 5)).toBe('ab...');
  });
});

describe('wrapping', () => {
  it('gives no line that is wider than asked, loses nothing and adds nothing', () => {
    fc.assert(
      fc.property(mixed, fc.integer({ min: 2, max: 60 }), (text, columns) => {
        const lines = wrap(text, columns);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
        expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });

  it('fills lines: the next word would not have fitted', () => {
    const text = fc.array(fc.string({ unit: fc.constantFrom(...'abc'), minLength: 1, maxLength: 8 }));
    fc.assert(
      fc.property(text, fc.integer({ min: 8, max: 40 }), (words, columns) => {
        const lines = wrap(words.join(' '), columns);
        for (const [index, line] of lines.slice(1).entries()) {
          const [next = ''] = line.split(' ');
          expect(`${lines[index]} ${next}`.length).toBeGreaterThan(columns);
        }
      }),
    );
  });

  it('breaks English between words', () => {
    expect(wrap('the quick brown fox', 10)).toEqual(['the quick', 'brown fox']);
  });

  it('breaks Japanese anywhere but inside a katakana word', () => {
    expect(wrap('短時間に多くのユーザーが失敗した', 20)).toEqual(['短時間に多くの', 'ユーザーが失敗した']);
    expect(wrap('確認した人の数', 10)).toEqual(['確認した人', 'の数']);
  });

  it('begins no line with closing punctuation and ends none with an opening bracket', () => {
    expect(wrap('確認した。次', 8)).toEqual(['確認し', 'た。次']);
    expect(wrap('結果は「失敗」', 8)).toEqual(['結果は', '「失敗」']);
    expect(wrap('登録 (MFA) を', 6)).toEqual(['登録', '(MFA)', 'を']);
  });

  it('cuts only what is longer than a line', () => {
    expect(wrap('a bcdefghijk l', 5)).toEqual(['a', 'bcdef', 'ghijk', 'l']);
    expect(wrap('', 5)).toEqual(['']);
  });
});
