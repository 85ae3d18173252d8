import { Buffer } from 'node:buffer';
import type { Source } from './source.ts';

const ZERO = 0x30;

/** What four bytes at a time may write beyond the end. */
const SLACK = 4;

/** The memory of most rows. */
const USUAL_BYTES = 16 * 1024;

/** A row that is being written, in memory that all rows share. */
export class RowBuffer {
  #bytes = Buffer.from(new ArrayBuffer(USUAL_BYTES));
  #view = new DataView(this.#bytes.buffer);
  length = 0;

  clear(): void {
    this.length = 0;
  }

  /** Appends a piece of a source, four bytes at a time: what is too much is written over by what comes next. */
  copy({ view: from }: Source, start: number, end: number): void {
    let at = this.length;
    this.#extend(end - start);
    const view = this.#view;
    for (let i = start; i < end; i += 4, at += 4) view.setInt32(at, from.getInt32(i, true), true);
  }

  put(byte: number): void {
    const at = this.length;
    this.#extend(1);
    this.#bytes[at] = byte;
  }

  /** Appends a whole number that is not negative. */
  digits(value: number): void {
    if (value >= 10) this.digits(Math.floor(value / 10));
    this.put(ZERO + (value % 10));
  }

  /** Appends bytes that come rarely. */
  add(bytes: Uint8Array): void {
    const at = this.length;
    this.#extend(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** The bytes from a place on, until the next row is written. */
  from(start: number): Buffer {
    return this.#bytes.subarray(start, this.length);
  }

  toString(): string {
    return this.#bytes.toString('utf8', 0, this.length);
  }

  #extend(by: number): void {
    this.length += by;
    if (this.length + SLACK <= this.#bytes.length) return;
    const old = this.#bytes;
    this.#bytes = Buffer.from(new ArrayBuffer(2 * (this.length + SLACK)));
    this.#view = new DataView(this.#bytes.buffer);
    this.#bytes.set(old);
  }
}
