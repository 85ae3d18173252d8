import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../../src/sandbox/generator/records.ts';
import { readCorpus } from '../corpus.ts';
import { FAMILIES } from '../families.ts';
import { createBodies } from './bodies.ts';
import { runDifferential } from './run.ts';
import { checkSame, WAYS } from './ways.ts';

const SEED = Number(process.env['PROPERTY_SEED'] ?? 1);
const SAMPLES = new URL('../../../data/samples/', import.meta.url);

function checkAll(bodies: readonly Buffer[]): void {
  for (const ways of WAYS) for (const body of bodies) checkSame(body, ways);
}

describe('both ways from an event to its rows', () => {
  // A longer run: npm run fuzz -- --differential.
  it(`lead to the same with the first 1,500 bodies of seed ${SEED}`, () => {
    const { failure, inputs, taken } = runDifferential({ seed: SEED, inputs: 1_500 });
    expect(failure).toBeUndefined();
    expect(inputs).toBe(1_500);
    expect(taken.skimmedBodies).toBeGreaterThan(400);
    expect(taken.longRecords).toBeGreaterThan(50);
  });

  it('lead to the same with every record of the samples', () => {
    const names = readdirSync(SAMPLES).filter((name) => /\.jsonl?$/.test(name));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const text = readFileSync(new URL(name, SAMPLES), 'utf8');
      checkAll([Buffer.from(text), ...text.split('\n').map((line) => Buffer.from(line))]);
    }
    const { records } = readCorpus();
    checkAll([Buffer.from(`{"records":[${records.join(',')}]}`)]);
  });

  it('lead to the same with what the generator makes, nearly always on the short way', () => {
    for (const profile of ['diverse', 'uniform'] as const) {
      const generator = createGenerator({ seed: SEED, profile, start: new Date('2026-11-16T08:00:00Z') });
      const [ways] = WAYS;
      if (ways === undefined) throw new Error('no settings with a short way');
      const before = { ...ways.taken };
      for (let i = 0; i < 25; i++) checkSame(Buffer.from(generator.event(20)), ways);
      expect(ways.taken.skimmedBodies - before.skimmedBodies).toBe(25);
      expect(ways.taken.longRecords - before.longRecords).toBeLessThan(0.02 * 500);
    }
  });

  it('lead to the same with bodies made to be slow', () => {
    const families = FAMILIES.filter(({ reader, read }) => reader === undefined && read === undefined);
    expect(families.length).toBeGreaterThan(100);
    for (const { of } of families) {
      const text = of(3_000);
      checkAll([Buffer.from(text), Buffer.from(`{"records":${text.startsWith('[') ? text : `[${text}]`}}`)]);
    }
  });

  it('are fed the same bodies by the same seed, and others by another', () => {
    const corpus = readCorpus();
    const bodies = (seed: number) =>
      Array.from({ length: 20 }, (_, index) => createBodies(seed, corpus)(index));
    expect(bodies(7)).toEqual(bodies(7));
    expect(bodies(8)).not.toEqual(bodies(7));
  });
});
