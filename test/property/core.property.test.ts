import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ALERT_BYTES } from '../../src/core/alert/alert.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { ALL_COLUMNS, STREAM_NAME } from '../../src/core/row/columns.ts';
import type { Row } from '../../src/core/row/row.ts';
import { toRowCheck } from '../../src/sandbox/logsIngestion/rowSchema.ts';
import { outcomesOf, POSITION, toEnricher } from '../unit/core/support.ts';
import { goodRecord, json, mutatedRecord, runs } from './arbitraries.ts';

const check = toRowCheck(STREAM_NAME, ALL_COLUMNS);
const everyAlert = [{ action: 'send' as const, reason: 'a test' }];
const enrichers = [
  toEnricher({ alertPolicy: everyAlert }),
  toEnricher({ alertPolicy: everyAlert, rowDetail: 'full' }),
];

/** True when no text in a value holds half of a surrogate pair, which has no UTF-8 form. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => name.isWellFormed() && isWellFormed(member));
}

/** What holds of every outcome, whatever came in. */
function expectSound(outcome: Outcome): void {
  if ('row' in outcome) {
    expect(check(outcome.row)).toBeUndefined();
    expect(check(JSON.parse(JSON.stringify(outcome.row)))).toBeUndefined();
    expect(isWellFormed(outcome.row)).toBe(true);
    expect(outcome.rowBytes).toBe(Buffer.byteLength(JSON.stringify(outcome.row)));
    expect(outcome.row['RecordId']).toMatch(/^[\x21-\x7e]{1,128}$/);
  }
  if ('alert' in outcome && outcome.alert !== undefined) {
    expect(Buffer.byteLength(outcome.alert.text)).toBeLessThanOrEqual(MAX_ALERT_BYTES);
    expect(JSON.parse(outcome.alert.text)).toMatchObject({ id: outcome.alert.id, specversion: '1.0' });
  }
  if (outcome.kind === 'dead-letter') {
    expect(outcome.reason).not.toBe('internal-error');
    expect(outcome.letter.bytes.length).toBeGreaterThan(0);
  }
}

function outcomes(body: unknown): Outcome[] {
  const [compact = [], full = []] = enrichers.map((enricher) => outcomesOf(body, enricher));
  expect(full.map(({ kind, reason }) => [kind, reason])).toEqual(
    compact.map(({ kind, reason }) => [kind, reason]),
  );
  for (const outcome of [...compact, ...full]) expectSound(outcome);
  return compact;
}

describe('whatever comes in', () => {
  it('any bytes end in at least one outcome', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        expect(outcomes(body).length).toBeGreaterThan(0);
      }),
      runs(500),
    );
  });

  it('any JSON ends in at least one outcome', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(outcomes(JSON.stringify(value)).length).toBeGreaterThan(0);
      }),
      runs(600),
    );
  });

  it('a body of records with some bytes changed ends in at least one outcome', () => {
    const change = fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('"\\[]{},:\n'))));
    fc.assert(
      fc.property(
        fc.array(goodRecord, { maxLength: 3 }),
        fc.array(change, { maxLength: 5 }),
        (records, changes) => {
          const body = Buffer.from(JSON.stringify({ records }));
          for (const [at, byte] of changes) body[at % body.length] = byte;
          expect(outcomes(body).length).toBeGreaterThan(0);
        },
      ),
      runs(500),
    );
  });

  it('a query result of any columns and rows ends in at least one outcome', () => {
    const table = fc.record({
      columns: fc.oneof(json, fc.array(fc.record({ name: json }))),
      rows: fc.oneof(json, fc.array(fc.array(json))),
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(table, json), { maxLength: 3 }), (tables) => {
        expect(outcomes({ tables }).length).toBeGreaterThan(0);
      }),
      runs(150),
    );
  });

  it('a record in which any values were replaced ends in exactly one outcome, the same each time', () => {
    fc.assert(
      fc.property(mutatedRecord, (record) => {
        const [outcome, ...rest] = outcomes([record]);
        expect(rest).toEqual([]);
        expect(JSON.stringify(outcomes([record])[0])).toBe(JSON.stringify(outcome));
      }),
      runs(600),
    );
  });

  it('a record that nothing is wrong with gives a row with all its properties as JSON text too', () => {
    fc.assert(
      fc.property(goodRecord, ({ properties, ...envelope }) => {
        const [plain] = outcomes({ ...envelope, properties });
        const [wrapped] = outcomes({ ...envelope, properties: JSON.stringify(properties) });
        expect(wrapped).toMatchObject({ row: plain !== undefined && 'row' in plain ? plain.row : {} });
      }),
      runs(50),
    );
  });
});

