import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../src/sandbox/logsIngestion/refusal.ts';
import { toRowCheck } from '../../../src/sandbox/logsIngestion/rowSchema.ts';
import { toRows } from '../../../src/sandbox/logsIngestion/rows.ts';
import { columns, STREAM, TIME } from '../../support/exampleStream.ts';

const check = toRowCheck(STREAM, columns);

describe('rows', () => {
  it('keep their number forms, escapes, repeated keys and spaces', () => {
    const rows = [
      `{ "TimeGenerated" : "${TIME}",\t"Real":1.0e0, "Text":"\\u0041]\\"}, 日本語" }`,
      `{"Text":"first","TimeGenerated":"${TIME}","Text":"last","Long":9007199254740993}`,
    ];
    expect(toRows(Buffer.from(`\n[ ${rows.join(' ,\r\n')} ] `), check)).toEqual(rows);
  });

  it('come out as they went in, whatever they hold', () => {
    const row = fc.record({
      TimeGenerated: fc.constant(TIME),
      Bag: fc.jsonValue(),
      Text: fc.string({ unit: 'binary' }),
    });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        expect(toRows(Buffer.from(JSON.stringify(rows)), check)).toEqual(
          rows.map((value) => JSON.stringify(value)),
        );
      }),
    );
  });

  const large = 'é'.repeat(32_769);
  it.each<[string, string, string]>([
    ['no object', '17', 'Row 1: Invalid input: expected object, received number.'],
    ['no TimeGenerated', '{}', "Row 1: column 'TimeGenerated'"],
    ['no time in TimeGenerated', '{"TimeGenerated":"yesterday"}', "Row 1: column 'TimeGenerated'"],
    [
      'a day that does not exist',
      '{"TimeGenerated":"2026-02-30T00:00:00Z"}',
      "Row 1: column 'TimeGenerated'",
    ],
    ['a time without a zone', '{"TimeGenerated":"2026-01-02T03:04:05"}', "Row 1: column 'TimeGenerated'"],
    ['null for TimeGenerated', '{"TimeGenerated":null}', "Row 1: column 'TimeGenerated'"],
    ['an unknown column', '"Other":1', "Row 1: the stream declares no column 'Other'."],
    ['a column __proto__', '"__proto__":{}', "Row 1: the stream declares no column '__proto__'."],
    [
      'a number as text',
      '"Text":1',
      "Row 1: column 'Text': Invalid input: expected string, received number.",
    ],
    ['a lone surrogate', '"Text":"\\ud800"', "Row 1: column 'Text'"],
    ['text over 64 KB', `"Text":"${large}"`, "Row 1: column 'Text': Too long"],
    ['a fraction as int', '"Int":1.5', "Row 1: column 'Int'"],
    ['33 bits as int', '"Int":2147483648', "Row 1: column 'Int'"],
    ['65 bits as long', '"Long":9223372036854775808', "Row 1: column 'Long'"],
    ['text as long', '"Long":"1"', "Row 1: column 'Long'"],
    ['text as real', '"Real":"1"', "Row 1: column 'Real'"],
    ['a number as boolean', '"Flag":1', "Row 1: column 'Flag'"],
    ['a dynamic over 64 KB', `"Bag":["${large}"]`, "Row 1: column 'Bag': Too long"],
    [
      'a dynamic 10,000 deep',
      `"Bag":${'['.repeat(10_000)}${']'.repeat(10_000)}`,
      "Row 1: column 'Bag': Too deep",
    ],
    ['a number as datetime', '"Time":1', "Row 1: column 'Time'"],
  ])('with %s are refused by row and column', (_what, members, message) => {
    const time = `"TimeGenerated":"${TIME}"`;
    const row = members.startsWith('"') ? `{${time},${members}}` : members;
    const result = toRows(Buffer.from(`[{${time}},${row}]`), check);
    expect(result).toBeInstanceOf(Refusal);
    expect(result).toMatchObject({
      status: 400,
      code: 'InvalidRow',
      message: expect.stringContaining(message),
    });
  });

  it('with null in every other column, or with values at their limits, are accepted', () => {
    const rows = [
      {
        TimeGenerated: TIME,
        Text: null,
        Int: null,
        Long: null,
        Real: null,
        Flag: null,
        Bag: null,
        Time: null,
      },
      {
        TimeGenerated: TIME,
        Text: 'é'.repeat(32_768),
        Int: -(2 ** 31),
        Long: -(2 ** 63),
        Bag: 'x'.repeat(65_534),
      },
      {
        TimeGenerated: '2026-01-02T12:04:05+09:00',
        Real: 1,
        Flag: true,
        Bag: [[{}], 1, 'a', null],
        Time: TIME,
      },
    ];
    expect(toRows(Buffer.from(JSON.stringify(rows)), check)).toHaveLength(3);
  });
});

it('a stream without TimeGenerated is refused at the start', () => {
  expect(() => toRowCheck(STREAM, [{ name: 'TimeGenerated', type: 'string' }])).toThrow(
    `The stream ${STREAM} declares no column TimeGenerated of type datetime.`,
  );
});
