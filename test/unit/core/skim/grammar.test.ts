import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDeeperThan, MAX_DEPTH, parseJson } from '../../../../src/core/json/types.ts';
import { loadBody } from '../../../../src/core/skim/kernel.ts';
import { runs } from '../../../property/arbitraries.ts';
import { startTestKernel } from './support.ts';

/** Texts are read in memory that others used before, as in production. */
const kernel = startTestKernel();
const { NOWHERE, TEXT, ESCAPED, INTEGER, NUMBER, TRUE, FALSE, NULL } = kernel;

function takes(text: string): boolean {
  const bytes = Buffer.from(text);
  loadBody(kernel, bytes);
  const end = kernel.value(kernel.space(kernel.BODY), 0);
  return end !== NOWHERE && kernel.space(end) === kernel.BODY + bytes.length;
}

/** What `JSON.parse` takes, without values that are nested too deeply. */
function isJson(text: string): boolean {
  const parsed = parseJson(text);
  return parsed.ok && !isDeeperThan(parsed.value, MAX_DEPTH);
}

const REFUSED: readonly string[] = [
  ...['', ' ', '\0', '{', '[', '"', '{"', '{"a', '{"a"', '{"a":', '{"a":1', '{"a":1,', '[1', '[1,', '-'],
  ...['{}}', '[]]', '{]', '[}', '[1 2]', '[1,,2]', '[,]', '[,1]', '[1,]', '{,}', '{"a":1,}', '{"a" 1}'],
  ...['{"a"::1}', '{"a":1 "b":2}', '{a:1}', "{'a':1}", '{1:1}', '{null:1}', '1 2', '{} {}', '"a" "b"'],
  ...['01', '-01', '00', '1.', '.5', '-.5', '1.e5', '1e', '1e+', '1e-', '1E5.5', '+1', '--1', '0x10', '1_0'],
  ...[
    '1a',
    'NaN',
    'Infinity',
    '-Infinity',
    'True',
    'nul',
    'nulL',
    'tru',
    'truE',
    'fals',
    'falsy',
    'undefined',
  ],
  ...[
    '"\\',
    '"\\"',
    '"\\a"',
    '"\\x41"',
    '"\\u"',
    '"\\u12"',
    '"\\u123"',
    '"\\u123g"',
    '"\\U0041"',
    '"\\0"',
    '"\\ "',
  ],
  ...['"\n"', '"\t"', '"\r"', '"\u0000"', '"\u001f"', '"a\u0001b"', '{"a\n":1}', "'a'", '`a`'],
  ...['\u00a01', '1\u00a0', '\ufeff1', '1\ufeff', '\u20281', '1\u2029', '\v1', '\f1', '1\0', '[1\0]', '[\0]'],
  ...['//1', '1//', '/**/1', '[1/**/]', '#1', '1;', '=1'],
];

const TAKEN: readonly string[] = [
  ...[
    '{}',
    '[]',
    '""',
    '0',
    '-0',
    '1',
    '-1',
    '10',
    '1.5',
    '-0.0',
    '1e5',
    '1E5',
    '1e+5',
    '1E-05',
    '0e0',
    '1e400',
  ],
  ...['true', 'false', 'null', '[true,false,null]', '{"":""}', '{"a":{"a":[{}]}}', '[[],[[]],{}]'],
  ...[
    '"a"',
    '"\\""',
    '"\\\\"',
    '"\\/"',
    '"/"',
    '"\\b\\f\\n\\r\\t"',
    '"\\u0041"',
    '"\\uD800"',
    '"\\udfFF\\u0000"',
  ],
  ...['"\u007f"', '"\u2028\u2029"', '"é日😀"', '"\ufeff"', '{"\\u0061":1}', '{"é":1}', '{"__proto__":1}'],
  ...[' \t\r\n{ "a" : [ 1 , 2 ] , "b" : { } } \t\r\n', '[ ]', '{ }', '\n1\n', '{"a":1,"a":2}', '"]}"'],
  ...[
    '123456789012345678901234567890',
    '0.1234567890123456789',
    `"${'x'.repeat(1000)}"`,
    `[${'1,'.repeat(500)}1]`,
  ],
];

