import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toUtcTime } from '../../../../src/core/signIn/time.ts';
import { loadBody } from '../../../../src/core/skim/kernel.ts';
import { runs } from '../../../property/arbitraries.ts';
import { startTestKernel } from './support.ts';

const kernel = startTestKernel();

/** What is read of a text inside of another; undefined when it is not plain. */
function read(text: string): string | undefined {
  loadBody(kernel, Buffer.from(`"${text}","x"`));
  const start = kernel.BODY + 1;
  const end = kernel.endOfTime(start, start + Buffer.byteLength(text));
  return end === 0 ? undefined : `${kernel.memory.toString('utf8', start, end)}Z`;
}

describe('times in bytes', () => {
  it.each([
    ['2026-03-04T09:16:02.1234567Z', '2026-03-04T09:16:02.1234567Z'],
    ['2026-03-04T09:16:02.1200000+00:00', '2026-03-04T09:16:02.12Z'],
    ['2026-03-04T09:16:02.0000000Z', '2026-03-04T09:16:02Z'],
    ['2026-03-04T09:16:02.0010000Z', '2026-03-04T09:16:02.001Z'],
    ['2026-03-04T09:16:02Z', '2026-03-04T09:16:02Z'],
    ['1900-12-28T23:59:59+00:00', '1900-12-28T23:59:59Z'],
    ...['2026-01-31', '2026-04-30', '2024-02-29', '2000-02-29', '9999-12-31'].map((day) => [
      `${day}T00:00:00Z`,
      `${day}T00:00:00Z`,
    ]),
  ])('%s is %s', (text, expected) => {
    expect(toUtcTime(text)).toBe(expected);
    expect(read(text)).toBe(expected);
  });

  it.each([
    ...['2026-02-29T00:00:00Z', '1900-02-29T00:00:00Z', '2026-04-31T00:00:00Z', '2026-01-32T00:00:00Z'],
    ...['2026-02-30T00:00:00Z', '2026-13-04T00:00:00Z', '2026-00-04T00:00:00Z', '2026-03-00T00:00:00Z'],
    ...['2026-03-04T24:00:00Z', '2026-03-04T00:60:00Z', '2026-03-04T00:00:60Z', '1899-03-04T00:00:00Z'],
    ...[
      '2026-03-04T09:16:02',
      '2026-03-04T09:16:02.Z',
      '2026-03-04T09:16:02.12345678Z',
      '2026-03-04 09:16:02Z',
    ],
    ...[
      '2026-03-04T09:16:02+01:00',
      '2026-03-04T09:16:02ZZ',
      '2026-03-04T09:16:02z',
      ' 2026-03-04T09:16:02Z',
    ],
    ...['', 'x', '3/4/2026 9:16:02 AM', '2026-03-04T09:16Z', '2026-03-0:T09:16:02Z', '２026-03-04T09:16:02Z'],
  ])('%s is left to the reader of texts', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('are what toUtcTime makes of them, or left to it', () => {
    const digits = (most: number, length = 2) =>
      fc.nat(most).map((value) => `${value}`.padStart(length, '0'));
    const year = fc.integer({ min: 1_880, max: 9_999 }).map(String);
    const text = fc
      .tuple(
        year,
        digits(14),
        digits(33),
        digits(25),
        digits(61),
        digits(61),
        fc.nat(9),
        digits(999_999_999, 9),
      )
      .map(
        ([y, m, d, h, i, s, length, f]) =>
          `${y}-${m}-${d}T${h}:${i}:${s}${length > 0 ? '.' : ''}${f.slice(0, length)}`,
      );
    const end = fc.constantFrom('Z', '+00:00', '+00:01', '-00:00', '', 'z');
    let plain = 0;
    fc.assert(
      fc.property(text, end, (time, mark) => {
        const found = read(time + mark);
        if (found === undefined) return;
        plain += 1;
        expect(found).toBe(toUtcTime(time + mark));
      }),
      runs(3_000),
    );
    expect(plain).toBeGreaterThan(300);
  });
});
