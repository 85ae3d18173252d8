import type { Random } from '../../src/sandbox/generator/random.ts';
import { BROKEN_UTF8, LONG_VALUES, NAMES, TOKENS, VALUES } from './hostile.ts';

/** Bytes of an input grow by mutation; what is longer than this is cut, so that a run stays fast. */
const MAX_BYTES = 64 * 1024;

type Change = (bytes: Buffer, random: Random, other: () => Buffer) => Buffer;

const put = (bytes: Buffer, at: number, removed: number, added: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);

const place = (bytes: Buffer, random: Random): number => random.int(0, bytes.length);

/** A hostile value, now and then a long one. */
export const anyValue = (random: Random): string => random.pick(random.chance(0.02) ? LONG_VALUES : VALUES);

/** A short stretch of bytes, now and then a long one. */
function stretch(bytes: Buffer, random: Random): { at: number; length: number } {
  const at = place(bytes, random);
  const most = random.chance(0.2) ? bytes.length - at : Math.min(16, bytes.length - at);
  return { at, length: random.int(0, most) };
}

const CHANGES: readonly Change[] = [
  function flipBit(bytes, random) {
    const copy = Buffer.from(bytes);
    const at = place(copy, random);
    copy[at] = (copy[at] ?? 0) ^ (1 << random.int(0, 7));
    return copy;
  },
  function setByte(bytes, random) {
    const copy = Buffer.from(bytes);
    copy[place(copy, random)] = random.int(0, 255);
    return copy;
  },
  (bytes, random) => put(bytes, place(bytes, random), random.int(0, 2), random.pick(TOKENS)),
  (bytes, random) => put(bytes, place(bytes, random), random.int(0, 1), random.pick(BROKEN_UTF8)),
  (bytes, random) => put(bytes, place(bytes, random), 0, Buffer.from(anyValue(random))),
  (bytes, random) =>
    put(
      bytes,
      place(bytes, random),
      0,
      Buffer.from(random.pick([' ', '\n', '\t', '\r\n', '\0']).repeat(random.int(1, 400))),
    ),
  function remove(bytes, random) {
    const { at, length } = stretch(bytes, random);
    return put(bytes, at, length, Buffer.alloc(0));
  },
  function repeat(bytes, random) {
    const { at, length } = stretch(bytes, random);
    const times = random.chance(0.02) ? random.int(2, 100) : random.int(1, 3);
    const unit = bytes.subarray(at, at + Math.min(length, 2_000));
    return put(bytes, at, 0, Buffer.concat(Array.from({ length: times }, () => unit)));
  },
  function move(bytes, random) {
    const { at, length } = stretch(bytes, random);
    const unit = bytes.subarray(at, at + length);
    const rest = put(bytes, at, length, Buffer.alloc(0));
    return put(rest, place(rest, random), 0, unit);
  },
  (bytes, random) => bytes.subarray(0, place(bytes, random)),
  (bytes, random) => bytes.subarray(place(bytes, random)),
  function splice(bytes, random, other) {
    const with_ = other();
    const { at, length } = stretch(with_, random);
    return put(bytes, place(bytes, random), stretch(bytes, random).length, with_.subarray(at, at + length));
  },
  (bytes) => Buffer.from(JSON.stringify(bytes.toString())),
];

/** A copy of the bytes with 1 to 5 changes. */
export function mutateBytes(bytes: Buffer, random: Random, other: () => Buffer): Buffer {
  let changed = bytes;
  for (let times = random.int(1, 5); times > 0; times--)
    changed = random.pick(CHANGES)(changed, random, other).subarray(0, MAX_BYTES);
  return changed;
}

// A member's value in JSON text that holds no escaped quotes: enough to find places by, whatever the text is.
const MEMBER = /"[^"\\]*":(?:"[^"\\]*"|[-\d.]+|true|false|null|\{[^{}[\]]*\}|\[[^{}[\]]*\])/g;

/**
 * A JSON text of a record with 1 to 4 members changed: another value, another name, a second member of the same name,
 * or none at all. The outcome is valid JSON when the text was.
 */
export function mutateMembers(json: string, random: Random): string {
  let text = json;
  for (let times = random.int(1, 4); times > 0; times--) {
    const members = Array.from(text.matchAll(MEMBER));
    if (members.length === 0) return text;
    const member = random.pick(members);
    const [found] = member;
    const colon = found.indexOf('":') + 2;
    const [name, value] = [found.slice(0, colon), found.slice(colon)];
    const other = anyValue(random);
    const changed = random.pick([
      `${name}${other}`,
      `${name}${other}`,
      `${found},${name}${other}`,
      `${name}${other},${found}`,
      `${JSON.stringify(random.pick(NAMES))}:${value}`,
      `${found},${JSON.stringify(random.pick(NAMES))}:${other}`,
      `${name}${JSON.stringify(value)}`,
      `"":0`,
    ]);
    text = text.slice(0, member.index) + changed + text.slice(member.index + found.length);
  }
  return text;
}
