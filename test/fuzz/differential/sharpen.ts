import type { Random } from '../../../src/sandbox/generator/random.ts';
import { anyValue } from '../mutate.ts';

type Change = (json: string, random: Random) => string;

/** Replaces one of the matches, if there is any. */
function replaceOne(json: string, pattern: RegExp, random: Random, to: (found: string) => string): string {
  const matches = Array.from(json.matchAll(pattern));
  if (matches.length === 0) return json;
  const match = random.pick(matches);
  return json.slice(0, match.index) + to(match[0]) + json.slice(match.index + match[0].length);
}

const hex = (text: string): string => text.charCodeAt(0).toString(16).padStart(4, '0');

const CODES = [
  '"0050126"',
  '"00"',
  '"0"',
  '" 50126"',
  '"12345678"',
  '"Success"',
  '50053',
  '-1',
  '""',
  'null',
];
const IDS = ['"a b"', '" a"', '"é"', '"\u007f"', '"a\\"b"', '""', '7', `"${'x'.repeat(129)}"`, '"\u0020"'];
/** A time at an edge of the calendar or the clock, in any of the forms that logs have, or nearly so. */
function anyTime(random: Random): string {
  const two = (number: number) => `${number}`.padStart(2, '0');
  const year = random.pick([1899, 1900, 2000, 2024, 2026, 2100, 2400, 9999]);
  const month = random.pick([0, 1, 2, 2, 4, 6, 9, 11, 12, 13]);
  const day = random.pick([0, 1, 28, 29, 30, 31, 32]);
  const hour = random.pick([0, 12, 13, 23, 24]);
  if (random.chance(0.2)) {
    const end = random.pick(['', ':60', ':05 AM', ' AM', '\u202fPM']);
    return `"${month}/${day}/${year}${random.pick(['', ','])} ${hour}:59${end}"`;
  }
  const clock = [hour, ...[0, 1].map(() => random.pick([0, 59, 60]))].map(two).join(':');
  const fraction = random.pick(['', '.', '.0', '.10', '.1234567', '.0000000', '.12345678', '.1a', ',5']);
  const zone = random.pick(['Z', 'Z', '+00:00', '-00:00', '+09:00', '', 'z', ' Z', '\\u005a', '+00:000']);
  return `"${year}-${two(month)}-${two(day)}${random.pick(['T', 'T', 't', ' '])}${clock}${fraction}${zone}"`;
}

const DEVICE_MEMBERS = [
  ...['deviceId', 'displayName', 'operatingSystem', 'isCompliant', 'isManaged', 'trustType', 'browser'],
  'other',
];
const MEMBER_VALUES = [
  ...[
    '""',
    '" "',
    '"x"',
    '"é"',
    '"a\\"b"',
    '"\\ud800"',
    'true',
    'false',
    'null',
    '0',
    '-0',
    '1e5',
    '{}',
    '[]',
  ],
  ...['123456789012345', '1234567890123456', '{"a":""}', '[""]', '[1]', '"{}"'],
  ...[4_094, 4_095, 21_000].map((length) => `"${'x'.repeat(length)}"`),
];

/** An object with any of the members that rows pick, now and then one twice. */
function anyDevice(random: Random): string {
  const members = Array.from(
    { length: random.int(0, 8) },
    () => `"${random.pick(DEVICE_MEMBERS)}":${random.pick(MEMBER_VALUES)}`,
  );
  return `{${members.join(',')}}`;
}

const AGENTS = ['null', '""', '" "', '" x"', '"\\u0041"', '7', 'true', '{}', '"x"'];

/** White space behind every token: it moves what stands at the borders of 16 bytes. */
function spaced(json: string, random: Random): string {
  const space = ' \n\t\r'.repeat(8).slice(0, random.int(1, 31));
  return json.replace(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g, (token) => token + space);
}
const RESULTS = [
  '"failure"',
  '"notApplie"',
  '"notApplied "',
  '"SUCCESS"',
  '"reportOnlyFailure"',
  'null',
  '0',
];

const replaceMember = (name: string, values: readonly string[] | ((random: Random) => string)): Change => {
  const pattern = new RegExp(`"${name}":(?:"[^"\\\\]*"|-?\\d+|null)`, 'g');
  return (json, random) =>
    replaceOne(json, pattern, random, () => {
      const value = typeof values === 'function' ? values(random) : random.pick(values);
      return `"${name}":${value}`;
    });
};

/** Changes of a record's JSON at what makes the short way give a value, a record or a body back. */
const CHANGES: readonly Change[] = [
  // A letter of a name or text as an escape, now and then a broken one.
  (json, random) =>
    replaceOne(json, /[A-Za-z](?=[^"\\{}[\],:]*")/g, random, (letter) =>
      random.chance(0.8) ? `\\u${hex(letter)}` : `\\${random.pick(['u00', 'u00g0', 'q', 'u'])}${letter}`,
    ),
  // An object or list twice, with other things in it.
  (json, random) =>
    replaceOne(json, /"\w+":(?:\{[^{}]*\}|\[[^[\]]*\])/g, random, (member) => {
      const other = `${member.slice(0, member.indexOf(':'))}:${random.pick(['{}', '[]', 'null', '""', anyValue(random)])}`;
      return random.chance(0.5) ? `${member},${other}` : `${other},${member}`;
    }),
  // An object or list as JSON text.
  (json, random) =>
    replaceOne(json, /(?<=":)(?:\{[^{}]*\}|\[[^[\]]*\])/g, random, (value) => JSON.stringify(value)),
  // A number in another spelling.
  (json, random) =>
    replaceOne(json, /(?<=":)-?\d+/g, random, (number) =>
      random.pick([`0${number}`, `-${number}`, `${number}.`, `${number}.0`, `${number}e1`, `${number}E`]),
    ),
  // The value of another member, or nearly so.
  (json, random) => {
    const values = Array.from(json.matchAll(/(?<=":)"[^"\\]+"/g), ([value]) => value);
    const value = values.length > 0 ? random.pick(values) : '"x"';
    const near = random.pick([value, value, `${value.slice(0, -2)}"`, `${value.slice(0, -1)}x"`]);
    return replaceOne(json, /(?<=":)(?:"[^"\\]*"|null)/g, random, () => near);
  },
  (json, random) =>
    replaceOne(json, /(?<=[[{,:])(?=["{[\d])/g, random, () => random.pick([' ', '\n\t', '\r\n '])),
  replaceMember('resultType', CODES),
  replaceMember('errorCode', CODES),
  replaceMember('id', IDS),
  replaceMember('time', anyTime),
  replaceMember('createdDateTime', anyTime),
  // Devices, beside all that a user agent can be.
  (json, random) =>
    replaceOne(json, /"deviceDetail":\{[^{}]*\}/g, random, () => `"deviceDetail":${anyDevice(random)}`),
  replaceMember('userAgent', AGENTS),
  (json, random) => (random.chance(0.3) ? spaced(json, random) : json),
  replaceMember('result', RESULTS),
];

/** A record's JSON with 1 to 3 such changes. */
export function sharpen(json: string, random: Random): string {
  let text = json;
  for (let times = random.int(1, 3); times > 0; times--) text = random.pick(CHANGES)(text, random);
  return text;
}
