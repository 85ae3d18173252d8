import { Buffer } from 'node:buffer';

/** Behind a text stand zeros: whoever reads four bytes at a time, or on until an end, need not ask for the length. */
const ZEROS = 8;

/** A text that is read byte by byte, or four bytes at a time. */
export class Source {
  bytes = Buffer.from(new ArrayBuffer(ZEROS));
  view = new DataView(this.bytes.buffer);
  length = 0;

  /**
   * Copies a text into memory of its own. Of one and the same array V8 makes faster code than of the many that the hub's
   * client hands out, and only here there are zeros behind the text.
   */
  load(text: Uint8Array): void {
    this.reserve(text.length);
    this.bytes.set(text);
    this.bytes.fill(0, text.length, text.length + ZEROS);
  }

  /** Makes room for a text of that length; what stood there before may be lost. */
  reserve(length: number): void {
    this.length = length;
    if (this.bytes.length >= length + ZEROS) return;
    this.bytes = Buffer.from(new ArrayBuffer(Math.max(length + ZEROS, 2 * this.bytes.length)));
    this.view = new DataView(this.bytes.buffer);
  }
}

/** A source that holds a text for good. */
export function toSource(text: string): Source {
  const source = new Source();
  source.load(Buffer.from(text));
  return source;
}

/** Whether the same bytes stand at two places. Up to three bytes behind them are read, too. */
export function isSame(
  view: DataView,
  at: number,
  other: DataView,
  otherAt: number,
  length: number,
): boolean {
  let i = 0;
  for (; i + 4 <= length; i += 4) {
    if (view.getInt32(at + i, true) !== other.getInt32(otherAt + i, true)) return false;
  }
  const rest = length - i;
  if (rest === 0) return true;
  const difference = view.getInt32(at + i, true) ^ other.getInt32(otherAt + i, true);
  // The bytes that do not count are the upper ones: they are shifted out.
  return difference << (32 - 8 * rest) === 0;
}
