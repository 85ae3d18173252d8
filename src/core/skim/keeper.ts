import { Buffer } from 'node:buffer';

/** Memory is taken in pieces of this size; a row that is kept keeps its piece. */
const PIECE_BYTES = 64 * 1024;

/** Longer rows have memory of their own: else the rest of a piece would often be lost with them. */
const MOST_SHARED_BYTES = PIECE_BYTES / 8;

/** Copies of rows, many in one piece of memory: one of its own for each costs more than the copying. */
export interface Keeper {
  /** The bytes of a row, from memory that will be written over. */
  keep(memory: Buffer, start: number, end: number): Buffer;
  /** Takes back what was kept last, since nobody wants it. */
  release(kept: Buffer): void;
}

export function createKeeper(): Keeper {
  let piece = Buffer.alloc(0);
  let at = 0;
  return {
    keep(memory, start, end) {
      const length = end - start;
      if (length > MOST_SHARED_BYTES) return Buffer.from(memory.subarray(start, end));
      if (at + length > piece.length) {
        piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
        at = 0;
      }
      memory.copy(piece, at, start, end);
      at += length;
      return piece.subarray(at - length, at);
    },
    release(kept) {
      if (kept.buffer === piece.buffer) at -= kept.length;
    },
  };
}
