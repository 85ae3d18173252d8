import { NOWHERE } from './grammar.ts';
import { isSame, type Source, toSource } from './source.ts';

/** A few texts, by their bytes. */
export class TextSet {
  readonly #texts: readonly Source[];

  constructor(texts: readonly string[]) {
    this.#texts = texts.map(toSource);
  }

  /** @returns the index of the text that stands there and goes no further, or NOWHERE */
  find({ view }: Source, start: number, end: number): number {
    for (let i = 0; i < this.#texts.length; i++) {
      const text = this.#texts[i] as Source;
      if (text.length === end - start && isSame(view, start, text.view, 0, text.length)) return i;
    }
    return NOWHERE;
  }
}
