import { describe, expect, it } from 'vitest';
import type { AlertPolicy } from '../../../src/core/alert/policy.ts';
import { FIXTURES, letterOf, outcomesOf, POSITION, rowOf, signIn, toEnricher } from './support.ts';

const event = (body: string, position = POSITION) => ({ body: Buffer.from(body), position });

describe('the enricher', () => {
  const enrich = toEnricher({ rowDetail: 'full' });

  it('gives the same outcomes for the same event, and changes nothing that it was given', () => {
    const body = JSON.stringify({ records: [...FIXTURES, 1, {}, { category: 'AuditLogs' }] });
    const source = Object.freeze({ body: Buffer.from(body), position: Object.freeze({ ...POSITION }) });
    const plain = (outcomes: unknown) => JSON.parse(JSON.stringify(outcomes));
    const first = plain(enrich(source));
    expect(plain(enrich(source))).toEqual(first);
    expect(plain(toEnricher({ rowDetail: 'full' })(source))).toEqual(first);
    expect(source.body.toString()).toBe(body);
  });

  it('puts the position into the row, and nothing else of the event', () => {
    const body = JSON.stringify(FIXTURES);
    const here = enrich(event(body)).map(rowOf);
    const there = enrich(
      event(body, { partition: '9', sequenceNumber: null, enqueuedTime: '2026-04-01T00:00:00Z' }),
    );
    expect(here.map((row) => row['EventPosition'])).toEqual(FIXTURES.map((_, index) => `3/42/${index}`));
    expect(there.map(rowOf)).toEqual(here.map((row, index) => ({ ...row, EventPosition: `9//${index}` })));
  });

  it('says where a dead letter came from, and keeps the original of a row at hand', () => {
    const bodies = FIXTURES.map((record) => JSON.stringify(record, null, 1));
    const outcomes = enrich(event(`[${bodies.join(',')},null]`));
    expect(letterOf(outcomes.at(-1)).source).toEqual({ ...POSITION, index: FIXTURES.length });
    for (const [index, body] of bodies.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined || !('original' in outcome)) throw new Error('no row');
      expect(Buffer.from(outcome.original()).toString()).toBe(body);
      expect(outcome.source).toEqual({ ...POSITION, index });
    }
  });

  it('makes an error on one record its dead letter, with the neighbours delivered', () => {
    let calls = 0;
    const some = (): boolean => {
      calls += 1;
      if (calls === 2) throw new RangeError('planned');
      return false;
    };
    const levels: NonNullable<AlertPolicy[number]['levels']> = Object.assign([], { some });
    const faulty = toEnricher({ alertPolicy: [{ action: 'suppress', reason: 'a test', levels }] });
    const outcomes = outcomesOf([signIn({}), signIn({}, { id: 'second' }), signIn({})], faulty);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['row-with-alert', 'dead-letter', 'row-with-alert']);
    const letter = letterOf(outcomes[1]);
    expect(letter).toMatchObject({ reason: 'internal-error', detail: 'RangeError: planned' });
    expect(JSON.parse(Buffer.from(letter.bytes).toString())).toMatchObject({ properties: { id: 'second' } });
  });
});

describe('details of dead letters', () => {
  it.each([['{"a":\n\u0007'], [`{"${'日'.repeat(500)}`], ['{"a":"\ud83d'], [JSON.stringify('no body')]])(
    'are one short line of printable text: %j',
    (body) => {
      const { detail } = letterOf(outcomesOf(body)[0]);
      expect(detail).toMatch(/^\P{Cc}{1,250}$/u);
      expect(detail.isWellFormed()).toBe(true);
    },
  );
});

describe('filters of rows', () => {
  const codes = ['50126', '53003', '0', '7000215'] as const;
  const records = codes.map((resultType) => signIn({ resultType }, { status: {} }));
  const reasons = (enricher: ReturnType<typeof toEnricher>) =>
    outcomesOf(records, enricher).map(({ reason }) => reason);

  it.each([
    ['Low', ['alerted', 'enriched', 'enriched', 'enriched']],
    ['Medium', ['alerted', 'enriched', 'filtered-level', 'enriched']],
    ['High', ['alerted', 'filtered-level', 'filtered-level', 'enriched']],
  ] as const)('MIN_ROW_LEVEL=%s keeps its level, those above and Unknown', (minRowLevel, expected) => {
    expect(reasons(toEnricher({ minRowLevel }))).toEqual(expected);
  });

  it('CATEGORIES keeps rows of those categories, whatever their case, Unknown or not', () => {
    expect(reasons(toEnricher({ categories: ['signinlogs'] }))).toEqual(reasons(toEnricher()));
    expect(reasons(toEnricher({ categories: ['ADFSSignInLogs'] }))).toEqual(
      Array(4).fill('filtered-category'),
    );
  });

  it('a record without a code is kept at any level', () => {
    const record = signIn({ resultType: undefined }, { status: undefined });
    expect(outcomesOf(record, toEnricher({ minRowLevel: 'High' }))).toMatchObject([{ kind: 'row' }]);
  });

  it('what is filtered says what it was', () => {
    const [, skipped] = outcomesOf(records, toEnricher({ minRowLevel: 'High' }));
    expect(skipped).toEqual({
      kind: 'skipped',
      reason: 'filtered-level',
      judged: { category: 'SignInLogs', code: '53003', level: 'Medium', notes: [], suppressed: false },
      source: { ...POSITION, index: 1 },
    });
  });
});
