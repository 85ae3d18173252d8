import { Buffer } from 'node:buffer';

/** Memory is taken in pieces of this size; a row that is kept keeps its piece. */
const PIECE_BYTES = 64 * 1024;

/** Copies bytes out of memory that will be written over, many into one piece: memory of its own for each row costs more. */
export function createKeeper(): (from: Buffer, start: number, end: number) => Buffer {
  let piece = Buffer.alloc(0);
  let at = 0;
  return (from, start, end) => {
    const length = end - start;
    if (at + length > piece.length) {
      piece = Buffer.allocUnsafeSlow(Math.max(PIECE_BYTES, length));
      at = 0;
    }
    from.copy(piece, at, start, end);
    at += length;
    return piece.subarray(at - length, at);
  };
}
