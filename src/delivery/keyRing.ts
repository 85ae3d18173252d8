import { Buffer } from 'node:buffer';

const MOST_KEY_LENGTH = 32;
const KEY = /^[\0-\xff]{0,32}$/;

/** Where a key is: its length and one, so that 0 is none; then its characters. */
const STRIDE = 1 + MOST_KEY_LENGTH;

/**
 * The latest keys, at most so many, in memory of about 45 bytes each that is taken once: kept as texts in a Map they would be
 * three times as much, and what the garbage collector has to walk through.
 * Keys have at most 32 characters, none above U+00FF.
 */
export class KeyRing {
  readonly #limit: number;
  /** By place in the ring: the key, its hash, and the place (counted from 1, 0 for none) of another one in its bucket. */
  readonly #keys: Buffer;
  readonly #hashes: Int32Array;
  readonly #others: Int32Array;
  /** By bucket: the place of a key. */
  readonly #buckets: Int32Array;
  #next = 0;

  /** @param limit at least 1 */
  constructor(limit: number) {
    this.#limit = limit;
    this.#keys = Buffer.alloc(limit * STRIDE);
    this.#hashes = new Int32Array(limit);
    this.#others = new Int32Array(limit);
    this.#buckets = new Int32Array(2 ** Math.ceil(Math.log2(limit + 1)));
  }

  has(key: string): boolean {
    const hash = hashOf(key);
    let place = this.#buckets[this.#bucketOf(hash)] as number;
    while (place !== 0) {
      // Few keys with the same hash are different: only for these a text is made.
      if (this.#hashes[place - 1] === hash && this.#keyAt(place) === key) return true;
      place = this.#others[place - 1] as number;
    }
    return false;
  }

  /**
   * Adds a key that is not there yet.
   * @returns the oldest key when it had to make room
   * @throws RangeError when it is no such key
   */
  add(key: string): string | undefined {
    // Cut or written in another way it could be taken for another key, whose record would be lost as a repeat.
    if (!KEY.test(key))
      throw new RangeError(
        `no key of at most ${MOST_KEY_LENGTH} characters up to U+00FF: it has ${key.length}`,
      );
    const index = this.#next;
    this.#next = (index + 1) % this.#limit;
    const place = index + 1;
    const oldest = this.#keys[index * STRIDE] === 0 ? undefined : this.#remove(place);
    const hash = hashOf(key);
    const bucket = this.#bucketOf(hash);
    this.#keys[index * STRIDE] = key.length + 1;
    this.#keys.write(key, index * STRIDE + 1, 'latin1');
    this.#hashes[index] = hash;
    this.#others[index] = this.#buckets[bucket] as number;
    this.#buckets[bucket] = place;
    return oldest;
  }

  #remove(place: number): string {
    const bucket = this.#bucketOf(this.#hashes[place - 1] as number);
    const after = this.#others[place - 1] as number;
    let before = this.#buckets[bucket] as number;
    if (before === place) this.#buckets[bucket] = after;
    else {
      while (this.#others[before - 1] !== place) before = this.#others[before - 1] as number;
      this.#others[before - 1] = after;
    }
    return this.#keyAt(place);
  }

  #keyAt(place: number): string {
    const start = (place - 1) * STRIDE;
    return this.#keys.toString('latin1', start + 1, start + (this.#keys[start] as number));
  }

  #bucketOf(hash: number): number {
    return hash & (this.#buckets.length - 1);
  }
}

/** Of the last characters, which differ in whatever is counted, and in hashes as well as any. */
function hashOf(key: string): number {
  let hash = key.length;
  for (let i = Math.max(0, key.length - 12); i < key.length; i++)
    hash = Math.imul(hash ^ key.charCodeAt(i), 0x5bd1e995);
  return hash ^ (hash >>> 15);
}
