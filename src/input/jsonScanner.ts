import type { ByteWindow } from './byteWindow.ts';

export const OPEN_OBJECT = 0x7b;
export const OPEN_ARRAY = 0x5b;
export const END = -1;
const CLOSE_OBJECT = 0x7d;
const CLOSE_ARRAY = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const BOM = [0xef, 0xbb, 0xbf];

/** The next member of an object: its key as JSON text (with the quotes), or how the object ends. */
export type Member = { readonly key: string } | 'end' | 'broken';

/**
 * Walks over JSON text in a window of bytes, by strings, escapes and nesting alone: it finds where values begin and
 * end and leaves their content unread. `position` is the offset of the next byte. The window must hold on to the
 * bytes of a value until the caller has taken them.
 */
export class JsonScanner {
  readonly #window: ByteWindow;
  position: number;

  constructor(window: ByteWindow) {
    this.#window = window;
    this.position = window.start;
  }

  /** Moves past a byte order mark, if there is one. */
  async skipBom(): Promise<void> {
    for (const [index, byte] of BOM.entries()) {
      if ((await this.#byteAt(index)) !== byte) return;
    }
    this.position = BOM.length;
  }

  /** Moves past whitespace. @returns the byte found there, or END */
  async skipBlank(): Promise<number> {
    for (;;) {
      const byte = await this.#byteAt(this.position);
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
      this.position += 1;
    }
  }

  /** Moves to the next element of an array, of which the opening bracket or the previous element has been passed. */
  async nextElement(first: boolean): Promise<'element' | 'end' | 'broken'> {
    const byte = await this.skipBlank();
    if (byte === CLOSE_ARRAY) {
      this.position += 1;
      return 'end';
    }
    return (await this.#startOfNext(byte, first)) === END ? 'broken' : 'element';
  }

  /** Moves to the value of an object's next member; the opening brace or the previous member has been passed. */
  async nextMember(first: boolean): Promise<Member> {
    const byte = await this.skipBlank();
    if (byte === CLOSE_OBJECT) {
      this.position += 1;
      return 'end';
    }
    if ((await this.#startOfNext(byte, first)) !== QUOTE) return 'broken';
    const from = this.position;
    if (!(await this.skipValue())) return 'broken';
    const key = this.#window.slice(from, this.position).toString();
    if ((await this.skipBlank()) !== COLON) return 'broken';
    this.position += 1;
    await this.skipBlank();
    return { key };
  }

  /** Moves past the value that begins here. @returns false when none begins here or the input ends inside it */
  async skipValue(): Promise<boolean> {
    const byte = await this.#byteAt(this.position);
    return byte === OPEN_OBJECT || byte === OPEN_ARRAY || byte === QUOTE
      ? this.#skipNested()
      : this.#skipLiteral();
  }

  async #startOfNext(byte: number, first: boolean): Promise<number> {
    if (first) return byte;
    if (byte !== COMMA) return END;
    this.position += 1;
    return this.skipBlank();
  }

  async #byteAt(offset: number): Promise<number> {
    while (offset >= this.#window.end) {
      if (!(await this.#window.more())) return END;
    }
    return this.#window.view[offset - this.#window.start] ?? END;
  }

  // One loop over the bytes with its state in locals: this is where a large file spends its time.
  async #skipNested(): Promise<boolean> {
    let depth = 0;
    let inString = false;
    let escaped = false;
    do {
      const bytes = this.#window.view;
      const start = this.#window.start;
      for (let index = this.position - start; index < bytes.length; index++) {
        const byte = bytes[index];
        if (escaped) escaped = false;
        else if (inString) {
          if (byte === BACKSLASH) escaped = true;
          else if (byte === QUOTE) inString = false;
          else continue;
        } else if (byte === QUOTE) inString = true;
        else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth += 1;
        else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1;
        else continue;
        if (depth === 0 && !inString) {
          this.position = start + index + 1;
          return true;
        }
      }
      this.position = this.#window.end;
    } while (await this.#window.more());
    return false;
  }

  /** A number, true, false or null: any run of bytes up to whitespace or punctuation, which has to follow. */
  async #skipLiteral(): Promise<boolean> {
    const from = this.position;
    for (;;) {
      const byte = await this.#byteAt(this.position);
      if (byte === END) return false;
      if (byte <= 0x20 || byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) {
        return this.position > from;
      }
      this.position += 1;
    }
  }
}
