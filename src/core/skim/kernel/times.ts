import { isDigit, NOWHERE } from './grammar';

const DATE_TIME_LENGTH: usize = 19;
const MOST_FRACTION_DIGITS: usize = 7;

/** `+00:` and `0:00`, as four bytes. */
const OFFSET_BEGIN: u32 = 0x3a30302b;
const OFFSET_END: u32 = 0x30303a30;

/**
 * Where a time ends that is written as the wire writes it: ISO 8601 in UTC, 0 to 7 fraction digits. Zeros at the end of
 * the fraction and the mark of UTC do not count, so that with a Z behind it the rest is what `toUtcTime` gives.
 * NOWHERE when the time is written in another form.
 */
export function endOfTime(start: usize, end: usize): usize {
  if (end <= start + DATE_TIME_LENGTH || !isDateTime(start)) return NOWHERE;
  let i = start + DATE_TIME_LENGTH;
  let last = i;
  if (load<u8>(i) === 0x2e) {
    const first = i + 1;
    for (i = first; i < first + MOST_FRACTION_DIGITS; i++) {
      const byte = load<u8>(i);
      if (!isDigit(byte)) break;
      if (byte !== 0x30) last = i + 1;
    }
    if (i === first) return NOWHERE;
  }
  const isZ = end === i + 1 && load<u8>(i) === 0x5a;
  const isOffset = end === i + 6 && load<u32>(i) === OFFSET_BEGIN && load<u32>(i + 2) === OFFSET_END;
  return isZ || isOffset ? last : NOWHERE;
}

function isDateTime(at: usize): bool {
  if (load<u8>(at + 4) !== 0x2d || load<u8>(at + 7) !== 0x2d || load<u8>(at + 10) !== 0x54) return false;
  if (load<u8>(at + 13) !== 0x3a || load<u8>(at + 16) !== 0x3a) return false;
  const century = twoDigits(at);
  const year = twoDigits(at + 2);
  const month = twoDigits(at + 5);
  const day = twoDigits(at + 8);
  if (century < 19 || year < 0 || month < 1 || month > 12 || day < 1) return false;
  if (day > 28 && day > daysIn(month, century * 100 + year)) return false;
  return isBelow(at + 11, 24) && isBelow(at + 14, 60) && isBelow(at + 17, 60);
}

function isBelow(at: usize, limit: i32): bool {
  const number = twoDigits(at);
  return number >= 0 && number < limit;
}

/** The number of two digits; far below zero when they are none. */
function twoDigits(at: usize): i32 {
  const tens = load<u8>(at);
  const ones = load<u8>(at + 1);
  return isDigit(tens) && isDigit(ones) ? ((tens as i32) - 48) * 10 + (ones as i32) - 48 : -10_000;
}

/** In the Gregorian calendar. */
function daysIn(month: i32, year: i32): i32 {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