describe('the grammar', () => {
  it.each(REFUSED)('refuses %j', (text) => {
    expect(isJson(text)).toBe(false);
    expect(takes(text)).toBe(false);
  });

  it.each(TAKEN)('takes %j', (text) => {
    expect(isJson(text)).toBe(true);
    expect(takes(text)).toBe(true);
  });

  it('takes what JSON.parse takes of all short texts', () => {
    const units = [...'{}[]",:\\u0-1.e ', 'true', 'null', 'é', '\n', '\0'];
    const different: string[] = [];
    const extend = (text: string, left: number): void => {
      if (takes(text) !== isJson(text)) different.push(text);
      if (left > 0) for (const unit of units) extend(text + unit, left - 1);
    };
    extend('', 3);
    expect(different).toEqual([]);
  });

  it('takes what JSON.parse takes of JSON in which something was changed', () => {
    const unit = fc.constantFrom(
      ...'{}[]",:\\ubn0123-+.eE \n\0\ta',
      'true',
      'false',
      'null',
      '\\u00e9',
      '日',
    );
    const change = fc.tuple(fc.nat(), fc.nat(2), unit);
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.array(change, { maxLength: 3 }), (json, changes) => {
        const text = changes.reduce((before, [place, removed, added]) => {
          const at = place % (before.length + 1);
          return before.slice(0, at) + added + before.slice(at + removed);
        }, json);
        const wellFormed = text.toWellFormed();
        expect(takes(wellFormed)).toBe(isJson(wellFormed));
      }),
      runs(3_000),
    );
  });

  it('takes 100 levels and refuses 101, without a deep stack', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const nested = (levels: number) => `${open.repeat(levels)}1${close.repeat(levels)}`;
      expect([takes(nested(MAX_DEPTH)), takes(nested(MAX_DEPTH + 1)), takes(nested(1e5))]).toEqual([
        true,
        false,
        false,
      ]);
      expect(takes(open.repeat(1e5))).toBe(false);
    }
  });

  it.each([
    ['"plain"', TEXT],
    ['"日本"', TEXT],
    ['"\\n"', ESCAPED],
    ['"日\\u0041本"', ESCAPED],
    ['0', INTEGER],
    ['123456789012345', INTEGER],
    ['1234567890123456', NUMBER],
    ['-1', NUMBER],
    ['-0', NUMBER],
    ['1.0', NUMBER],
    ['1e2', NUMBER],
    ['true', TRUE],
    ['false', FALSE],
    ['null', NULL],
  ])('knows what %s is', (text, kind) => {
    kernel.expectText();
    expect(takes(text)).toBe(true);
    expect(kernel.kindOfLast()).toBe(kind);
  });

  it('finds the end of strings of every length, whatever stands behind them', () => {
    for (let length = 0; length < 40; length++) {
      for (const last of ['', 'é', '日', '😀', '\\n', '\\\\', '\\u0041', '\u007f']) {
        const text = `"${'x'.repeat(length)}${last}"`;
        loadBody(kernel, Buffer.from(`${text}"\u0001\\`));
        expect(kernel.string(kernel.BODY + 1)).toBe(kernel.BODY + Buffer.byteLength(text));
        loadBody(kernel, Buffer.from(text.slice(0, -1)));
        expect(kernel.string(kernel.BODY + 1)).toBe(NOWHERE);
      }
    }
  });

  it('reads nothing of what stood in its memory before', () => {
    loadBody(kernel, Buffer.from('[1,2,3]'.padEnd(100, ']"1}')));
    expect(takes('[1,2')).toBe(false);
    expect(takes('"a')).toBe(false);
  });
});
