import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvBodies } from '../../../src/input/csvBodies.ts';
import { rowMapper } from '../../../src/input/csvRecord.ts';
import { collect, inChunks } from './support.ts';

async function split(text: string | Buffer, { name = 'file.csv', limit = 262_144, sizes = [5] } = {}) {
  return collect(csvBodies(inChunks(Buffer.from(text), sizes), name, limit));
}

async function records(text: string, name = 'file.csv'): Promise<unknown[]> {
  const bodies = await split(text, { name });
  return bodies.flatMap((body) => JSON.parse(body.bytes.toString()).records);
}

describe('rows', () => {
  test('become records under the names of the header as they are', async () => {
    expect(await records('time,Result Type , x\r\n2025-01-01,50126,\r\n')).toEqual([
      { time: '2025-01-01', 'Result Type ': '50126', ' x': '' },
    ]);
  });

  test('keep quotes, line ends, commas and text beyond ASCII; a byte order mark is no part of a name', async () => {
    expect(
      await records('\ufeffa,b\n"says ""no"", twice","two\r\nlines"\n\u65e5\u672c\ud83d\ude00,a"b\n'),
    ).toEqual([
      { a: 'says "no", twice', b: 'two\r\nlines' },
      { a: '\u65e5\u672c\ud83d\ude00', b: 'a"b' },
    ]);
  });

  test('with too few values lack the last fields, with too many keep them apart', async () => {
    expect(await records('a,b,c\n1,2\n\n1,2,3,4,5\n6,7,8\n')).toEqual([
      { a: '1', b: '2' },
      { a: '1', b: '2', c: '3', _extra: ['4', '5'] },
      { a: '6', b: '7', c: '8' },
    ]);
  });

  test('lose no column to a name that repeats, is empty or is special to JavaScript', async () => {
    const [body] = await split('a,a,,__proto__\n1,2,3,4\n');
    expect(body?.bytes.toString()).toBe(
      '{"records":[{"a":"1","a (2)":"2","column (3)":"3","__proto__":"4"}]}',
    );
  });

  test.each([
    ['a (3),a,a', '1,2,3', { 'a (3)': '1', a: '2', 'a (3) (3)': '3' }],
    ['a,a,a (2)', '1,2,3', { a: '1', 'a (2) (2)': '2', 'a (2)': '3' }],
    ['column (2),', '1,2', { 'column (2)': '1', 'column (2) (2)': '2' }],
    ['_extra,a', '1,2,3', { _extra: '1', a: '2', '_extra (3)': ['3'] }],
    ['TimeGenerated,TimeGenerated [UTC]', '1,2', { TimeGenerated: '1', 'TimeGenerated (2)': '2' }],
    [
      'Request ID,Sign-in error code,id',
      'r,50126,x',
      { id: 'r', status: { errorCode: 50126 }, 'id (3)': 'x' },
    ],
  ])('lose no column to a name that another one was given: %s', async (header, row, record) => {
    expect(await records(`${header}\n${row}\n`)).toEqual([record]);
  });

  test('go into bodies of at most the limit, a longer one alone', async () => {
    const bodies = await split(`a\n1\n2\n${'x'.repeat(50)}\n3\n`, { limit: 34 });
    expect(bodies.map((body) => [body.position, body.bytes.toString()])).toEqual([
      ['records 1-2', '{"records":[{"a":"1"},{"a":"2"}]}'],
      ['record 3', `{"records":[{"a":"${'x'.repeat(50)}"}]}`],
      ['record 4', '{"records":[{"a":"3"}]}'],
    ]);
  });

  test('a header alone, and no text at all, give no body', async () => {
    expect(await split('a,b\n')).toEqual([]);
    expect(await split('')).toEqual([]);
  });

  test.each(['\n', '\r\n'])(
    'a quote never closed ends the records; the rest is sent as it is (%j)',
    async (end) => {
      const rest = `3,"broken${end}4,4${end}`;
      const text = `a,b${end}1,"1"${end}2,2${end}${rest}`;
      const bodies = await split(text);
      expect(bodies.map((body) => [body.position, body.bytes.toString()])).toEqual([
        ['records 1-2', '{"records":[{"a":"1","b":"1"},{"a":"2","b":"2"}]}'],
        [`from byte ${text.length - rest.length + 1}`, rest],
      ]);
      const headerOnly = await split('"a,b\n1,2\n');
      expect(headerOnly.map((body) => [body.position, body.bytes.toString()])).toEqual([
        ['whole file', '"a,b\n1,2\n'],
      ]);
    },
  );

  test('an error of the source is passed on', async () => {
    async function* broken() {
      yield Buffer.from('a\n1\n');
      throw new Error('the disk is gone');
    }
    await expect(collect(csvBodies(broken(), 'file.csv', 100))).rejects.toThrow('the disk is gone');
  });

  test('carry every value, for any values in chunks of any size', async () => {
    const value = fc.string({
      unit: fc.constantFrom('"', ',', '\n', '\r', ' ', 'a', '\u00e9', '\ud83d\ude00'),
    });
    const row = fc.tuple(value, value);
    const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 });
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(row),
        sizes,
        fc.integer({ min: 1, max: 200 }),
        async (rows, chunks, limit) => {
          const text = [['a', 'b'], ...rows].map((values) => `${values.map(quote).join(',')}\n`).join('');
          const bodies = await split(text, { limit, sizes: chunks });
          const sent = bodies.flatMap((body) => JSON.parse(body.bytes.toString()).records);
          expect(sent).toEqual(rows.map(([a, b]) => ({ a, b })));
        },
      ),
    );
  });
});

