import { describe, expect, it } from 'vitest';
import { parseArguments, UsageError } from '../../../src/cli/arguments.ts';
import { fromArguments, fromText, fromWritten } from '../../../src/cli/classify/codes.ts';
import { toLanguage } from '../../../src/cli/language.ts';
import { chunksOf, collect } from './support.ts';

const OPTIONS = {
  input: { type: 'string', multiple: true },
  pack: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const;

describe('arguments', () => {
  it.each([
    [['a', 'b'], ['a', 'b'], []],
    [['p', '--input', 'a', 'b', '--input', 'c'], ['p'], ['a', 'b', 'c']],
    [['--input', 'a', '--json', 'b'], [], ['a', 'b']],
    [['--input=a', '--pack', 'p', 'x'], ['x'], ['a']],
    [['--pack', 'p', '50126'], ['50126'], []],
    [['-'], ['-'], []],
  ])('of %j', (args, plain, inputs) => {
    expect(parseArguments(args, OPTIONS)).toMatchObject({ plain, inputs });
  });

  it('with an unknown option, or one without its value, are wrong usage', () => {
    expect(() => parseArguments(['--what'], OPTIONS)).toThrow(UsageError);
    expect(() => parseArguments(['--input'], OPTIONS)).toThrow(UsageError);
    expect(() => parseArguments(['-5'], OPTIONS)).toThrow(UsageError);
  });
});

describe('the language', () => {
  it.each([
    [undefined, {}, 'en'],
    [undefined, { LANG: 'ja_JP.UTF-8' }, 'ja'],
    [undefined, { LANG: 'JA' }, 'ja'],
    [undefined, { LANG: 'ja_JP.UTF-8', LC_MESSAGES: 'C' }, 'en'],
    [undefined, { LANG: 'en_US.UTF-8', LC_ALL: 'ja_JP' }, 'ja'],
    [undefined, { LC_ALL: '', LANG: 'ja' }, 'ja'],
    ['en', { LANG: 'ja' }, 'en'],
    ['ja', {}, 'ja'],
  ])('asked for as %j in %j is %s', (option, environment, language) => {
    expect(toLanguage(option, environment)).toBe(language);
  });

  it('is one that the catalog has', () => {
    expect(() => toLanguage('fr', {})).toThrow(UsageError);
  });
});

describe('a written code', () => {
  it.each([
    ['50126', '50126'],
    ['AADSTS50126', '50126'],
    ['aadsts50126:', '50126'],
    ['AADSTS000000050126', '50126'],
    ['0', '0'],
    ['000', '0'],
    ['7000218', '7000218'],
  ])('%j is %s', (text, code) => {
    expect(fromWritten(text)).toBe(code);
  });

  it.each(['', 'x', '50126x', '5 0126', '-1', '1.5', '12345678', 'AADSTS', '５０１２６', 'STS50126'])(
    '%j is none',
    (text) => {
      expect(fromWritten(text)).toBeUndefined();
    },
  );

  it('may share an argument with others', () => {
    expect(fromArguments(['50126,AADSTS50011', ' 0 '])).toEqual(['50126', '50011', '0']);
    expect(() => fromArguments(['50126', 'what'])).toThrow(/"what" is no result code/);
  });

  it('is read from text in pieces of any size', async () => {
    const text = 'AADSTS50126,50011\r\n  700003\t0';
    for (const size of [1, 2, 3, 7, 100]) {
      const chunks = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? [];
      expect(await collect(fromText(chunksOf(...chunks)))).toEqual(['50126', '50011', '700003', '0']);
    }
    await expect(collect(fromText(chunksOf('50126 wh', 'at 0')))).rejects.toThrow(UsageError);
    await expect(collect(fromText(chunksOf('9'.repeat(100))))).rejects.toThrow(UsageError);
  });
});
