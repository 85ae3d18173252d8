import { describe, expect, it } from 'vitest';
import { readCorpus } from './corpus.ts';
import { FAMILIES } from './families.ts';
import { FORMS } from './forms.ts';
import { growthOf } from './growth.ts';
import { type Input, toInput } from './input.ts';
import { Broken } from './invariants.ts';
import { minimise } from './minimise.ts';
import { faultOf } from './reproduction.ts';
import { run } from './run.ts';

const SEED = Number(process.env['PROPERTY_SEED'] ?? 1);

describe('fuzzing', () => {
  // A longer run: npm run fuzz.
  it(`finds nothing wrong with the first 1,200 inputs of seed ${SEED}, and reaches every form`, async () => {
    const { failure, reached, inputs } = await run({ seed: SEED, inputs: 1_200 });
    expect(failure).toBeUndefined();
    expect(inputs).toBe(1_200);
    expect([...reached.forms.keys()]).toEqual(expect.arrayContaining(FORMS.map(({ name }) => name)));
    const reasons = new Set([...reached.outcomes.keys()].map((name) => name.split('|')[1]));
    for (const reason of ['not-json', 'not-a-record', 'not-a-sign-in', 'too-deep', 'alerted', 'enriched'])
      expect(reasons).toContain(reason);
  });

  it('makes the same inputs of the same seed, and others of another', () => {
    const corpus = readCorpus();
    const inputs = (seed: number) =>
      Array.from({ length: 30 }, (_, index) => toInput(seed, index, corpus, []));
    expect(inputs(7)).toEqual(inputs(7));
    expect(inputs(8)).not.toEqual(inputs(7));
  });

  it('notices a neighbour that is lost', async () => {
    const [good = ''] = readCorpus().small;
    const among = { kind: 'among', form: 0, profile: 0, source: 'a test', bytes: Buffer.from('1') } as const;
    expect(await faultOf({ ...among, goods: [good, good] })).toBeUndefined();
    // A last line that breaks off is no JSON, alone or among others, but says so in other words.
    const broken: Input = { ...among, form: 3, goods: [good, '{"a":'] };
    expect(await faultOf(broken)).toMatchObject({ name: 'no lost neighbour' });
  });

  it('makes a failing input smaller, as long as the same is wrong', async () => {
    const isWrong = async (bytes: Buffer) => bytes.includes('ab') && bytes.includes('z');
    expect((await minimise(Buffer.from(`${'x'.repeat(500)}ab${'y'.repeat(500)}z`), isWrong)).toString()).toBe(
      'abz',
    );
    expect(new Broken('a name', 'a detail').name).toBe('a name');
  });
});

describe('the time of inputs that grow', () => {
  it('grows in proportion to them', async () => {
    const slow: string[] = [];
    for (const family of FAMILIES) {
      const growth = await growthOf(family, { smallest: 2_000, factor: 8, turns: 1, floor: 60 });
      // Quadratic time has 2; noise of a busy machine and of the first compilation gets a second chance.
      if (growth.exponent < 1.6) continue;
      const again = await growthOf(family, { smallest: 2_000, factor: 8, turns: 3, floor: 60 });
      if (again.exponent >= 1.6) slow.push(`${family.name}: ${again.exponent.toFixed(2)}`);
    }
    expect(slow).toEqual([]);
  });

  it('is seen to grow where it is quadratic', async () => {
    const columns = (count: number) => Array.from({ length: count }, (_, index) => `c${index}`);
    const family = { name: 'every pair', of: (bytes: number) => columns(bytes / 6).join(',') };
    const quadratic = {
      ...family,
      read: (text: string) => {
        const names = text.split(',');
        return names.filter((name) => names.filter((other) => other.endsWith(name)).length > 0).length;
      },
    };
    const growth = await growthOf(quadratic, { smallest: 4_000, factor: 8, turns: 1, floor: 1 });
    expect(growth.exponent).toBeGreaterThan(1.6);
  });
});
