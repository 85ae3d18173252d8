import { csvBodies } from '../../src/input/csvBodies.ts';
import { jsonBodies } from '../../src/input/jsonBodies.ts';
import { lineBodies } from '../../src/input/lineBodies.ts';
import { fixture } from '../unit/core/support.ts';
import { inChunks } from '../unit/input/support.ts';
import { POSITION } from './invariants.ts';
import { PROFILES } from './profiles.ts';

/** Bodies of one kind, in any size. */
export interface Family {
  readonly name: string;
  /** About that many bytes of it. */
  readonly of: (bytes: number) => string;
  /** Who reads it; the core when it does not say. */
  readonly reader?: 'csv' | 'json' | 'lines';
  /** Reads a text instead of the core and the readers. */
  readonly read?: (text: string) => number;
}

/** A text repeated to that many bytes. */
const fill = (unit: string, bytes: number): string =>
  unit.repeat(Math.max(1, Math.floor(bytes / Buffer.byteLength(unit))));
const items = (unit: string, bytes: number): string => fill(`${unit},`, bytes).slice(0, -1);
const deep = (levels: number, inside: string): string =>
  `${'{"x":'.repeat(levels)}${inside}${'}'.repeat(levels)}`;

/** Numbered units, so that no two are the same. */
function numbered(unit: (index: number) => string, bytes: number): string {
  const count = Math.max(1, Math.floor(bytes / Buffer.byteLength(unit(1_000))));
  return Array.from({ length: count }, (_, index) => unit(index)).join(',');
}

/** A sign-in in which one property, or member of the envelope, is that JSON text. */
function signIn(part: 'envelope' | 'properties', name: string, json: string): string {
  const { properties, ...envelope } = fixture('SignInLogs');
  const print = (object: object): string => JSON.stringify(object).slice(1, -1);
  const changed = { envelope: print(envelope), properties: print(properties) };
  changed[part] += `,${JSON.stringify(name)}:${json}`;
  return `{${changed.envelope},"properties":{${changed.properties}}}`;
}

const FIELDS: readonly (readonly ['envelope' | 'properties', string])[] = [
  ['envelope', 'time'],
  ['envelope', 'category'],
  ['envelope', 'resultType'],
  ['envelope', 'callerIpAddress'],
  ['properties', 'createdDateTime'],
  ['properties', 'userPrincipalName'],
  ['properties', 'ipAddress'],
  ['properties', 'id'],
  ['properties', 'status'],
  ['properties', 'location'],
  ['properties', 'deviceDetail'],
  ['properties', 'authenticationDetails'],
  ['properties', 'appliedConditionalAccessPolicies'],
  ['properties', 'networkLocationDetails'],
];

const TEXTS: readonly (readonly [string, (bytes: number) => string])[] = [
  ['white space before a letter', (bytes) => `${' '.repeat(bytes)}x`],
  ['a date before white space and a letter', (bytes) => `3/4/2026 ${' '.repeat(bytes)}x`],
  ['an ISO date before white space', (bytes) => `2026-03-04T09:16${' '.repeat(bytes)}x`],
  ['digits', (bytes) => '1'.repeat(bytes)],
  ['zeros', (bytes) => '0'.repeat(bytes)],
  ['SignInLogs', (bytes) => fill('SignInLogs', bytes)],
  ['colons and ones', (bytes) => fill('1:', bytes)],
  ['an address with a long zone', (bytes) => `fe80::1%${'x'.repeat(bytes)}`],
  ['brackets in text', (bytes) => fill('[', bytes)],
  ['a list in text', (bytes) => `[${items('{"a":1}', bytes)}]`],
  ['backslashes', (bytes) => fill('\\', bytes / 2)],
  ['lone surrogates', (bytes) => fill('\ud800', bytes)],
];

const fields: readonly Family[] = FIELDS.flatMap(([part, name]) =>
  TEXTS.map(([kind, of]) => ({
    name: `${part}.${name} of ${kind}`,
    of: (bytes) => signIn(part, name, JSON.stringify(of(bytes))),
  })),
);

