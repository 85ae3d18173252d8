import { Buffer } from 'node:buffer';
import { NOWHERE } from './grammar.ts';
import { isSame, Source } from './source.ts';

/** How many names are kept, the learned ones included: three times as many as sign-ins have members. */
const MOST_NAMES = 256;

/** Longer names, with what stands behind them, are not learned. */
const MOST_BYTES = 64;

/** Eight for each name: hardly any two meet. */
const BUCKETS = 2048;

/** What stands behind a name in nearly every text. */
const BEHIND = Buffer.from('":');

const FIRST = MOST_NAMES;

/**
 * Names of an object's members, found by their bytes. Records of one kind have their members in the same order: who
 * remembers which name came behind which needs one comparison to see that it comes again, and no search for the name's
 * end. Other names than the given ones are learned for that; when there is no more room, the rest is only slower.
 */
export class NameTable {
  readonly #text = new Source();
  #end = 0;
  #count = 0;
  readonly #starts = new Int32Array(MOST_NAMES);
  readonly #lengths = new Int32Array(MOST_NAMES);
  readonly #buckets = new Int16Array(BUCKETS).fill(NOWHERE);
  /** By the index of a name (FIRST for the beginning): the index of the name that came next. */
  readonly #next = new Int16Array(MOST_NAMES + 1);

  /** @param names at least one, ASCII, not empty, each at most 60 bytes; each is found under its index */
  constructor(names: readonly string[]) {
    this.#text.reserve(MOST_NAMES * MOST_BYTES);
    for (const name of names) this.#add(Buffer.from(name), 0, name.length);
  }

  /**
   * The name that came behind `previous` the last time, if it stands at `at` with quote and colon.
   * @param previous the index of the name before, NOWHERE for none
   * @returns its index, or NOWHERE
   */
  expected({ view }: Source, at: number, previous: number): number {
    const guess = this.#next[previous === NOWHERE ? FIRST : previous] as number;
    const length = this.lengthOf(guess);
    return isSame(view, at, this.#text.view, this.#starts[guess] as number, length) ? guess : NOWHERE;
  }

  /** The bytes of a name with quote and colon. */
  lengthOf(index: number): number {
    return (this.#lengths[index] as number) + BEHIND.length;
  }

  /**
   * The name that stands there. What only has the hash of a name is none.
   * @param previous the index of the name before, NOWHERE for none
   * @returns its index, or NOWHERE for one that is not known and cannot be learned
   */
  find({ bytes, view }: Source, start: number, end: number, previous: number): number {
    let at = hashOf(bytes, start, end);
    let index = this.#buckets[at] as number;
    while (index !== NOWHERE && !this.#is(index, view, start, end)) {
      at = (at + 1) % BUCKETS;
      index = this.#buckets[at] as number;
    }
    if (index === NOWHERE) index = this.#add(bytes, start, end);
    if (index !== NOWHERE) this.#next[previous === NOWHERE ? FIRST : previous] = index;
    return index;
  }

  #is(index: number, view: DataView, start: number, end: number): boolean {
    const length = this.#lengths[index] as number;
    return (
      length === end - start && isSame(view, start, this.#text.view, this.#starts[index] as number, length)
    );
  }

  #add(bytes: Uint8Array, start: number, end: number): number {
    const length = end - start;
    if (this.#count === MOST_NAMES || length === 0 || length + BEHIND.length > MOST_BYTES) return NOWHERE;
    const index = this.#count++;
    this.#text.bytes.set(bytes.subarray(start, end), this.#end);
    this.#text.bytes.set(BEHIND, this.#end + length);
    this.#starts[index] = this.#end;
    this.#lengths[index] = length;
    this.#end += length + BEHIND.length;
    let at = hashOf(bytes, start, end);
    while (this.#buckets[at] !== NOWHERE) at = (at + 1) % BUCKETS;
    this.#buckets[at] = index;
    return index;
  }
}

/** Of length, first, middle and last byte: enough to tell most names apart. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start] as number;
  const middle = bytes[(start + end) >> 1] as number;
  const last = bytes[end - 1] as number;
  return ((end - start) * 31 + first * 7 + middle * 131 + last * 17) % BUCKETS;
}
