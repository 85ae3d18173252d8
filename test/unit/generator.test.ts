import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '../../src/core/signIn/category.ts';
import { outcomesOf } from '../../src/sandbox/generator/outcomes.ts';
import type { SignInCategory } from '../../src/sandbox/generator/record.ts';
import { createGenerator, type Profile } from '../../src/sandbox/generator/records.ts';
import { catalogCodes, catalogRisks } from '../generatorFixtures.ts';
import { eventSchema, FORMS, guid, type WireRecord } from '../wireForm.ts';

const SEED = 7;
const START = new Date('2026-11-16T00:00:00Z');

/** As it arrives: through JSON, where undefined members are gone. */
function wireRecords(count: number, seed = SEED, profile: Profile = 'diverse') {
  const body = createGenerator({ seed, start: START, profile }).event(count);
  return eventSchema.parse(JSON.parse(body)).records;
}

const sample = wireRecords(20_000);
const bytes = (records: readonly unknown[]): number[] =>
  records.map((record) => Buffer.byteLength(JSON.stringify(record))).toSorted((a, b) => a - b);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe(`generated records (seed ${SEED})`, () => {
  it('are the same for the same seed, and others for another seed or profile', () => {
    const first = createGenerator({ seed: SEED, start: START });
    const again = createGenerator({ seed: SEED, start: START });
    expect(again.event(200)).toBe(first.event(200));
    expect(again.event(3)).toBe(first.event(3));
    expect(wireRecords(50, SEED + 1)).not.toEqual(wireRecords(50));
    expect(wireRecords(50, SEED, 'uniform')).not.toEqual(wireRecords(50));
  });

  it('begin at the start, advance in time, and reach Azure Monitor one and a half to seven minutes later', () => {
    let last = START.getTime();
    for (const { time, properties } of sample) {
      const created = Date.parse(properties.createdDateTime);
      // Whole seconds are cut off, so a record may seem up to a second older than the one before.
      expect(created).toBeGreaterThanOrEqual(last - 1000);
      last = Math.max(last, created);
      const lag = (time.endsWith('M') ? Date.parse(`${time} UTC`) : Date.parse(time)) - created;
      expect(lag).toBeGreaterThanOrEqual(89_000);
      expect(lag).toBeLessThanOrEqual(421_000);
    }
  });

  it('have ids that occur once', () => {
    expect(new Set(sample.map(({ properties }) => properties.id)).size).toBe(sample.length);
  });

  it.each(CATEGORIES)('of %s have its members and types', (category) => {
    const records = sample.filter((record) => record.category === category);
    expect(records.length).toBeGreaterThan(100);
    const { properties, absent } = FORMS[category];
    for (const record of records) {
      const result = properties.safeParse(record.properties);
      expect(result.error?.issues, JSON.stringify(record)).toBeUndefined();
      for (const name of absent) expect(record[name], name).toBeUndefined();
      expect(record.properties.status.errorCode).toBe(Number(record.resultType));
      expect(record.properties.correlationId).toBe(record.correlationId);
      if (record.resultType === '0') expect(record.resultDescription).toBeUndefined();
      if (record.callerIpAddress !== undefined)
        expect(record.properties.ipAddress).toBe(record.callerIpAddress);
    }
  });

  it.each<[SignInCategory, number, number]>([
    ['SignInLogs', 3500, 4500],
    ['NonInteractiveUserSignInLogs', 3500, 4500],
    ['ADFSSignInLogs', 3000, 4500],
    ['ServicePrincipalSignInLogs', 1500, 2000],
    ['ManagedIdentitySignInLogs', 1200, 1600],
    ['MicrosoftServicePrincipalSignInLogs', 1200, 2000],
  ])('of %s are between %d and %d bytes in the mean', (category, low, high) => {
    const sizes = mean(bytes(sample.filter((record) => record.category === category)));
    expect(sizes).toBeGreaterThan(low);
    expect(sizes).toBeLessThan(high);
  });

  it('of the uniform profile are interactive, of the usual form and near 3.9 KB', () => {
    const records = wireRecords(5000, SEED, 'uniform');
    expect(
      new Set(
        records.map(({ category, Level, resultSignature }) => `${category} ${Level} ${resultSignature}`),
      ),
    ).toEqual(new Set(['SignInLogs 4 None']));
    const size = mean(bytes(records));
    expect(size).toBeGreaterThan(3800);
    expect(size).toBeLessThan(4100);
  });

  it('are mostly of background categories, with about 2 % High and some Unknown', () => {
    const risks = sample.map(({ resultType }) => catalogRisks.get(resultType) ?? 'Unknown');
    const share = (risk: string): number => risks.filter((other) => other === risk).length / risks.length;
    expect(share('High')).toBeGreaterThan(0.015);
    expect(share('High')).toBeLessThan(0.025);
    expect(share('Unknown')).toBeGreaterThan(0.005);
    expect(share('Medium')).toBeGreaterThan(0.01);
    const background = sample.filter(({ category }) => /^(NonInteractive|ServicePrincipal)/.test(category));
    expect(background.length / sample.length).toBeGreaterThan(0.7);
  });

  it('can have every code of the catalog, and codes outside it', () => {
    const reachable = new Set(
      CATEGORIES.flatMap((category) => outcomesOf(category).choices.map(({ value }) => String(value.code))),
    );
    expect(catalogCodes.filter((code) => !reachable.has(code))).toEqual([]);
    expect([...reachable].filter((code) => !catalogRisks.has(code)).length).toBeGreaterThan(5);
  });
});

