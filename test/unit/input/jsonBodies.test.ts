import { describe, expect, test } from 'vitest';
import { jsonBodies } from '../../../src/input/jsonBodies.ts';
import { collect, inChunks, texts } from './support.ts';

async function split(text: string | Buffer, limit: number, sizes = [7]) {
  return collect(jsonBodies(inChunks(Buffer.from(text), sizes), limit));
}

describe('a file within the limit', () => {
  test.each([
    ['{"records":[{"a":1}]}'],
    ['\ufeff[ {"a":1} ]\n'],
    ['not json at all'],
    ['"{\\"records\\":[]}"'],
    [''],
  ])('is one body, byte for byte: %j', async (text) => {
    const bodies = await split(text, Buffer.byteLength(text));
    expect(bodies).toEqual([{ position: 'whole file', bytes: Buffer.from(text) }]);
  });

  test('one byte more than the limit is split', async () => {
    expect(texts(await split('[{"a":1},{"b":2}]', 16))).toEqual([
      '{"records":[{"a":1}]}',
      '{"records":[{"b":2}]}',
    ]);
  });
});

describe('a file above the limit', () => {
  // The odd spacing and the number forms show that records are the file's own bytes.
  const first = '{ "a" : 1.0e2, "t":"}],{[\\"\\\\" }';
  const second = '{"a":"\u00fc\ud83d\ude00","a":"twice"}';

  test.each([
    ['records', `{"records": [ ${first} ,\n${second} ] }`],
    ['records with a byte order mark', `\ufeff{"records":[${first},${second}]}`],
    ['an array', `\r\n[${first},\t${second}]\n`],
    [
      'a page of Microsoft Graph',
      `{"@odata.context":"https://example.com/x","value":[${first},${second}],"@odata.nextLink":"https://example.com/y"}`,
    ],
    ['members that hold braces', `{"x":{"records":[0]},"y":"[{","records":[${first},${second}]}`],
    ['one record per line', `${first}\n${second}\n`],
    ['one list per line', `{"records":[${first}]}\n{"records":[]}\n[${second}]\n`],
  ])('gives its records: %s', async (_, text) => {
    const bodies = await split(text, 50);
    expect(texts(bodies)).toEqual([`{"records":[${first}]}`, `{"records":[${second}]}`]);
    expect(bodies.map((body) => body.position)).toEqual(['record 1', 'record 2']);
  });

  test('fills each body up to the limit, with as many records as fit', async () => {
    const bodies = await split(`[${Array.from({ length: 7 }, (_, n) => `{"n":${n}}`).join(',')}]`, 37);
    expect(texts(bodies)).toEqual([
      '{"records":[{"n":0},{"n":1},{"n":2}]}',
      '{"records":[{"n":3},{"n":4},{"n":5}]}',
      '{"records":[{"n":6}]}',
    ]);
    expect(bodies.map((body) => body.position)).toEqual(['records 1-3', 'records 4-6', 'record 7']);
  });

  test('a record above the limit travels alone, between its neighbours', async () => {
    const big = `{"big":"${'x'.repeat(100)}"}`;
    expect(texts(await split(`[{"a":1},${big},{"b":2}]`, 40))).toEqual([
      '{"records":[{"a":1}]}',
      `{"records":[${big}]}`,
      '{"records":[{"b":2}]}',
    ]);
  });

  test('records that are no objects are cut too, so that each gets an outcome of its own', async () => {
    expect(texts(await split('[1, null ,"a,]", -1.5e3,true]', 16))).toEqual(
      ['1', 'null', '"a,]"', '-1.5e3', 'true'].map((value) => `{"records":[${value}]}`),
    );
  });

  test('bytes that are no UTF-8 stay as they are', async () => {
    const record = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff, 0xc3, 0x28]), Buffer.from('"}')]);
    const file = Buffer.concat([Buffer.from('['), record, Buffer.from(',{"b":"xxxxxxxxxxxxxxxxxx"}]')]);
    const [body] = await split(file, 30);
    expect(body?.bytes).toEqual(Buffer.concat([Buffer.from('{"records":['), record, Buffer.from(']}')]));
  });

  test('a record nested 10,000 deep is cut like any other', async () => {
    const deep = `${'[{"a":'.repeat(5_000)}1${'}]'.repeat(5_000)}`;
    expect(texts(await split(`[${deep},{"b":2}]`, 100, [1000]))).toEqual([
      `{"records":[${deep}]}`,
      '{"records":[{"b":2}]}',
    ]);
  });

  test('a record that is no JSON travels as it is, and its neighbours are not affected', async () => {
    const bodies = await split('[{"a":1},{"b":2},{bad:3},{"c":4},{"d":5}]', 40);
    expect(texts(bodies)).toEqual([
      '{"records":[{"a":1},{"b":2}]}',
      '{bad:3}',
      '{"records":[{"c":4},{"d":5}]}',
    ]);
    expect(bodies.map((body) => body.position)).toEqual(['records 1-2', 'record 3', 'records 4-5']);
  });
});

