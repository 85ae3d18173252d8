import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../../src/core/decode.ts';
import { outcomesOf, toBytes } from './support.ts';

const A = { category: 'SignInLogs', resultType: '50126' };
const B = { category: 'SignInLogs', resultType: '0' };
const a = JSON.stringify(A);
const b = JSON.stringify(B);
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** The records of a body; a fault stands for itself by its reason. */
const decode = (body: unknown): unknown[] =>
  decodeBody(toBytes(body)).map((item) => (item.ok ? item.record : item.reason));

const result = {
  tables: [
    {
      name: 'PrimaryResult',
      columns: [{ name: 'Category', type: 'string' }, { name: 'ResultType' }],
      rows: [
        ['SignInLogs', '50126'],
        ['SignInLogs', '0'],
      ],
    },
  ],
};
const FLAT = [
  { Category: 'SignInLogs', ResultType: '50126' },
  { Category: 'SignInLogs', ResultType: '0' },
];

const FORMS: readonly (readonly [string, string, readonly unknown[]])[] = [
  ['{"records":[…]}', `{"records":[${a},${b}]}`, [A, B]],
  ['{"records":[…]} between other members', `{"x":{"records":1},"records":[${a}],"y":[2]}`, [A]],
  ['{"records":[…]} with an escaped name', `{"rec\\u006frds":[${a}]}`, [A]],
  ['the last of two members named records', `{"records":[],"records":[${a}]}`, [A]],
  ['an array', `[${a},${b}]`, [A, B]],
  ['one record', a, [A]],
  ['lines', `${a}\n${b}\n`, [A, B]],
  ['lines that end in CR LF', `${a}\r\n${b}\r\n`, [A, B]],
  ['lines with blank ones between', `\n${a}\n\n  \r\n${b}`, [A, B]],
  ['lines that are bodies themselves', `{"records":[${a}]}\n[${b}]\n${JSON.stringify(a)}`, [A, B, A]],
  ['{"value":[…]}', `{"@odata.context":"…","value":[${a},${b}]}`, [A, B]],
  ['{"tables":[…]}', JSON.stringify(result), FLAT],
  ['{"tables":[…]} with column names as text', '{"tables":[{"columns":["x"],"rows":[[1]]}]}', [{ x: 1 }]],
  ['two tables', JSON.stringify({ tables: [...result.tables, ...result.tables] }), [...FLAT, ...FLAT]],
];