describe('a Log Analytics export', () => {
  test('gives flat records: no [UTC] in names, ISO times, bools, empty values absent, JSON as text', async () => {
    const header =
      '"TimeGenerated [UTC]","CreatedDateTime [UTC]",ResultType,IsInteractive,DeviceDetail,Location,Type';
    const rows = [
      '"2/25/2025, 9:19:25.391 AM","2/25/2025, 12:00:00.000 AM",50126,true,"{""browser"":""Edge""}",,SigninLogs',
      '"12/1/2025, 12:05:09.5 PM",2025-12-01T12:05:09.5Z,0,False,{},JP,SigninLogs',
    ];
    expect(await records([header, ...rows].join('\n'))).toEqual([
      {
        TimeGenerated: '2025-02-25T09:19:25.391Z',
        CreatedDateTime: '2025-02-25T00:00:00.000Z',
        ResultType: '50126',
        IsInteractive: true,
        DeviceDetail: '{"browser":"Edge"}',
        Type: 'SigninLogs',
      },
      {
        TimeGenerated: '2025-12-01T12:05:09.5Z',
        CreatedDateTime: '2025-12-01T12:05:09.5Z',
        ResultType: '0',
        IsInteractive: false,
        DeviceDetail: '{}',
        Location: 'JP',
        Type: 'SigninLogs',
      },
    ]);
  });

  test('a time in local time keeps its column name, because it is not known which moment it is', async () => {
    expect(await records('TimeGenerated [Local Time],ResultType\n"2/25/2025, 9:19:25.391 AM",0\n')).toEqual([
      { 'TimeGenerated [Local Time]': '2/25/2025, 9:19:25.391 AM', ResultType: '0' },
    ]);
  });

  test.each([
    ['11/14/2025 1:48:53 AM', '2025-11-14T01:48:53Z'],
    ['11/14/2025, 1:48:53.25\u202fpm', '2025-11-14T13:48:53.25Z'],
    ['14/11/2025, 1:48:53 AM', '14/11/2025, 1:48:53 AM'],
    ['11/14/2025, 13:48:53 PM', '11/14/2025, 13:48:53 PM'],
    ['2025-11-14T01:48:53.1234567Z', '2025-11-14T01:48:53.1234567Z'],
    ['yesterday', 'yesterday'],
  ])('reads the time %s', async (written, read) => {
    expect(await records(`TimeGenerated\n"${written}"\n`)).toEqual([{ TimeGenerated: read }]);
  });
});

test.each([
  ['the portal', ['Request ID', 'Sign-in error code']],
  ['Log Analytics', ['TimeGenerated', 'ResultType']],
])('a short row under many columns of %s takes no walk over all of them', (_, header) => {
  const count = 10_000;
  const toRecord = rowMapper(
    [...header, ...Array.from({ length: count }, (_, index) => `c${index}`)],
    'file.csv',
  );
  const begin = process.cpuUsage();
  for (let row = 0; row < count; row++) toRecord(['1']);
  // Microseconds; every row under every column would be 100 million values, and more than a second.
  expect(process.cpuUsage(begin).user).toBeLessThan(300_000);
});
