import { Buffer } from 'node:buffer';
import type { Kernel } from './kernel.ts';

/** A part of the kernel's memory that is filled from one end to the other. */
export class Area {
  readonly #kernel: Kernel;
  readonly #begin: number;
  readonly #limit: number;
  #end: number;

  constructor(kernel: Kernel, begin: number, limit: number) {
    this.#kernel = kernel;
    this.#begin = begin;
    this.#limit = limit;
    this.#end = begin;
  }

  clear(): void {
    this.#end = this.#begin;
  }

  hasRoom(bytes: number): boolean {
    return this.#end + bytes + this.#kernel.SLACK <= this.#limit;
  }

  /**
   * @returns an address of that many bytes
   * @throws RangeError when there is no room: for those that ask without end, `hasRoom` tells
   */
  reserve(bytes: number): number {
    if (!this.hasRoom(bytes)) throw new RangeError(`no room for ${bytes} bytes in the kernel's memory`);
    const at = this.#end;
    this.#end += Math.ceil(bytes / 16) * 16;
    return at;
  }

  /** @returns the address and the length of a text */
  text(text: string): [address: number, length: number] {
    const at = this.reserve(Buffer.byteLength(text));
    return [at, this.#kernel.memory.write(text, at)];
  }

  /** @returns the address of numbers of four bytes each */
  words(words: readonly number[]): number {
    const at = this.reserve(4 * words.length);
    words.forEach((word, index) => {
      this.#kernel.memory.writeInt32LE(word, at + 4 * index);
    });
    return at;
  }

  /** @returns the address of a list of texts as `indexOf` of the kernel reads it */
  texts(texts: readonly string[]): number {
    return this.words([texts.length, ...texts.flatMap((text) => this.text(text))]);
  }
}
