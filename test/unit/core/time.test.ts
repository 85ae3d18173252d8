import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toUtcTime } from '../../../src/core/signIn/time.ts';
import { onlyRow, outcomesOf, POSITION, signIn } from './support.ts';

it.each([
  ['seven digits and Z', '2026-03-04T09:16:02.1190443Z', '2026-03-04T09:16:02.1190443Z'],
  ['+00:00', '2026-03-04T09:16:02.1190443+00:00', '2026-03-04T09:16:02.1190443Z'],
  ['trailing zeros', '2026-03-04T09:16:02.1200000Z', '2026-03-04T09:16:02.12Z'],
  ['zeros alone', '2026-03-04T09:16:02.0000000Z', '2026-03-04T09:16:02Z'],
  ['no fraction', '2026-03-04T09:16:02+00:00', '2026-03-04T09:16:02Z'],
  ['no seconds', '2026-03-04T09:16Z', '2026-03-04T09:16:00Z'],
  ['no zone', '2026-03-04T09:16:02.5', '2026-03-04T09:16:02.5Z'],
  ['a space between', '2026-03-04 09:16:02.889', '2026-03-04T09:16:02.889Z'],
  ['nine digits', '2026-03-04 09:16:02.983201999', '2026-03-04T09:16:02.9832019Z'],
  ['an offset to the east', '2026-03-04T00:16:02.5+09:00', '2026-03-03T15:16:02.5Z'],
  ['an offset to the west', '2026-12-31T20:16:02-0530', '2027-01-01T01:46:02Z'],
  ['the offset farthest east', '2026-03-04T14:00:00+14:00', '2026-03-04T00:00:00Z'],
  ['the first day of 1900', '1900-01-01T00:00:00Z', '1900-01-01T00:00:00Z'],
  ['small letters', '2026-03-04t09:16:02z', '2026-03-04T09:16:02Z'],
  ['white space around', ' 2026-03-04T09:16:02Z\n', '2026-03-04T09:16:02Z'],
  ['29 February', '2028-02-29T00:00:00Z', '2028-02-29T00:00:00Z'],
  ['US', '11/14/2025 1:48:53 AM', '2025-11-14T01:48:53Z'],
  ['US after noon', '11/14/2025 1:48:53 PM', '2025-11-14T13:48:53Z'],
  ['US midnight', '1/2/2026 12:00:00 AM', '2026-01-02T00:00:00Z'],
  ['US noon', '1/2/2026 12:00:00 PM', '2026-01-02T12:00:00Z'],
  ['US with a comma', '1/2/2026, 9:05:07.123 PM', '2026-01-02T21:05:07.123Z'],
  ['US with a narrow space', '1/2/2026, 9:05:07\u202fAM', '2026-01-02T09:05:07Z'],
  ['US without seconds', '1/2/2026 9:05 a.m.', '2026-01-02T09:05:00Z'],
  ['US with 24 hours', '01/02/2026 21:05:07', '2026-01-02T21:05:07Z'],
])('reads the form with %s', (_, text, time) => {
  expect(toUtcTime(text)).toBe(time);
});

it.each([
  '2026-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-03-04T24:00:00Z',
  '2026-03-04T23:60:00Z',
  '2026-03-04T23:59:60Z',
  '2026-03-04T09:60:00Z',
  '2026-03-04T09:16:60Z',
  '2026-03-04T09:00:00-14:01',
  '1899-12-31T23:59:59Z',
  '2026-03-04T09:00:00+15:00',
  '2026-03-04T09:00:00+05:75',
  '2026-03-04T09:00:00.1234567890Z',
  '2026-03-04',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59-05:00',
  '14/11/2025 1:48:53 AM',
  '2/30/2026 1:48:53 AM',
  '11/14/2025 13:48:53 AM',
  '11/14/2025 0:48:53 PM',
  '11/14/25 1:48:53 AM',
  'yesterday',
  '',
  1_767_225_600_000,
  null,
  {},
])('does not take %j for a time', (value) => {
  expect(toUtcTime(value)).toBeUndefined();
});

it('takes the last second that has four digits in its year', () => {
  expect(toUtcTime('9999-12-31T23:59:59.9999999Z')).toBe('9999-12-31T23:59:59.9999999Z');
});

it('gives a row the time of the envelope, and the time of the sign-in besides', () => {
  expect(onlyRow(signIn({}))).toMatchObject({
    TimeGenerated: '2026-03-04T09:16:02.1190443Z',
    CreatedDateTime: '2026-03-04T09:14:55.3001Z',
  });
});

it.each([
  ['the time of the sign-in', { time: undefined }, {}, '2026-03-04T09:14:55.3001Z', []],
  ['that also for an impossible one', { time: '2/30/2026 1:00:00 AM' }, {}, '2026-03-04T09:14:55.3001Z', []],
  [
    'the enqueued time',
    { time: null },
    { createdDateTime: 'soon' },
    POSITION.enqueuedTime,
    ['time-from-enqueued'],
  ],
])('falls back to %s', (_, envelope, properties, time, notes) => {
  const record = signIn(envelope, properties);
  expect(onlyRow(record)).toMatchObject({ TimeGenerated: time, CreatedDateTime: time });
  expect(outcomesOf(record)).toMatchObject([{ notes }]);
});

it('falls back to the time of the envelope where the sign-in has none', () => {
  const time = '2026-03-04T09:16:02.1190443Z';
  expect(onlyRow(signIn({}, { createdDateTime: '' }))).toMatchObject({
    TimeGenerated: time,
    CreatedDateTime: time,
  });
});

describe('the short way, for the forms of nearly all records', () => {
  const pad = (n: number, digits = 2) => String(n).padStart(digits, '0');
  const number = (max: number) => fc.integer({ min: 0, max });

  it('gives what the long way gives, whatever the digits are', () => {
    fc.assert(
      fc.property(
        fc.tuple(number(9999), number(13), number(32), number(25), number(61), number(61)),
        fc.stringMatching(/^(\.\d{0,8})?$/),
        fc.constantFrom('Z', '+00:00', '-00:00', '+09:00', ''),
        ([year, month, day, hour, minute, second], fraction, zone) => {
          const date = `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
          const text = `${date}T${pad(hour)}:${pad(minute)}:${pad(second)}${fraction}${zone}`;
          // White space around it is only known to the long way.
          expect(toUtcTime(text)).toBe(toUtcTime(` ${text}`));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
