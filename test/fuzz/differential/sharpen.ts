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
const TIMES = [
  '"2026-03-04T09:16:02.0100000Z"',
  '"2026-02-29T09:16:02Z"',
  '"2026-03-04T09:16:02.12345678Z"',
  '"x"',
];
const RESULTS = [
  '"failure"',
  '"notApplie"',
  '"notApplied "',
  '"SUCCESS"',
  '"reportOnlyFailure"',
  'null',
  '0',
];

const replaceMember = (name: string, values: readonly string[]): Change => {
  const pattern = new RegExp(`"${name}":(?:"[^"\\\\]*"|-?\\d+|null)`, 'g');
  return (json, random) => replaceOne(json, pattern, random, () => `"${name}":${random.pick(values)}`);
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
  replaceMember('time', TIMES),
  replaceMember('createdDateTime', TIMES),
  replaceMember('result', RESULTS),
];

/** A record's JSON with 1 to 3 such changes. */
export function sharpen(json: string, random: Random): string {
  let text = json;
  for (let times = random.int(1, 3); times > 0; times--) text = random.pick(CHANGES)(text, random);
  return text;
}
