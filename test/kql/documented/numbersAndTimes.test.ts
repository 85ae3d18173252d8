import { expect, it } from 'vitest';
import { documented, NOW, refused, rowsOf } from '../support/documented.ts';

documented('numerical-operators', [
  ['print 1.0 / 2, 1 / 2.0, 1 / 2, real(1) / 2, -7 / 2', [0.5, 0.5, 0, 0.5, -3]],
  [
    'print plusPlus = 14 % 12, minusPlus = -14 % 12, plusMinus = 14 % -12, minusMinus = -14 % -12',
    [2, 10, 2, 10],
  ],
  ['print 10m / 1s, 1s * 5, 10s < 1h, now() < datetime(2100-01-01)', [600, '00:00:05', true, true]],
]);

documented('bin-function', [
  ['print bin(4.5, 1), bin(-3, 2), bin(-0.5, 0.25), bin(7, 7)', [4, -4, -0.5, 7]],
  ['print bin(time(16d), 7d)', ['14.00:00:00']],
  ['print bin(datetime(1970-05-11 13:45:07), 1d)', ['1970-05-11T00:00:00.0000000Z']],
  // "Null values, a null bin size, or a negative bin size will result in null."
  ['print bin(long(null), 2), bin(5, int(null)), bin(5, -1)', [null, null, null]],
  // Bins of a week begin on Mondays, since 0001-01-01 was one.
  [
    'print bin(datetime(2026-11-18 10:00), 7d), bin(datetime(2026-11-18 10:19:59.9999999), 20m)',
    ['2026-11-16T00:00:00.0000000Z', '2026-11-18T10:00:00.0000000Z'],
  ],
]);

documented('round-function', [['print round(2.98765, 3), round(2.15), round(21.5, -1)', [2.988, 2, 20]]]);

documented('datetime-diff-function', [
  [
    `print datetime_diff('year',datetime(2017-01-01),datetime(2000-12-31)),
      datetime_diff('quarter',datetime(2017-07-01),datetime(2017-03-30)),
      datetime_diff('month',datetime(2017-01-01),datetime(2015-12-30)),
      datetime_diff('week',datetime(2017-10-29 00:00),datetime(2017-09-30 23:59)),
      datetime_diff('day',datetime(2017-10-29 00:00),datetime(2017-09-30 23:59)),
      datetime_diff('hour',datetime(2017-10-31 01:00),datetime(2017-10-30 23:59)),
      datetime_diff('minute',datetime(2017-10-30 23:05:01),datetime(2017-10-30 23:00:59)),
      datetime_diff('second',datetime(2017-10-30 23:00:10.100),datetime(2017-10-30 23:00:00.900)),
      datetime_diff('millisecond',datetime(2017-10-30 23:00:00.200100),datetime(2017-10-30 23:00:00.100900)),
      datetime_diff('microsecond',datetime(2017-10-30 23:00:00.1009001),datetime(2017-10-30 23:00:00.1008009)),
      datetime_diff('nanosecond',datetime(2017-10-30 23:00:00.0000000),datetime(2017-10-30 23:00:00.0000007))`,
    [17, 2, 13, 5, 29, 2, 5, 10, 100, 100, -700],
  ],
]);

documented('datetime-add-function', [
  [
    `print datetime_add('year',-5,datetime(2017-1-1)), datetime_add('quarter',12,datetime(2017-1-1)),
      datetime_add('month',-15,datetime(2017-1-1)), datetime_add('week',100,datetime(2017-1-1))`,
    [
      '2012-01-01T00:00:00.0000000Z',
      '2020-01-01T00:00:00.0000000Z',
      '2015-10-01T00:00:00.0000000Z',
      '2018-12-02T00:00:00.0000000Z',
    ],
  ],
]);

documented('format-datetime-function', [
  [
    'print format_datetime(datetime(2009-06-15 13:45:30.6175425), "yyyy-MM-dd HH:mm:ss.fffffff"), format_datetime(datetime(2009-06-01 01:09:09), "d/M/yy h:m tt")',
    ['2009-06-15 13:45:30.6175425', '1/6/09 1:9 AM'],
  ],
]);

documented('startofday-function', [
  [
    'range offset from -1 to 1 step 1 | project dayStart = startofday(datetime(2017-01-01 10:10:17), offset)',
    ['2016-12-31T00:00:00.0000000Z'],
    ['2017-01-01T00:00:00.0000000Z'],
    ['2017-01-02T00:00:00.0000000Z'],
  ],
]);

documented('hour-of-day-function', [['print hour=hourofday(datetime(2015-12-14 18:54))', [18]]]);
documented('day-of-week-function', [['print dayofweek(datetime(2015-12-14))', ['1.00:00:00']]]);

documented('totimespan-function', [
  [
    'print totimespan("0.00:03:00"), totimespan(4d), totimespan(5 * 1h), timespan(25min)',
    ['00:03:00', '4.00:00:00', '05:00:00', '00:25:00'],
  ],
]);

documented('scalar-data-types/datetime', [
  [
    'print datetime(2026-11-16T21:46:43.2133309Z) - datetime(2026-11-16), datetime(2026-11-16) + 1.5h, datetime(2026-11-16 02:00:00+02:00) == datetime(2026-11-16)',
    ['21:46:43.2133309', '2026-11-16T01:30:00.0000000Z', true],
  ],
  ['print datetime(2026-11-16T21:46:43.2133309Z) == datetime(2026-11-16T21:46:43.2133308Z)', [false]],
]);

documented('between-operator', [
  ['range x from 1 to 5 step 1 | where x between (2 .. 3)', [2], [3]],
  ['print datetime(2007-07-29) between (datetime(2007-07-27) .. 3d), 5 !between (1 .. 4)', [true, true]],
]);

it('now() and ago() follow the clock of the run', () => {
  expect(rowsOf('print now(), ago(1h), now(-1d)')).toEqual([
    [NOW.replace('Z', '.0000000Z'), '2026-11-17T11:00:00.0000000Z', '2026-11-16T12:00:00.0000000Z'],
  ]);
});

refused('what the documentation leaves open is refused', [
  ['print 1 / 0', 'division by zero'],
  ['print 9007199254740992 + 1', 'not supported'],
  ['print 9007199254740991 + 1', 'beyond 2^53'],
  ['print bin(5, 0)', 'size 0'],
  ['print round(2.5)', 'half way'],
]);
