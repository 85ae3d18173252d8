import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CHUNK_BYTES, type Sized, toChunks } from '../../../src/delivery/chunks.ts';

/** Rows as texts of so many bytes. */
function toRows(sizes: readonly number[]): (Sized & { readonly text: string })[] {
  return sizes.map((rowBytes) => ({ rowBytes, text: 'x'.repeat(rowBytes) }));
}

/** Bytes of the JSON array that is sent for a chunk. */
function bodyBytes(chunk: readonly { readonly text: string }[]): number {
  return Buffer.byteLength(`[${chunk.map(({ text }) => text).join(',')}]`);
}

const sizesOf = (chunks: readonly (readonly Sized[])[]) =>
  chunks.map((chunk) => chunk.map(({ rowBytes }) => rowBytes));

describe('toChunks', () => {
  it('makes no chunk of no rows', () => {
    expect(toChunks([])).toEqual([]);
  });

  it('fills a chunk to the very byte, brackets and commas counted', () => {
    // [aaa,bbbb] is 10 bytes.
    expect(sizesOf(toChunks(toRows([3, 4]), 10))).toEqual([[3, 4]]);
    expect(sizesOf(toChunks(toRows([3, 4]), 9))).toEqual([[3], [4]]);
    expect(sizesOf(toChunks(toRows([1, 1, 1]), 7))).toEqual([[1, 1, 1]]);
    expect(sizesOf(toChunks(toRows([1, 1, 1]), 6))).toEqual([[1, 1], [1]]);
  });

  it('gives a row above the limit a chunk of its own', () => {
    expect(sizesOf(toChunks(toRows([2, 50, 2, 2]), 10))).toEqual([[2], [50], [2, 2]]);
    expect(sizesOf(toChunks(toRows([50]), 10))).toEqual([[50]]);
  });

  it('keeps every row in its order; no chunk but that of a single row is above the limit, none could be fuller', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 100 }), (rowSizes, limit) => {
        const rows = toRows(rowSizes);
        const chunks = toChunks(rows, limit);
        expect(chunks.flat()).toEqual(rows);
        for (const [i, chunk] of chunks.entries()) {
          expect(chunk).not.toEqual([]);
          if (chunk.length > 1) expect(bodyBytes(chunk)).toBeLessThanOrEqual(limit);
          const next = chunks[i + 1]?.[0];
          if (next) expect(bodyBytes([...chunk, next])).toBeGreaterThan(limit);
        }
      }),
    );
  });

  it('stays by default below the size at which the SDK would split a request again', () => {
    const rows = toRows(Array.from({ length: 2_500 }, (_, i) => (i * 37) % 1_300));
    const chunks = toChunks(rows);
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks) {
      expect(bodyBytes(chunk)).toBeLessThanOrEqual(MAX_CHUNK_BYTES);
      // What the SDK holds against its 1,000,000: the rows alone.
      expect(chunk.reduce((sum, { rowBytes }) => sum + rowBytes, 0)).toBeLessThan(1_000_000);
    }
  });
});