describe(`rarer forms (seed ${SEED})`, () => {
  const failures = sample.filter(({ resultType }) => resultType !== '0');
  it.each<[string, (record: WireRecord) => boolean]>([
    ['US time', ({ time }) => time.endsWith('M')],
    ['createdDateTime without a fraction', ({ properties }) => /:\d\d\+/.test(properties.createdDateTime)],
    [
      'createdDateTime with fewer than seven digits',
      ({ properties }) => /\.\d{1,6}\+/.test(properties.createdDateTime),
    ],
    ['Level as text', ({ Level }) => Level === '4'],
    ['Level in words', ({ Level }) => Level === 'Informational'],
    ['level', ({ level }) => level === '4'],
    ['durationMs as text', ({ durationMs }) => durationMs === '0'],
    ['a bare resourceId', ({ resourceId }) => guid.safeParse(resourceId).success],
    ['resultSignature SUCCESS', ({ resultSignature }) => resultSignature === 'SUCCESS'],
    ['IPv6', ({ callerIpAddress }) => callerIpAddress?.includes(':') === true],
    [
      'a user without envelope location',
      ({ category, location }) => category === 'SignInLogs' && location === undefined,
    ],
    ['userId null', ({ properties }) => properties['userId'] === null],
    ['userId empty', ({ properties }) => properties['userId'] === ''],
    ['a GUID as user name', ({ properties }) => guid.safeParse(properties['userPrincipalName']).success],
    ['location without geoCoordinates', ({ properties }) => properties.location.geoCoordinates === undefined],
    ['empty geoCoordinates', ({ properties }) => JSON.stringify(properties.location.geoCoordinates) === '{}'],
    ['empty location', ({ properties }) => properties.location.city === ''],
    [
      'audiences as objects',
      ({ properties }) => /"conditionalAccessAudiences":\[\{/.test(JSON.stringify(properties)),
    ],
    [
      'audiences as text',
      ({ properties }) => /"conditionalAccessAudiences":\["/.test(JSON.stringify(properties)),
    ],
    ['JSON inside text', ({ properties }) => JSON.stringify(properties).includes('"[\\"')],
    ['agent', ({ properties }) => properties['agent'] !== undefined],
    ['sessionId', ({ properties }) => properties['sessionId'] !== undefined],
  ])('%s occurs', (_, has) => {
    expect(sample.some(has)).toBe(true);
    expect(sample.every(has)).toBe(false);
  });

  it('failures have descriptions, with apostrophes and unfilled gaps, and now and then none', () => {
    const descriptions = failures.map(({ resultDescription }) => resultDescription);
    expect(descriptions.some((text) => text?.includes("n't"))).toBe(true);
    expect(descriptions.some((text) => /\{\w+\}/.test(text ?? ''))).toBe(true);
    const missing = descriptions.filter((text) => text === undefined).length;
    expect(missing).toBeGreaterThan(0);
    expect(missing / descriptions.length).toBeLessThan(0.05);
  });
});
