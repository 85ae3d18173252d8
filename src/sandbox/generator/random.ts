import { createHash } from 'node:crypto';

/** Choices with their weights as running totals, made by {@link toWeighted}. */
export interface Weighted<T> {
  readonly total: number;
  readonly choices: readonly { readonly value: T; readonly upTo: number }[];
}

/** A stream of random values that a seed determines. */
export interface Random {
  /** An integer from low to high, both included. */
  int(low: number, high: number): number;
  /** True with the given probability (0 to 1). */
  chance(probability: number): boolean;
  /** One element, each equally likely. Throws a RangeError on an empty list. */
  pick<T extends NonNullable<unknown>>(list: readonly T[]): T;
  weighted<T>(from: Weighted<T>): T;
  /** A version 4 GUID (RFC 9562). */
  guid(): string;
  /** Letters, digits, `-` and `_`: 6 random bits each. */
  base64url(length: number): string;
}

const HEX_BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Random values from a seed and a label: the same pair gives the same values, and streams with different labels are
 * independent, so that a change in what one of them makes leaves the others as they were.
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, so that ids stay unique over
 * billions of records. Not for secrets.
 */
export function createRandom(seed: number, label: string): Random {
  const next = sfc32(seed, label);
  const byte = (word: number, shift: number): string => HEX_BYTES[(word >>> shift) & 0xff] ?? '';
  const word = (value: number): string => byte(value, 24) + byte(value, 16) + byte(value, 8) + byte(value, 0);

  return {
    int: (low, high) => low + Math.floor((next() / 2 ** 32) * (high - low + 1)),
    chance: (probability) => next() < probability * 2 ** 32,
    pick: (list) => elementAt(list, Math.floor((next() / 2 ** 32) * list.length)),
    weighted(from) {
      const point = (next() / 2 ** 32) * from.total;
      for (const { value, upTo } of from.choices) if (point < upTo) return value;
      throw new RangeError('no choice has a weight: give toWeighted at least one positive weight');
    },
    guid() {
      const a = word(next());
      const b = word((next() & 0xffff0fff) | 0x4000);
      const c = word((next() & 0x3fffffff) | 0x80000000);
      const d = word(next());
      return `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`;
    },
    base64url(length) {
      let text = '';
      for (let bits = 0, have = 0; text.length < length; have -= 1, bits >>>= 6) {
        if (have === 0) [bits, have] = [next(), 5];
        text += BASE64URL.charAt(bits & 0x3f);
      }
      return text;
    },
  };
}

/** Prepares choices for {@link Random.weighted}; put the likeliest first, since they are tried in order. */
export function toWeighted<T>(entries: Iterable<readonly [value: T, weight: number]>): Weighted<T> {
  let total = 0;
  const choices = Array.from(entries, ([value, weight]) => {
    total += weight;
    return { value, upTo: total };
  });
  return { total, choices };
}

/** An element that must be there. Throws a RangeError that names the position when it is not. */
export function elementAt<T extends NonNullable<unknown>>(list: readonly T[], index: number): T {
  const element = list[index];
  if (element === undefined) throw new RangeError(`position ${index} of a list with ${list.length} elements`);
  return element;
}

function sfc32(seed: number, label: string): () => number {
  const state = createHash('sha256').update(`${seed}:${label}`).digest();
  let a = state.readInt32LE(0);
  let b = state.readInt32LE(4);
  let c = state.readInt32LE(8);
  let counter = 1;
  return () => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
}
