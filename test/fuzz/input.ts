import fc from 'fast-check';
import { createRandom, type Random } from '../../src/sandbox/generator/random.ts';
import { json, mutatedRecord } from '../property/arbitraries.ts';
import type { Corpus } from './corpus.ts';
import { FORMS } from './forms.ts';
import { anyValue, mutateBytes, mutateMembers } from './mutate.ts';

/**
 * One input. `body`: bytes as an event may bring them. `among`: a piece of text between two good records, in the form
 * of that number. `file`: bytes as a file may hold them. `profile` is the number of the settings that it meets.
 */
export type Input = { readonly bytes: Buffer; readonly profile: number; readonly source: string } & (
  | { readonly kind: 'body' }
  | { readonly kind: 'among'; readonly form: number; readonly goods: readonly [string, string] }
  | { readonly kind: 'file'; readonly format: 'csv' | 'json' | 'lines' }
);

/** Values that fast-check makes from that seed. */
function sample<T>(arbitrary: fc.Arbitrary<T>, random: Random, count: number): T[] {
  return fc.sample(arbitrary, { seed: random.int(0, 0x7fff_ffff), numRuns: count });
}

const jsonOf = ([value]: readonly unknown[]): Buffer => Buffer.from(JSON.stringify(value));

/** A record whose members, bytes or values were changed. */
export function piece(corpus: Corpus, random: Random): { source: string; bytes: Buffer } {
  const record = random.pick(corpus.records);
  switch (random.int(0, 19)) {
    case 0:
    case 1:
      return { source: 'any value', bytes: Buffer.from(anyValue(random)) };
    case 2:
      return random.chance(0.5)
        ? { source: 'fast-check value', bytes: jsonOf(sample(json, random, 1)) }
        : { source: 'fast-check record', bytes: jsonOf(sample(mutatedRecord, random, 1)) };
    case 3:
    case 4:
    case 5:
    case 6:
    case 7: {
      const bytes = mutateBytes(Buffer.from(record), random, () => Buffer.from(random.pick(corpus.records)));
      return { source: 'record with bytes changed', bytes };
    }
    default:
      return { source: 'record with members changed', bytes: Buffer.from(mutateMembers(record, random)) };
  }
}

/** Small values, which cost the most for their size. */
const SMALL = ['{}', '[]', '""', '1', 'null', '"{}"', '{"resultType":0}', '{"resultType":"50126"}', '[[]]'];

/** The hub's limit of a message in bytes. */
const MOST_BYTES = 1_000_000;

/** Bodies of many small values, a few of them as large as the hub takes. */
function many(random: Random): Buffer {
  if (random.chance(0.004)) return full(random);
  const unit = random.pick(SMALL);
  const length = random.chance(0.1) ? random.int(100, 400) : random.int(1, 20);
  const values = Array.from({ length }, () => unit);
  if (random.chance(0.3)) {
    const columns = Array.from({ length: random.int(0, 60) }, (_, index) => `"c${index}"`);
    return Buffer.from(`{"tables":[{"columns":[${columns}],"rows":[${values}]}]}`);
  }
  const body = random.pick(FORMS).of(values);
  return Buffer.from(random.chance(0.2) ? `${body}\n{"resultType":0}` : body);
}

/** A body that fills a message; without codes, since their outcomes would be hundreds of times its size. */
function full(random: Random): Buffer {
  const unit = random.pick(SMALL.filter((text) => !text.includes('resultType')));
  const values = Array.from({ length: Math.floor(MOST_BYTES / 2 / (unit.length + 1)) }, () => unit);
  return Buffer.from(`${random.pick(FORMS).of(values)}\n{"resultType":0}`.slice(0, 2 * MOST_BYTES));
}

/**
 * The input of that number, always the same for the same seed and corpus.
 * @param found inputs that reached something new; half of the changed bodies go on from one of them
 */
export function toInput(seed: number, index: number, corpus: Corpus, found: readonly Buffer[]): Input {
  const random = createRandom(seed, `input ${index}`);
  const profile = random.int(0, 2);
  const body = (): Buffer =>
    found.length > 0 && random.chance(0.5) ? random.pick(found) : random.pick(corpus.bodies);
  const choice = random.int(0, 99);
  if (choice < 40) {
    return {
      kind: 'body',
      source: 'body with bytes changed',
      profile,
      bytes: mutateBytes(body(), random, body),
    };
  }
  if (choice < 44) return { kind: 'body', source: 'many small values', profile, bytes: many(random) };
  if (choice < 45) {
    const values = sample(fc.oneof(json, mutatedRecord), random, random.int(1, 3)).map((value) =>
      JSON.stringify(value),
    );
    return {
      kind: 'body',
      source: 'fast-check body',
      profile,
      bytes: Buffer.from(random.pick(FORMS).of(values)),
    };
  }
  if (choice < 94) {
    const form = random.int(0, FORMS.length - 1);
    const goods = [random.pick(corpus.small), random.pick(corpus.small)] as const;
    return { kind: 'among', form, goods, profile, ...piece(corpus, random) };
  }
  const format = random.pick(['csv', 'csv', 'json', 'lines'] as const);
  const from = format === 'csv' ? random.pick(corpus.files) : body();
  return {
    kind: 'file',
    source: 'file with bytes changed',
    format,
    profile,
    bytes: mutateBytes(from, random, body),
  };
}