const bodies: readonly Family[] = [
  { name: 'opening brackets', of: (n) => fill('[', n) },
  { name: 'matched brackets', of: (n) => `${fill('[', n / 2)}${fill(']', n / 2)}` },
  { name: 'opening braces', of: (n) => fill('{"x":', n) },
  { name: 'matched braces', of: (n) => deep(n / 6, '1') },
  { name: '{"records":[ again and again', of: (n) => fill('{"records":[', n) },
  { name: 'records in records', of: (n) => `${fill('{"records":[', n * 0.85)}${fill(']}', n * 0.15)}` },
  { name: 'empty records', of: (n) => `{"records":[${items('{}', n)}]}` },
  { name: 'numbers', of: (n) => `[{"resultType":0},${items('1', n)}]` },
  { name: 'records of a code', of: (n) => `[${items('{"resultType":"50126"}', n)}]` },
  { name: 'records that are JSON text', of: (n) => `[${items('"{\\"resultType\\":1}"', n)}]` },
  { name: 'white space', of: (n) => fill(' \n\t\r', n) },
  { name: 'white space in a list', of: (n) => `[${' '.repeat(n / 2)}{"resultType":0}${'\n'.repeat(n / 2)}]` },
  { name: 'blank lines between lines', of: (n) => `{"resultType":0}${fill('\n \r', n)}\n{"resultType":0}` },
  { name: 'bad lines', of: (n) => `{"resultType":0}\n${fill('{"a\n', n)}` },
  { name: 'bad lines alone', of: (n) => fill('x\n', n) },
  { name: 'lines that are text of lines', of: (n) => fill('"1\\n2\\n{}"\n', n) },
  { name: 'lines of empty objects', of: (n) => fill('{}\n', n) },
  { name: 'escapes in a string', of: (n) => `"${fill('\\u0041\\"', n)}` },
  { name: 'backslashes', of: (n) => `{"resultType":0,"a":"${fill('\\\\', n)}"}` },
  { name: 'quotes', of: (n) => fill('"', n) },
  {
    name: 'text in text in text',
    of: (n) => JSON.stringify(JSON.stringify(JSON.stringify(fill('\\"', n / 16)))),
  },
  { name: 'lists in text in text', of: (n) => JSON.stringify(JSON.stringify(`[${items('{}', n / 2)}]`)) },
  { name: 'the same key', of: (n) => `{"resultType":0,${items('"a":1', n)}}` },
  { name: 'records as key again and again', of: (n) => `{${items('"records":[1]', n)}}` },
  { name: '__proto__ as key', of: (n) => `{"resultType":0,${items('"__proto__":{}', n)}}` },
  { name: 'different keys', of: (n) => `{"resultType":0,${numbered((i) => `"k${i}":1`, n)}}` },
  { name: 'numbers as keys', of: (n) => `{"resultType":0,${numbered((i) => `"${i * 65_537}":1`, n)}}` },
  { name: 'keys beside a list', of: (n) => `{${numbered((i) => `"k${i}":1`, n)},"records":[7]}` },
  { name: '100 levels around a list', of: (n) => deep(98, `[${items('1', n)}]`) },
  { name: '101 levels around a list', of: (n) => deep(101, `[${items('1', n)}]`) },
  { name: 'records of 99 levels', of: (n) => `[${items(deep(99, '1'), n)}]` },
  { name: 'broken UTF-8', of: (n) => `{"resultType":0,"a":"${fill('\ud800', n)}"}` },
  { name: 'brackets in strings', of: (n) => `[{"resultType":0},${items('"]}{["', n)}]` },
  {
    name: 'columns and short rows',
    of: (n) =>
      `{"tables":[{"columns":[${numbered((i) => `"c${i}"`, n / 2)}],"rows":[${items('[]', n / 2)}]}]}`,
  },
  {
    name: 'a long column and short rows',
    of: (n) => `{"tables":[{"columns":["${fill('x', n / 2)}"],"rows":[${items('[1]', n / 2)}]}]}`,
  },
  {
    name: 'the same column',
    of: (n) => `{"tables":[{"columns":[${items('"a"', n / 2)}],"rows":[[${items('1', n / 2)}]]}]}`,
  },
  { name: 'empty tables', of: (n) => `{"tables":[${items('{"columns":[],"rows":[]}', n)}]}` },
  { name: 'tables that are none', of: (n) => `{"tables":[${items('1', n)}]}` },
  { name: 'properties', of: (n) => `[{"resultType":0,"properties":{${numbered((i) => `"p${i}":"x"`, n)}}}]` },
  {
    name: 'properties as text',
    of: (n) => JSON.stringify({ resultType: 0, properties: `{${numbered((i) => `"p${i}":1`, n)}}` }),
  },
  {
    name: 'columns of the flat form',
    of: (n) => `[{"ResultType":0,${numbered((i) => `"Col${i} [UTC]":"[]"`, n)}}]`,
  },
  {
    name: 'envelope names in small letters',
    of: (n) => `[{"resulttype":0,${numbered((i) => `"k${i}":1`, n)}}]`,
  },
  {
    name: 'policies',
    of: (n) =>
      signIn(
        'properties',
        'appliedConditionalAccessPolicies',
        `[${items('{"result":"failure","id":"1"}', n)}]`,
      ),
  },
  {
    name: 'steps',
    of: (n) => signIn('properties', 'authenticationDetails', `[${items('{"succeeded":false}', n)}]`),
  },
  {
    name: 'network names',
    of: (n) => signIn('properties', 'networkLocationDetails', `[{"networkNames":[${items('"n"', n)}]}]`),
  },
];

