import { Buffer } from 'node:buffer';

/** The longest beginning of a text that has at most `limit` bytes of UTF-8 and ends with a whole code point. */
export function cutToBytes(text: string, limit: number): string {
  // A UTF-16 unit has at most 3 bytes of UTF-8: short text needs no counting.
  if (text.length * 3 <= limit || Buffer.byteLength(text) <= limit) return text;
  // Every unit has at least one byte: behind so many of them nothing can fit.
  const bytes = Buffer.from(text.slice(0, limit), 'utf8');
  let end = limit;
  // Bytes 10xxxxxx continue a code point: step back to where one begins.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.toString('utf8', 0, end);
}
