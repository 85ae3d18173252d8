import { createRandom, type Random } from '../../../src/sandbox/generator/random.ts';
import { createGenerator } from '../../../src/sandbox/generator/records.ts';
import type { Corpus } from '../corpus.ts';
import { piece, toInput } from '../input.ts';
import { mutateBytes } from '../mutate.ts';
import { sharpen } from './sharpen.ts';

/** A body for both ways, and where it comes from. */
export interface Body {
  readonly bytes: Buffer;
  readonly source: string;
}

/** Events of the project's generator; made once, since making them takes longer than both ways. */
const GENERATED = 40;

function generate(): readonly Buffer[] {
  return (['diverse', 'uniform'] as const).flatMap((profile) => {
    const generator = createGenerator({ seed: 1, profile, start: new Date('2026-11-16T08:00:00Z') });
    return Array.from({ length: GENERATED }, (_, index) => Buffer.from(generator.event(1 + (index % 8))));
  });
}

/** Makes the bodies of a seed by their numbers; the same for the same seed and corpus. */
export function createBodies(seed: number, corpus: Corpus): (index: number) => Body {
  const generated = generate();
  const byBytes = (pieces: readonly Buffer[]): Buffer => {
    const list = pieces.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from(','), part]));
    return Buffer.concat([Buffer.from('{"records":['), ...list, Buffer.from(']}')]);
  };
  const event = (random: Random): Buffer => {
    if (random.chance(0.5)) return random.pick(generated);
    const records = Array.from({ length: random.int(1, 3) }, () => random.pick(corpus.records));
    const body = { records: records.map((text) => JSON.parse(text)) };
    return Buffer.from(JSON.stringify(body, null, random.pick([0, 0, 1, '\t', '\r\n '])));
  };
  return (index) => {
    const random = createRandom(seed, `body ${index}`);
    const choice = random.int(0, 99);
    if (choice < 35) {
      const sharp = Buffer.from(sharpen(random.pick(corpus.records), random));
      const rest = random.chance(0.5) ? [] : [Buffer.from(random.pick(corpus.small))];
      return { source: 'record with sharp changes', bytes: byBytes([sharp, ...rest]) };
    }
    if (choice < 70) {
      const changed = piece(corpus, random);
      const pieces = [changed.bytes, Buffer.from(random.pick(corpus.small))];
      if (random.chance(0.3)) pieces.push(piece(corpus, random).bytes);
      return { source: changed.source, bytes: byBytes(random.chance(0.5) ? pieces : pieces.reverse()) };
    }
    if (choice < 88)
      return {
        source: 'event with bytes changed',
        bytes: mutateBytes(event(random), random, () => event(random)),
      };
    if (choice < 98) return { source: 'event', bytes: event(random) };
    const { bytes } = toInput(seed, index, corpus, []);
    return { source: 'any input', bytes };
  };
}
