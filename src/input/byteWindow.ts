const FIRST_CAPACITY = 64 * 1024;

/**
 * The part of a byte stream that is still needed, addressed by offsets in the whole stream. It grows at the end with
 * `more` and shrinks at the front with `dropBefore`, so a reader that drops what it has used holds little of a file
 * of any size. Growth doubles the space: a value of many chunks is copied a few times, not once per chunk.
 */
export class ByteWindow {
  readonly #source: AsyncIterator<Buffer>;
  #space = Buffer.allocUnsafe(FIRST_CAPACITY);
  #from = 0;
  #to = 0;
  #spaceStart = 0;

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Offset of the first byte still held. */
  get start(): number {
    return this.#spaceStart + this.#from;
  }

  /** Offset after the last byte read so far. */
  get end(): number {
    return this.#spaceStart + this.#to;
  }

  /** The bytes held, from `start` to `end`; a view that the next `more` makes invalid. */
  get view(): Buffer {
    return this.#space.subarray(this.#from, this.#to);
  }

  /** Reads one more chunk; false at the end of the stream. */
  async more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done === true) return false;
    this.#makeRoomFor(next.value.length);
    next.value.copy(this.#space, this.#to);
    this.#to += next.value.length;
    return true;
  }

  /** Gives up the bytes before an offset between `start` and `end`. */
  dropBefore(offset: number): void {
    this.#from = offset - this.#spaceStart;
  }

  /** A copy of the bytes between two offsets that are held. */
  slice(from: number, to: number): Buffer {
    return Buffer.from(this.#space.subarray(from - this.#spaceStart, to - this.#spaceStart));
  }

  /** Everything from an offset that is held to the end of the stream, which is read for it. Not a copy. */
  async rest(from: number): Promise<Buffer> {
    while (await this.more());
    return this.#space.subarray(from - this.#spaceStart, this.#to);
  }

  /** Ends the stream, also one that is not read to its end, so that no file stays open. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  #makeRoomFor(bytes: number): void {
    if (this.#to + bytes <= this.#space.length) return;
    const held = this.#to - this.#from;
    let capacity = this.#space.length;
    // A quarter stays free after each move, so the bytes moved stay in proportion to the bytes read.
    while (held + bytes > capacity * 0.75) capacity *= 2;
    const target = capacity > this.#space.length ? Buffer.allocUnsafe(capacity) : this.#space;
    this.#space.copy(target, 0, this.#from, this.#to);
    this.#space = target;
    this.#spaceStart += this.#from;
    this.#from = 0;
    this.#to = held;
  }
}
