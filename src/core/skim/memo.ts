import type { RowBuffer } from './rowBuffer.ts';
import { isSame, Source } from './source.ts';

/** How many pieces can be remembered: several times as many as there is room for, so that few share a place. */
const PLACES = 4096;

/** Longer pieces seldom come again, and comparing them takes time. */
const MOST_KEY_BYTES = 256;

const MULTIPLIER = 0x5bd1e995;

/**
 * Remembers what pieces of texts led to, in a limited number of bytes. Keys are the pieces themselves: no two can be
 * taken for one another, whatever their hashes are. Two with one place drive each other out, and when the memory is
 * full, everything is forgotten: both cost time and nothing else.
 */
export class Memo {
  readonly #size: number;
  /** Keys and values, one behind the other. */
  readonly #content = new Source();
  #end = 0;
  /** By place: where a key begins, where its value begins, and where that ends; all 0 for none. */
  readonly #keys = new Int32Array(PLACES);
  readonly #values = new Int32Array(PLACES);
  readonly #ends = new Int32Array(PLACES);

  /** @param size bytes of all keys and values */
  constructor(size: number) {
    this.#size = size;
  }

  /** Appends to a row what a piece led to. @returns false when that is not known */
  copyTo(row: RowBuffer, { view }: Source, start: number, end: number): boolean {
    const length = end - start;
    if (length > MOST_KEY_BYTES) return false;
    const place = placeOf(view, start, end);
    const key = this.#keys[place] as number;
    const value = this.#values[place] as number;
    if (value - key !== length || !isSame(view, start, this.#content.view, key, length)) return false;
    row.copy(this.#content, value, this.#ends[place] as number);
    return true;
  }

  set({ bytes, view }: Source, start: number, end: number, value: Uint8Array): void {
    const keyLength = end - start;
    const length = keyLength + value.length;
    if (keyLength > MOST_KEY_BYTES || length > this.#size) return;
    if (this.#end + length > this.#size) this.#forget();
    // Room is made when something is first remembered: some columns never see a value.
    if (this.#end === 0) this.#content.reserve(this.#size);
    const place = placeOf(view, start, end);
    const at = this.#end;
    this.#content.bytes.set(bytes.subarray(start, end), at);
    this.#content.bytes.set(value, at + keyLength);
    this.#keys[place] = at;
    this.#values[place] = at + keyLength;
    this.#ends[place] = at + length;
    this.#end = at + length;
  }

  #forget(): void {
    this.#keys.fill(0);
    this.#values.fill(0);
    this.#end = 0;
  }
}

/** A hash of the piece. The last four bytes are taken across those before them, or before the piece when it is shorter. */
function placeOf(view: DataView, start: number, end: number): number {
  let hash = end - start;
  for (let i = start; i < end - 4; i += 4)
    hash = Math.imul(hash ^ view.getInt32(i, true), MULTIPLIER) ^ (hash >>> 15);
  hash = Math.imul(hash ^ view.getInt32(end - 4, true), MULTIPLIER);
  return (hash ^ (hash >>> 11) ^ (hash >>> 22)) & (PLACES - 1);
}