describe('a query result', () => {
  const columns = '"columns":[{"name":"ResultType","type":"string"}]';

  test('gives bodies with the columns repeated and a share of the rows, table by table', async () => {
    const text = `{"tables":[{"name":"A",${columns},"rows":[["1"],["2"], ["3"]]},{${columns},"rows":[["4"]],"x":{}}],"statistics":{}}`;
    expect(texts(await split(text, 98))).toEqual([
      `{"tables":[{"name":"A",${columns},"rows":[["1"],["2"]]}]}`,
      `{"tables":[{"name":"A",${columns},"rows":[["3"]]}]}`,
      `{"tables":[{${columns},"rows":[["4"]]}]}`,
    ]);
  });

  test('a table whose rows come before its columns travels whole', async () => {
    const table = `{"rows":[["1"],["2"]],${columns}}`;
    expect(texts(await split(`{"tables":[${table},{${columns},"rows":[["3"]]}]}`, 50))).toEqual([
      `{"tables":[${table}]}`,
      `{"tables":[{${columns},"rows":[["3"]]}]}`,
    ]);
  });
});

describe('what cannot be split', () => {
  test.each([
    ['text', 'nothing that would be JSON'],
    ['a JSON string', `"${'{\\"records\\":[]}'.repeat(3)}"`],
    ['a single record', `{"time":"2025-01-01","properties":{"records":[1,2]}}\n`],
    ['records that are no list', '{"records":{"0":{"a":1},"1":{"b":2}}}'],
    ['an empty list with much around it', '{"records":[],"note":"xxxxxxxxxxxxxxxxxx"}'],
    ['a break in the first record', '{"records":[{"a":"xxxxxxxxxxxxxxxxxxxx'],
    ['a table that is no object', '{"tables":[[1,2,3,4,5,6,7,8,9]]}'],
  ])('is one body as it is: %s', async (_, text) => {
    expect(await split(text, 20)).toEqual([{ position: 'whole file', bytes: Buffer.from(text) }]);
  });

  test.each([
    ['a break inside a record', '[{"a":1},{"b":2},{"c":"xx', '{"c":"xx'],
    ['a break inside a number', '[{"a":1},{"b":2}, 12', '12'],
    ['garbage between records', '[{"a":1},{"b":2}; {"c":3}]', '; {"c":3}]'],
    ['garbage after the list', '{"records":[{"a":1},{"b":2}]}garbage', 'garbage'],
    ['a break after the list', '{"value":[{"a":1},{"b":2}],"@odata.next', ',"@odata.next'],
    ['a line that breaks off', '{"a":1}\n{"b":2}\n{"c":3', '{"c":3'],
  ])('comes after the records that were already cut out: %s', async (_, text, rest) => {
    const bodies = await split(text, 18);
    expect(texts(bodies)).toEqual(['{"records":[{"a":1}]}', '{"records":[{"b":2}]}', rest]);
    expect(bodies.at(-1)?.position).toBe(`from byte ${Buffer.byteLength(text) - rest.length + 1}`);
  });

  test('a list that only lacks its end has nothing left over', async () => {
    expect(texts(await split('[{"a":1},{"b":2} \n', 15))).toEqual([
      '{"records":[{"a":1}]}',
      '{"records":[{"b":2}]}',
    ]);
  });
});

test('a caller that stops early ends the source, so that no file stays open', async () => {
  let ended = false;
  async function* source() {
    try {
      for (;;) yield Buffer.from('[{"a":1},{"b":2},'.repeat(5));
    } finally {
      ended = true;
    }
  }
  for await (const body of jsonBodies(source(), 20)) {
    expect(body.position).toBe('record 1');
    break;
  }
  expect(ended).toBe(true);
});

test('a table whose columns are too long to be repeated with its rows travels whole', async () => {
  const table = (bytes: number) => `{"tables":[{"columns":["${'x'.repeat(bytes)}"],"rows":[[1],[2],[3]]}]}`;
  expect(texts(await split(table(70_000), 1_000, [4_096]))).toEqual([table(70_000)]);
  expect(await split(table(60_000), 1_000, [4_096])).toHaveLength(3);
});