describe('decodeBody', () => {
  it.each(FORMS)('takes %s', (_, text, records) => {
    expect(decode(text)).toEqual(records);
  });

  it.each(FORMS)('takes %s as JSON text in a string, and in a string in a string', (_, text, records) => {
    const once = JSON.stringify(text);
    expect(decode(once)).toEqual(records);
    expect(decode(JSON.stringify(once))).toEqual(records);
  });

  it.each(FORMS)('takes %s with a byte order mark, outside and inside of a string', (_, text, records) => {
    expect(decode(Buffer.concat([BOM, Buffer.from(text)]))).toEqual(records);
    expect(decode(JSON.stringify(`\ufeff${text}`))).toEqual(records);
  });

  it.each(FORMS)('takes %s with white space around', (_, text, records) => {
    expect(decode(` \t\r\n${text}\n `)).toEqual(records);
  });

  it('takes records as JSON text: the list, or each of its elements', () => {
    expect(decode({ records: `[${a},${b}]` })).toEqual([A, B]);
    expect(decode({ records: [a, B] })).toEqual([A, B]);
    expect(decode([a, b])).toEqual([A, B]);
  });

  it('takes strings in strings up to the third', () => {
    expect(decode(JSON.stringify(JSON.stringify(JSON.stringify(a))))).toEqual([A]);
  });

  it('gives up on strings in strings at the fourth', () => {
    let body = a;
    for (let i = 0; i < 4; i++) body = JSON.stringify(body);
    expect(decode(body)).toEqual(['not-json']);
  });

  it.each(['', ' \r\n\t ', '\ufeff', '""', '" "', '[]', '{"records":[]}', '{"value":[]}', '{"tables":[]}'])(
    'finds no record in %j, which is then skipped as an empty body',
    (text) => {
      expect(decode(text)).toEqual([]);
      expect(outcomesOf(text)).toEqual([{ kind: 'skipped', reason: 'empty-body' }]);
    },
  );

  it('finds no record in lines of empty lists', () => {
    expect(decode('{"records":[]}\n{"records":[]}\n')).toEqual([]);
  });

  it('gives every element that is no object as a fault of its own', () => {
    expect(decode(`{"records":[1,${a},null,"text",[${b}],true,""]}`)).toEqual([
      'not-a-record',
      A,
      'not-a-record',
      'not-a-record',
      'not-a-record',
      'not-a-record',
      'not-a-record',
    ]);
    expect(decode('42')).toEqual(['not-a-record']);
    expect(decode('null')).toEqual(['not-a-record']);
  });

  it('gives a body that does not parse as one fault, and a line that does not as one among its neighbours', () => {
    expect(decode(`{"records":[${a},${b.slice(0, -4)}`)).toEqual(['not-json']);
    expect(decode('not JSON at all\nneither is this')).toEqual(['not-json']);
    expect(decode(Buffer.from([0, 255, 10, 254, 0]))).toEqual(['not-json']);
    expect(decode(`${a}\n{"broken":\n${b}`)).toEqual([A, 'not-json', B]);
  });

  it('does not scatter a broken text over its lines', () => {
    expect(decode('{\n  "records": [\n    1,\n    "two"\n  ],\n  null\n')).toEqual(['not-json']);
  });

  it('reads __proto__ and constructor as the data that they are', () => {
    expect(decode('{"__proto__":{"records":[{}]},"constructor":1}')).toHaveLength(1);
    const [record] = decode('{"records":[{"__proto__":{"category":"AuditLogs"}}]}');
    expect(Object.keys(Object(record))).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
    const [row] = decode('{"tables":[{"columns":["__proto__","constructor"],"rows":[["x","y"]]}]}');
    expect(Object.entries(Object(row))).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  it.each([
    ['without columns', '{"rows":[[1]]}'],
    ['without rows', '{"columns":["x"]}'],
    ['with a column without a name', '{"columns":[{"type":"string"}],"rows":[[1]]}'],
    ['with a name of more than 1,024 characters', `{"columns":["${'x'.repeat(1025)}"],"rows":[[1],[1]]}`],
    ['with a name that cannot be printed', '{"columns":[{"name":{"toString":1}}],"rows":[[1]]}'],
    ['with a name nested deeply', `{"columns":[${'['.repeat(9999)}${']'.repeat(9999)}],"rows":[[1]]}`],
    ['that is null', 'null'],
  ])('gives a table %s as one fault', (_, table) => {
    expect(decode(`{"tables":[${table}]}`)).toEqual(['not-a-record']);
  });

  it('takes a column name of 1,024 characters', () => {
    const name = 'x'.repeat(1024);
    expect(decode({ tables: [{ columns: [name], rows: [[1]] }] })).toEqual([{ [name]: 1 }]);
  });

  it('gives table rows that are no lists as they are', () => {
    expect(decode('{"tables":[{"columns":["x","y"],"rows":[[1],{"z":2},3,null]}]}')).toEqual([
      { x: 1 },
      { z: 2 },
      'not-a-record',
      'not-a-record',
    ]);
  });
});

describe('nesting', () => {
  /** An object nested to that many levels. */
  const nested = (levels: number): string => `${'{"x":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`;

  it('is taken up to 100 levels, and not to 101', () => {
    expect(decodeBody(toBytes(nested(100)))).toMatchObject([{ ok: true }]);
    expect(decode(nested(101))).toEqual(['too-deep']);
    expect(decode(`[${nested(101)}]`)).toEqual(['too-deep']);
    expect(decode([nested(101)])).toEqual(['too-deep']);
  });

  it.each([
    ['objects', nested(10_000)],
    ['arrays', `{"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ])('of 10,000 %s is one fault, alone and among good neighbours', (_, deep) => {
    expect(decode(deep)).toEqual(['too-deep']);
    expect(decode(`{"records":[${a},${deep},${b}]}`)).toEqual([A, 'too-deep', B]);
    expect(decode(`${a}\n${deep}\n${b}`)).toEqual([A, 'too-deep', B]);
  });

  it('of a million brackets is one fault', () => {
    expect(decode('['.repeat(1_000_000))).toEqual(['not-json']);
    expect(decode(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`)).toEqual(['not-a-record']);
  });
});

it.each([
  ['the first byte', [0xef, 0x31, 0x32]],
  ['the first two', [0xef, 0xbb, 0x31]],
  ['the last two', [0x31, 0xbb, 0xbf]],
  ['the first and the last', [0xef, 0x31, 0xbf]],
])('%s of a byte order mark are none, and stay with what they broke', (_, mark) => {
  const body = Buffer.concat([Buffer.from(mark), Buffer.from(`{"records":[${a}]}`)]);
  expect(outcomesOf(body)).toMatchObject([{ reason: 'not-json', letter: { bytes: body } }]);
});

it('a member value that is text is no list of records', () => {
  expect(decode({ value: `[${a}]` })).toEqual([{ value: `[${a}]` }]);
});

it('lines are understood where a list among them holds one record that says something', () => {
  expect(decode(`[{},${a}]\n{"broken`)).toEqual([{}, A, 'not-json']);
});

it('a list of 100 items without a record has a dead letter for each', () => {
  expect(decode(Array.from({ length: 100 }, () => 1))).toHaveLength(100);
});

it('a line may hold as many records as a body can', () => {
  const count = 330_000;
  expect(decode(`[${'{},'.repeat(count - 1)}{}]\n${a}`)).toHaveLength(count + 1);
});

it('a long list without a single record is one dead letter with the whole body, not one for each item', () => {
  const none = `[${Array.from({ length: 101 }, () => '1').join(',')}]`;
  expect(outcomesOf(none)).toMatchObject([
    { kind: 'dead-letter', reason: 'not-a-record', letter: { bytes: Buffer.from(none) } },
  ]);
  expect(decode(`[${a},${none.slice(1)}`)).toHaveLength(102);
});

it('so are long lists of tables and of rows without a record, beside a table that has some', () => {
  const junk = Array.from({ length: 101 }, () => '1').join(',');
  const table = `{"columns":["x"],"rows":[${junk}]}`;
  const tables = `{"tables":[${junk}]}`;
  expect(outcomesOf(tables)).toMatchObject([
    { reason: 'not-a-record', letter: { bytes: Buffer.from(tables) } },
  ]);
  expect(outcomesOf(`{"tables":[${table},{"columns":["ResultType"],"rows":[["0"]]}]}`)).toMatchObject([
    { reason: 'not-a-record', letter: { bytes: Buffer.from(table) } },
    { kind: 'row' },
  ]);
});

describe('a wrapper and a record that looks like one', () => {
  it.each(['value', 'records', 'tables'])('a sign-in with a list named %s is still one sign-in', (name) => {
    expect(decode({ resultType: '0', category: 'SignInLogs', [name]: [] })).toHaveLength(1);
  });

  it('a wrapper with two lists gives the records of both', () => {
    expect(decode(`{"records":[${a}],"value":[${b}]}`)).toEqual([A, B]);
  });

  it('a pretty-printed body that broke off is one dead letter, though some of its lines are JSON', () => {
    const broken = `{\n"records": [\n${'{}\n,\n'.repeat(300)}{"a"`;
    expect(outcomesOf(broken)).toMatchObject([
      { reason: 'not-json', letter: { bytes: Buffer.from(broken) } },
    ]);
  });
});
