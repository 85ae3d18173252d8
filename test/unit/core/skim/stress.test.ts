import { describe, expect, it } from 'vitest';
import type { EnricherOptions } from '../../../../src/core/enrich.ts';
import { checkSame, toWays, type Ways } from '../../../fuzz/differential/ways.ts';
import { catalog, names } from '../support.ts';

const options: EnricherOptions = {
  catalog,
  names,
  rowDetail: 'compact',
  minRowLevel: 'Low',
  alertPolicy: [],
};

const record = (properties: object, envelope: object = {}) =>
  JSON.stringify({
    category: 'SignInLogs',
    resultType: '0',
    ...envelope,
    properties: { id: 'k', ...properties },
  });

/** Goes both ways with a body. @returns how many of its records were read as objects */
function longRecordsOf(records: readonly string[], ways: Ways = toWays(options)): number {
  const before = { ...ways.taken };
  checkSame(Buffer.from(`{"records":[${records.join(',')}]}`), ways);
  expect(ways.taken.skimmedBodies).toBe(before.skimmedBodies + 1);
  return ways.taken.longRecords - before.longRecords;
}

describe('the short way with bodies at its limits', () => {
  it('takes a megabyte of the smallest records', () => {
    const smallest = record({});
    expect(longRecordsOf(Array<string>(Math.floor(2 ** 20 / smallest.length)).fill(smallest))).toBe(0);
  });

  it('takes more different codes than it remembers', () => {
    const ways = toWays(options);
    for (let batch = 0; batch < 4; batch++) {
      const codes = Array.from({ length: 2_500 }, (_, i) => `${((batch * 2_500 + i) * 7_919) % 10_000_000}`);
      expect(
        longRecordsOf(
          codes.map((resultType) => record({}, { resultType })),
          ways,
        ),
      ).toBe(0);
    }
  });

  it('takes more different values than it remembers, and those of before again', () => {
    const ways = toWays(options);
    const details = Array.from({ length: 1_500 }, (_, i) =>
      record({ mfaDetail: { a: `${i}`.padEnd(200, 'x') } }),
    );
    for (let time = 0; time < 3; time++) expect(longRecordsOf(details, ways)).toBe(0);
  });

  it.each(['x', '日', '\u{1f6e1}', '"'])(
    'takes texts of %s around every limit of length, or leaves them',
    (char) => {
      const ways = toWays(options);
      const texts = [4_090, 7_000, 10_500, 21_000, 21_845].flatMap((middle) =>
        Array.from({ length: 13 }, (_, i) => char.repeat(Math.ceil((middle - 6 + i) / char.length))),
      );
      for (const text of texts) {
        longRecordsOf(
          [
            record({ userAgent: text, deviceDetail: { displayName: text } }),
            record({ appDisplayName: text, mfaDetail: { a: text } }),
            record({ userAgent: 'x', deviceDetail: { browser: text, deviceId: text, trustType: text } }),
          ],
          ways,
        );
      }
    },
  );

  it('leads to the same with a body that ends, or is broken, at any byte', () => {
    const ways = toWays(options);
    const body = Buffer.from(
      `{"records":[${record({ createdDateTime: '2026-02-28T23:59:59.10Z', deviceDetail: { deviceId: 'é' }, location: { city: 'x' } })}]}`,
    );
    for (let i = 0; i < body.length; i++) {
      checkSame(body.subarray(0, i), ways);
      for (const byte of [0x00, 0x22, 0x2c, 0x5c, 0x7b, 0x7d, 0xff]) {
        const broken = Buffer.from(body);
        broken[i] = byte;
        checkSame(broken, ways);
      }
    }
  });
});