const files: readonly Family[] = [
  {
    name: 'CSV columns and short rows',
    reader: 'csv',
    of: (n) => `${numbered((i) => `c${i}`, n / 2)}\n${fill('1\n', n / 2)}`,
  },
  {
    name: 'CSV columns and short rows of the portal',
    reader: 'csv',
    of: (n) => `Request ID,Sign-in error code,${numbered((i) => `c${i}`, n / 2)}\n${fill('1\n', n / 2)}`,
  },
  {
    name: 'CSV columns and short rows of Log Analytics',
    reader: 'csv',
    of: (n) => `TimeGenerated,${numbered((i) => `c${i}`, n / 2)}\n${fill('1\n', n / 2)}`,
  },
  { name: 'the same CSV column', reader: 'csv', of: (n) => `${items('a', n / 2)}\n${items('1', n / 2)}` },
  { name: 'CSV without end of quotes', reader: 'csv', of: (n) => `a\n"${fill('x,\n', n)}` },
  { name: 'CSV quotes', reader: 'csv', of: (n) => `a\n${fill('"",', n)}` },
  { name: 'CSV values beyond the header', reader: 'csv', of: (n) => `a\n${fill('1,2,3\n', n)}` },
  { name: 'a JSON file of brackets', reader: 'json', of: (n) => fill('[', n) },
  { name: 'a JSON file of empty records', reader: 'json', of: (n) => `[${items('{}', n)}]` },
  { name: 'a JSON file of records in a row', reader: 'json', of: (n) => fill('{"a":1} ', n) },
  {
    name: 'a JSON file of tables',
    reader: 'json',
    of: (n) => `{"tables":[{"columns":[${items('"c"', n / 2)}],"rows":[${items('[1]', n / 2)}]}]}`,
  },
  {
    name: 'a JSON file of keys',
    reader: 'json',
    of: (n) => `{${numbered((i) => `"k${i}":1`, n)},"records":[1]`,
  },
  { name: 'a JSON file that breaks off', reader: 'json', of: (n) => `[${items('{"a":[1]}', n)},{"a` },
  { name: 'a file of blank lines', reader: 'lines', of: (n) => fill('\n \r', n) },
];

/** Less than any text here: a JSON file that fits one body is not read at all, and would look as if time exploded with its size. */
const BODY_BYTES = 1_024;

export const FAMILIES: readonly Family[] = [...bodies, ...fields, ...files];

/** Reads a text of a family to its outcomes, with every column, filter and policy. @returns how many there were */
export async function readFamily({ reader, read }: Family, text: string): Promise<number> {
  if (read !== undefined) return read(text);
  const bytes = Buffer.from(text);
  if (reader === undefined) {
    return PROFILES.reduce((sum, enrich) => sum + enrich({ body: bytes, position: POSITION }).length, 0);
  }
  const chunks = inChunks(bytes, [65_536]);
  const bodiesOf = {
    csv: () => csvBodies(chunks, 'file.csv', BODY_BYTES),
    json: () => jsonBodies(chunks, BODY_BYTES),
    lines: () => lineBodies(chunks),
  };
  let count = 0;
  for await (const body of bodiesOf[reader]()) count += body.bytes.length > 0 ? 1 : 0;
  return count;
}
