import { expect, it } from 'vitest';
import { letterOf, outcomesOf } from './support.ts';

/** The bytes of the dead letter at that place, as Latin-1, so that every byte shows as one character. */
function lettersIn(body: Uint8Array | string): string[] {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return outcomesOf(bytes)
    .filter(({ kind }) => kind === 'dead-letter')
    .map((outcome) => Buffer.from(letterOf(outcome).bytes).toString('latin1'));
}
const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

const GOOD = '{"category":"SignInLogs","resultType":"0"}';
const BAD = [
  ['white space', '{ "a" :\t1 ,\r\n "b": [ 1,2 ] }'],
  ['repeated keys', '{"a":1,"a":2,"a":3}'],
  ['escapes', '{"a":"\\u0041\\/\\"]},{[\\\\"}'],
  ['number forms', '{"a":1.0e+0,"b":12345678901234567890,"c":-0}'],
  ['lone surrogates', '{"a":"\\ud800","\\udfff":1}'],
  ['text in many scripts', '{"a":"日本語 😀 é"}'],
  ['a number', '17'],
  ['null', 'null'],
  ['__proto__', '{"__proto__":{"__proto__":1}}'],
  ['nesting', `${'{"x":'.repeat(200)}"}"${'}'.repeat(200)}`],
] as const;

it.each(BAD)('keep %s exactly, wherever the record stands', (_, bad) => {
  const expected = [latin1(bad)];
  expect(lettersIn(bad)).toEqual(expected);
  expect(lettersIn(` ${bad}\n`)).toEqual(expected);
  expect(lettersIn(`[${bad}]`)).toEqual(expected);
  expect(lettersIn(`{"x":"]}","records" : [ ${GOOD} , ${bad} ,${GOOD}]}`)).toEqual(expected);
  expect(lettersIn(`\ufeff{"value":[${GOOD},\n${bad}\n]}`)).toEqual(expected);
  expect(lettersIn(JSON.stringify(`{"records":[${GOOD},${bad}]}`))).toEqual(expected);
});

it.each(BAD.filter(([, bad]) => !bad.includes('\n')))('keep %s exactly on a line of its own', (_, bad) => {
  expect(lettersIn(`${GOOD}\n${bad}\r\n${GOOD}`)).toEqual([latin1(bad)]);
});

it('keep an array or a string that stands where a record should', () => {
  expect(lettersIn(`[${GOOD},  "]}{[,\\"" ,${GOOD}]`)).toEqual(['"]}{[,\\""']);
  expect(lettersIn(`[${GOOD}, [ [1],[] ]]`)).toEqual(['[ [1],[] ]']);
});

it('keep bytes that are no UTF-8', () => {
  const bad = Buffer.concat([
    Buffer.from('{"a":"'),
    Buffer.from([0xff, 0xc3, 0x28, 0xf0, 0x9f]),
    Buffer.from('"}'),
  ]);
  const body = Buffer.concat([Buffer.from(`[${GOOD},`), bad, Buffer.from(`,${GOOD}]`)]);
  expect(lettersIn(body)).toEqual([bad.toString('latin1')]);
});

it('keep invalid UTF-8 in the name that is looked for beside the list', () => {
  const name = Buffer.from([0x22, 0xe3, 0x81, 0x22]);
  const body = Buffer.concat([Buffer.from('{'), name, Buffer.from(':1,"records":[7]}')]);
  expect(lettersIn(body)).toEqual(['7']);
});

it('come from the last of two members named records, as the records do', () => {
  expect(lettersIn('{"records":[1],"records":[ 2 ],"recordss":[3]}')).toEqual(['2']);
});

it('keep the whole body that does not parse, byte order mark included', () => {
  const body = `\ufeff{"records":[${GOOD},{"a"`;
  expect(lettersIn(body)).toEqual([latin1(body)]);
  const binary = Buffer.from([0x1f, 0x8b, 0, 0xff, 0x0d, 0x0a, 0x7b]);
  expect(lettersIn(binary)).toEqual([binary.toString('latin1')]);
});

it('keep a line that does not parse, without its end', () => {
  expect(lettersIn(`${GOOD}\r\n {"a": \r\n${GOOD}`)).toEqual([' {"a": ']);
});

it('keep an element that is a string with its quotes and escapes', () => {
  const element = '"{\\"a\\":\\u0031}"';
  expect(lettersIn(`[${element}]`)).toEqual([element]);
});

it('hold a text with half a surrogate pair in a form that says the same', () => {
  const [letter = ''] = lettersIn('"[{\\"a\\":\\"\\ud83d\\"}]"');
  expect(JSON.parse(letter)).toEqual({ a: '\ud83d' });
});

it('hold a row of a query result under its columns, as a result of its own', () => {
  const columns = '[ {"name":"A","type":"dynamic"}, {"name":"B"} ]';
  const body = `{"tables":[{"columns":["x"],"rows":[]},{"rows":[["a", {"b":1}],["c",1.0]],"columns":${columns}}]}`;
  const letters = lettersIn(body);
  expect(letters).toEqual([
    `{"tables":[{"columns":${columns},"rows":[["a", {"b":1}]]}]}`,
    `{"tables":[{"columns":${columns},"rows":[["c",1.0]]}]}`,
  ]);
  for (const letter of letters) expect(lettersIn(letter)).toEqual([letter]);
});

it('hold a row that is far too short for the columns without them', () => {
  const columns = JSON.stringify(Array.from({ length: 20 }, (_, index) => ({ name: `Column${index}` })));
  const full = `[${Array.from({ length: 20 }, () => '""').join(',')}]`;
  const letters = lettersIn(`{"tables":[{"columns":${columns},"rows":[7, [],${full}]}]}`);
  expect(letters).toEqual(['7', '[]', `{"tables":[{"columns":${columns},"rows":[${full}]}]}`]);
});

it('are in proportion to a body of many columns and many short rows, and take no longer for it', () => {
  const count = 20_000;
  const columns = Array.from({ length: count }, (_, index) => `"c${index}"`).join(',');
  const body = `{"tables":[{"columns":[${columns}],"rows":[${'[],'.repeat(count - 1)}[]]}]}`;
  const begin = performance.now();
  const bytes = lettersIn(body).reduce((sum, letter) => sum + letter.length, 0);
  expect(bytes).toBe(2 * count);
  // Every row under every column would be 400 million cells.
  expect(performance.now() - begin).toBeLessThan(10_000);
});

it('hold a table that cannot be read', () => {
  expect(lettersIn('{"tables":[{"columns":[],"rows":[]}, {"rows": 1} ]}')).toEqual(['{"rows": 1}']);
});

it('are found once for a body of many bad records, not once for each', () => {
  const count = 20_000;
  const begin = performance.now();
  expect(lettersIn(`[${'{},'.repeat(count - 1)}{}]`)).toHaveLength(count);
  expect(lettersIn(`{"tables":[{"columns":["x"],"rows":[${'[],'.repeat(count - 1)}[]]}]}`)).toHaveLength(
    count,
  );
  // Searching the body again for every record would take minutes.
  expect(performance.now() - begin).toBeLessThan(10_000);
});
