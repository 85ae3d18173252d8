import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { WEIGHT_RANGES } from '../../src/core/risk/facts.ts';
import { asimValues, catalog, whySkipped } from './catalogSupport.ts';

/** The level and the facts of a code. */
function factsOf(code: string) {
  const entry = catalog.entries.find((one) => one.code === code);
  if (entry === undefined) throw new Error(`${code} is not in the catalog`);
  return { risk: entry.risk, ...entry.facts };
}
type Key = Exclude<keyof ReturnType<typeof factsOf>, 'why'>;

const JUDGED: readonly Key[] = ['kind', 'outcome', 'passwordProven', 'asimResultDetails'];
const ALL: readonly Key[] = ['risk', ...JUDGED, 'attack', 'weight'];

describe('codes that mean the same or nearly so have the same facts', () => {
  it.each<[string, readonly string[], readonly Key[]]>([
    ['a block of the user’s own side', ['500212', '5000211'], ALL],
    ['a session ended by a password change or a policy', ['50132', '50133'], ALL],
    ['a session that is too old', ['70043', '70044', '70046'], ALL],
    ['a registration that is due', ['50072', '50079'], ALL],
    ['MFA that is required', ['50074', '50076'], ['risk', ...JUDGED, 'attack']],
    [
      'MFA, required or failed',
      ['50074', '50076', '500121'],
      ['risk', 'kind', 'passwordProven', 'asimResultDetails'],
    ],
    ['a refused prompt', ['70037', '1003033'], JUDGED],
    [
      'a refresh token that has ended',
      ['700082', '700084', '50173', '70043'],
      ['risk', 'kind', 'outcome', 'passwordProven'],
    ],
  ])('%s: %j', (_, codes, keys) => {
    const [first, ...rest] = codes.map((code) =>
      Object.fromEntries(keys.map((key) => [key, factsOf(code)[key]])),
    );
    for (const other of rest) expect(other).toEqual(first);
  });

  it('MFA that failed weighs more than MFA that was only required', () => {
    const [failed, strong, required] = ['500121', '50074', '50076'].map((code) => factsOf(code).weight);
    expect(failed).toBeGreaterThan(strong ?? Number.NaN);
    expect(strong).toBeGreaterThanOrEqual(required ?? Number.NaN);
    for (const code of ['50074', '50076', '500121'])
      expect(factsOf(code).attack).toEqual(expect.arrayContaining(['T1078.004', 'T1621']));
  });
});

describe('facts', () => {
  it('say of the codes on which public rules contradict each other that the password was right', () => {
    for (const code of [
      '50055',
      '50072',
      '50074',
      '50076',
      '50078',
      '50079',
      '50105',
      '50155',
      '53000',
      '53003',
      '50206',
      '65001',
    ])
      expect(factsOf(code).passwordProven, code).toBe('yes');
    expect(factsOf('50126').passwordProven).toBe('no');
  });

  it('call only code 0 a success', () => {
    const successes = catalog.entries.filter(({ facts }) => facts.outcome === 'success');
    expect(successes.map(({ code }) => code)).toEqual(['0']);
  });

  it('have a weight within the range of the level, and no two ranges overlap', () => {
    for (const { code, risk, facts } of catalog.entries) {
      const [least, most] = WEIGHT_RANGES[risk];
      expect(facts.weight, code).toBeGreaterThanOrEqual(least);
      expect(facts.weight, code).toBeLessThanOrEqual(most);
    }
    expect(WEIGHT_RANGES.Low[1]).toBeLessThan(WEIGHT_RANGES.Medium[0]);
    expect(WEIGHT_RANGES.Medium[1]).toBeLessThan(WEIGHT_RANGES.High[0]);
  });

  it('have each reason in one plain sentence', () => {
    for (const { code, facts } of catalog.entries)
      for (const [fact, reason] of Object.entries(facts.why))
        expect(reason, `${code}.${fact}`).toMatch(/^[A-Z0-9][ -~]{13,158}\.$/);
  });

  it.skipIf(asimValues === undefined)(
    `keep the ASIM values of the parser that Microsoft ships${whySkipped(asimValues)}`,
    () => {
      const shipped = (asimValues ?? '').split('\n').flatMap((line) => {
        const [code = '', value = ''] = line.split('\t');
        const entry = catalog.entries.find((one) => one.code === code);
        return entry === undefined || ['', '-', 'Success'].includes(value) ? [] : [{ entry, value }];
      });
      expect(shipped.length).toBeGreaterThan(10);
      for (const { entry, value } of shipped) expect(entry.facts.asimResultDetails, entry.code).toBe(value);
    },
  );
});

// Rows name the version: two rows of one version must not have judged a code differently.
it('the catalog has a new version whenever a code or a level changes', () => {
  const levels = catalog.entries.map(({ code, risk }) => `${code} ${risk}`).join('\n');
  expect({
    version: catalog.version,
    sha256: createHash('sha256').update(levels).digest('hex'),
  }).toEqual({
    version: '1.0.0',
    sha256: 'd67cc9b79227027fe5d01ccb24eabe6f4a25897c7a9117d71f01cbfe417ffc70',
  });
});
