import type { RowBuffer } from './rowBuffer.ts';
import { isSame, Source, toSource } from './source.ts';

/** The time is written in another form than the one that is read here. */
export const NOT_PLAIN = -1;

/** The least and the highest byte at each place of the form that nearly all times have. */
const LEAST = toSource('0000-00-00T00:00:00').bytes;
const MOST = toSource('9999-19-29T29:59:59').bytes;
const SECONDS_END = 19;
const MOST_FRACTION_DIGITS = 7;

const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const Z = 0x5a;
const OFFSET = toSource('+00:00');

/**
 * Where a time ends that is written as the wire writes it: ISO 8601 in UTC, 0 to 7 fraction digits, a day that every
 * month has. Zeros at the end of the fraction and the mark of UTC do not count, so that with a Z behind it the rest is
 * what `toUtcTime` gives.
 */
export function endOfTime({ bytes, view }: Source, start: number, end: number): number {
  if (end - start <= SECONDS_END || !isDateTime(bytes, start)) return NOT_PLAIN;
  let i = start + SECONDS_END;
  let last = i;
  if (bytes[i] === POINT) {
    const first = i + 1;
    for (i = first; i < first + MOST_FRACTION_DIGITS; i++) {
      const byte = bytes[i] as number;
      if (byte < ZERO || byte > NINE) break;
      if (byte !== ZERO) last = i + 1;
    }
    if (i === first) return NOT_PLAIN;
  }
  const isZ = end - i === 1 && bytes[i] === Z;
  const isOffset = end - i === OFFSET.length && isSame(view, i, OFFSET.view, 0, OFFSET.length);
  return isZ || isOffset ? last : NOT_PLAIN;
}

function isDateTime(bytes: Uint8Array, start: number): boolean {
  for (let i = 0; i < SECONDS_END; i++) {
    const byte = bytes[start + i] as number;
    if (byte < (LEAST[i] as number) || byte > (MOST[i] as number)) return false;
  }
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= 28;
  return isDay && twoDigits(bytes, start) >= 19 && twoDigits(bytes, start + 11) < 24;
}

function twoDigits(bytes: Uint8Array, at: number): number {
  return ((bytes[at] as number) - ZERO) * 10 + (bytes[at + 1] as number) - ZERO;
}

/** Longer than any time that `toUtcTime` gives. */
const MOST_BYTES = 40;

/** A time as rows have it, or none. */
export class TimeText {
  readonly #text = new Source();
  length = 0;

  constructor() {
    this.#text.reserve(MOST_BYTES);
  }

  /** @param end of `endOfTime` */
  setPlain({ bytes }: Source, start: number, end: number): void {
    this.length = end - start;
    for (let i = 0; i < this.length; i++) this.#text.bytes[i] = bytes[start + i] as number;
    this.#text.bytes[this.length++] = Z;
  }

  /** @param text of `toUtcTime` */
  set(text: string | undefined): void {
    this.length = text === undefined ? 0 : this.#text.bytes.write(text, 'latin1');
  }

  copyTo(row: RowBuffer): void {
    row.copy(this.#text, 0, this.length);
  }

  /** Writes the time into the bytes of a row, so that it begins there. */
  copyOver(row: Uint8Array): void {
    for (let i = 0; i < this.length; i++) row[i] = this.#text.bytes[i] as number;
  }
}