describe('the records of an event', () => {
  it('have one outcome each, in their order, with their places', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(mutatedRecord, json), { minLength: 1, maxLength: 6 }), (records) => {
        for (const body of [{ records }, records, { value: records }]) {
          const found = outcomes(body);
          expect(found).toHaveLength(records.length);
          for (const [index, outcome] of found.entries()) {
            if (outcome.kind === 'dead-letter') expect(outcome.letter.source).toEqual({ ...POSITION, index });
            if ('row' in outcome) expect(outcome.source).toEqual({ ...POSITION, index });
          }
        }
      }),
      runs(120),
    );
  });

  it('that are good give the rows that they give alone, whatever is between them', () => {
    const bad = fc.oneof(mutatedRecord, json).map((value) => JSON.stringify(value));
    const brokenLine = fc.string({ unit: 'binary', maxLength: 40 }).map((line) => line.replaceAll('\n', ' '));
    const rowsIn = (body: string): Row[] =>
      outcomes(body).flatMap((outcome) => ('row' in outcome ? [{ ...outcome.row, EventPosition: '' }] : []));
    const among = fc.tuple(
      fc.uniqueArray(goodRecord, {
        minLength: 1,
        maxLength: 4,
        selector: ({ properties }) => JSON.stringify(properties),
      }),
      fc.infiniteStream(bad),
      fc.infiniteStream(brokenLine),
    );
    fc.assert(
      fc.property(among, ([records, values, lines]) => {
        const goods = records.map((record) => JSON.stringify(record));
        const expected = goods.flatMap(rowsIn);
        const ids = new Set(expected.map((row) => row['RecordId']));
        const bodies = [
          `{"records":[${goods.flatMap((good) => [values.next().value, good]).join(' , ')}]}`,
          `[${goods.flatMap((good) => [good, values.next().value]).join(',')}]`,
          goods.flatMap((good) => [lines.next().value, good]).join('\r\n'),
          goods.flatMap((good) => [good, values.next().value]).join('\n'),
        ];
        for (const body of bodies) {
          expect(rowsIn(body).filter((row) => ids.has(row['RecordId']))).toEqual(expected);
        }
      }),
      runs(80),
    );
  });

  it('that become dead letters keep their own bytes, a part of the body', () => {
    const spaces = fc.constantFrom('', ' ', '\n', '\t\r\n  ');
    const element = fc.tuple(spaces, fc.oneof(json, mutatedRecord), spaces);
    fc.assert(
      fc.property(fc.array(element, { minLength: 1, maxLength: 6 }), (elements) => {
        const texts = elements.map(([, value]) => JSON.stringify(value));
        const list = elements
          .map(([before, value, after]) => `${before}${JSON.stringify(value)}${after}`)
          .join(',');
        for (const body of [`{"records":[${list}]}`, `[${list}]`, `\ufeff {"x":[],"value":[${list}]}`]) {
          for (const [index, outcome] of outcomes(body).entries()) {
            const bytes = outcome.kind === 'dead-letter' ? outcome.letter.bytes : undefined;
            if (bytes !== undefined) expect(Buffer.from(bytes).toString()).toBe(texts[index]);
            if ('original' in outcome) expect(Buffer.from(outcome.original()).toString()).toBe(texts[index]);
          }
        }
      }),
      runs(120),
    );
  });

  it('that come as broken bytes keep them, a part of the body', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 }),
        goodRecord,
        (lines, record) => {
          // A line that is a JSON string holds a body of its own, whose bytes stand in ours only with escapes.
          const plain = lines.filter((line) => !line.includes(0x22));
          const body = Buffer.concat([
            ...plain.flatMap((line) => [line, Buffer.from('\n')]),
            Buffer.from(JSON.stringify(record)),
          ]);
          for (const outcome of outcomes(body)) {
            if (outcome.kind === 'dead-letter')
              expect(body.includes(Buffer.from(outcome.letter.bytes))).toBe(true);
          }
        },
      ),
      runs(300),
    );
  });
});
