import { describe, expect, it } from 'vitest';
import { MAX_ROW_BYTES } from '../../../src/core/enrich.ts';
import { ALL_COLUMNS, STREAM_NAME } from '../../../src/core/row/columns.ts';
import { MAX_FIELD_BYTES } from '../../../src/core/row/row.ts';
import { cutToBytes } from '../../../src/core/row/truncate.ts';
import { toRowCheck } from '../../../src/sandbox/logsIngestion/rowSchema.ts';
import { letterOf, onlyRow, outcomesOf, signIn, toEnricher } from './support.ts';

const check = toRowCheck(STREAM_NAME, ALL_COLUMNS);

describe('cutToBytes', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'abc'],
    ['日本語', 8, '日本'],
    ['日本語', 9, '日本語'],
    ['a😀b', 4, 'a'],
    ['a😀b', 5, 'a😀'],
    ['é', 1, ''],
    ['x', 0, ''],
  ])('cuts %j at %i bytes to %j', (text, limit, expected) => {
    expect(cutToBytes(text, limit)).toBe(expected);
  });
});

describe('a field over 64 KB', () => {
  it.each([
    ['ASCII', 'x', 65_536],
    ['emoji', '😀', 65_536],
    ['Japanese', '日', 65_535],
    ['letters with accents', 'é', 65_536],
    ['lone surrogates', '\ud800', 65_535],
  ])('of %s is cut at a code point, and named', (_, unit, bytes) => {
    const row = onlyRow(signIn({}, { userAgent: unit.repeat(70_000) }));
    const text = String(row['UserAgent']);
    expect(Buffer.byteLength(text)).toBe(bytes);
    expect(text.isWellFormed()).toBe(true);
    expect(row['TruncatedFields']).toEqual(['UserAgent']);
    expect(check(row)).toBeUndefined();
  });

  it('of exactly 64 KB stays whole', () => {
    const userAgent = 'é'.repeat(MAX_FIELD_BYTES / 2);
    const row = onlyRow(signIn({}, { userAgent }));
    expect(row['UserAgent']).toBe(userAgent);
    expect(row).not.toHaveProperty('TruncatedFields');
    expect(check(row)).toBeUndefined();
  });

  it.each([
    ['of quotes', { displayName: '"'.repeat(60_000) }],
    ['of backslashes', { displayName: '\\'.repeat(60_000) }],
    ['of control characters', { displayName: '\u0001'.repeat(60_000) }],
    ['of emoji', { displayName: '😀'.repeat(30_000) }],
  ])('that is dynamic, %s, becomes the beginning of its JSON text', (_, deviceDetail) => {
    const row = onlyRow(signIn({}, { deviceDetail }));
    const cut = row['DeviceDetail'];
    expect(JSON.stringify(deviceDetail).startsWith(String(cut))).toBe(true);
    expect(String(cut).length).toBeGreaterThan(10_000);
    expect(row['TruncatedFields']).toEqual(['DeviceDetail']);
    expect(check(row)).toBeUndefined();
  });

  it('that is dynamic, but a text of quotes alone, fits when it is printed again', () => {
    const row = onlyRow(signIn({}, { mfaDetail: '"'.repeat(60_000) }));
    expect(Buffer.byteLength(JSON.stringify(row['MfaDetail']))).toBe(65_536);
    expect(check(row)).toBeUndefined();
  });

  it('is cut in the properties of ROW_DETAIL=full', () => {
    const row = onlyRow(signIn({}, { extra: 'x'.repeat(70_000) }), toEnricher({ rowDetail: 'full' }));
    expect(row['TruncatedFields']).toEqual(['Properties']);
    expect(check(row)).toBeUndefined();
  });

  it('is cut in each of several columns', () => {
    const long = 'x'.repeat(65_537);
    const row = onlyRow(signIn({ location: long }, { userAgent: long, appId: long }));
    expect(row['TruncatedFields']).toEqual(['AppId', 'Location', 'UserAgent']);
    expect(check(row)).toBeUndefined();
  });
});

describe('nesting that is hidden in JSON text', () => {
  const nested = (levels: number): string => `${'{"x":'.repeat(levels)}1${'}'.repeat(levels)}`;

  it.each([
    [
      'in the properties',
      (levels: number) => ({ ...signIn({}), properties: `{"appId":"a","x":${nested(levels)}}` }),
    ],
    ['in a property', (levels: number) => signIn({}, { mfaDetail: nested(levels) })],
    ['in a flat column', (levels: number) => ({ ResultType: '0', AppId: 'x', MfaDetail: nested(levels) })],
    [
      'in both',
      (levels: number) => ({
        ...signIn({}),
        properties: JSON.stringify({ appId: 'a', mfaDetail: nested(levels), x: JSON.parse(nested(levels)) }),
      }),
    ],
  ])('%s gives a row that the service takes, or none', (_, record) => {
    for (const levels of [97, 98, 99, 100, 101]) {
      for (const rowDetail of ['compact', 'full'] as const) {
        for (const outcome of outcomesOf(record(levels), toEnricher({ rowDetail }))) {
          if (outcome.kind !== 'dead-letter') expect(outcome).toHaveProperty('row');
          if ('row' in outcome) expect(check(outcome.row)).toBeUndefined();
        }
      }
    }
  });
});

describe('a row over 1,000,000 bytes', () => {
  // Control characters take six bytes each in JSON, but one in the column.
  const long = '\u0001'.repeat(65_000);
  const record = signIn({ location: long, tenantId: long }, { userAgent: long, appId: long });

  it('is a dead letter with the record’s bytes; its alert is sent all the same', () => {
    const [outcome] = outcomesOf(record);
    expect(outcome).toMatchObject({ kind: 'dead-letter', reason: 'row-too-large' });
    const { detail, bytes } = letterOf(outcome);
    expect(detail).toMatch(/^the row has 1\d{6} bytes, at most 1000000 can be sent$/);
    expect(Buffer.from(bytes).toString()).toBe(JSON.stringify(record));
    expect(outcome).toHaveProperty('alert.text');
  });

  it('has no alert when it would have none', () => {
    const [outcome] = outcomesOf({ ...record, resultType: '0' });
    expect(outcome).toMatchObject({ kind: 'dead-letter', reason: 'row-too-large' });
    expect(outcome).not.toHaveProperty('alert');
  });

  it('begins one byte above', () => {
    const withApp = (appId: string) =>
      outcomesOf(signIn({ location: long, tenantId: 'x' }, { userAgent: long, appId }))[0];
    const bytesOf = (outcome: ReturnType<typeof withApp>): number => {
      if (outcome === undefined || !('rowBytes' in outcome)) throw new Error('no row');
      expect(outcome.rowBytes).toBe(Buffer.byteLength(JSON.stringify(outcome.row)));
      return outcome.rowBytes;
    };
    const missing = MAX_ROW_BYTES - bytesOf(withApp('x'));
    const filled = `x${'\u0001'.repeat(missing / 6)}${'x'.repeat(missing % 6)}`;
    expect(bytesOf(withApp(filled))).toBe(1_000_000);
    expect(withApp(`${filled}x`)).toMatchObject({ reason: 'row-too-large' });
  });
});
