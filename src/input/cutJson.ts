import { isBlank } from './blank.ts';
import { type Frame, RECORDS } from './bodyBatch.ts';
import type { ByteWindow } from './byteWindow.ts';
import { END, JsonScanner, OPEN_ARRAY, OPEN_OBJECT } from './jsonScanner.ts';

/**
 * A part of a JSON file: a record (or a row of a query result) with the frame it travels in, or the rest of the file
 * from the offset `from` on, which cannot be split.
 */
export type Piece =
  | { readonly kind: 'record'; readonly frame: Frame; readonly bytes: Buffer }
  | { readonly kind: 'rest'; readonly from: number; readonly bytes: Buffer };

type Cuts<Result> = AsyncGenerator<Piece, Result>;

const TABLES: Frame = { head: Buffer.from('{"tables":['), tail: Buffer.from(']}') };
const ROWS_TAIL = Buffer.from(']}]}');

/**
 * The most bytes before the rows of a table that are repeated with them. Longer ones would fill the bodies, and a file
 * of them would grow to many times its size. Sixty columns of a query result take 4 KB.
 */
const MAX_TABLE_HEAD = 64 * 1024;

/**
 * Cuts JSON text of any length into its records, each the file's own bytes. Understood: `{"records":[...]}`, an
 * array, `{"value":[...]}` (Microsoft Graph; other members are ignored), `{"tables":[{"columns":[...],"rows":[...]}]}`
 * (the answer of the Log Analytics query API; a row travels with all that stands before the rows in its table), and
 * values of these kinds or single records one after the other (what a diagnostic setting writes to a storage
 * account). From the first byte that fits none of this, the rest of the file comes as one piece; so does the whole
 * file when it has nothing to cut.
 *
 * @param window holds the text from its first byte on; what has been cut is dropped from it
 */
export async function* cutJson(window: ByteWindow): AsyncGenerator<Piece> {
  yield* new JsonCutter(window).pieces();
}

class JsonCutter {
  readonly #window: ByteWindow;
  readonly #scanner: JsonScanner;
  /** The first byte that is neither cut out yet nor known to hold nothing. */
  #uncut = 0;
  #hasCut = false;

  constructor(window: ByteWindow) {
    this.#window = window;
    this.#scanner = new JsonScanner(window);
  }

  async *pieces(): Cuts<void> {
    await this.#scanner.skipBom();
    let intact = true;
    // A single record is cut only once another value follows: alone, it is the whole file and stays as it is.
    let single: { from: number; to: number } | undefined;
    while (intact && (await this.#scanner.skipBlank()) !== END) {
      if (single !== undefined) yield this.#cut(RECORDS, single.from, single.to);
      const from = this.#scanner.position;
      this.#settle(from);
      const found = yield* this.#topValue();
      const to = this.#scanner.position;
      intact = found !== 'broken';
      single = found === 'single' ? { from, to } : undefined;
      if (found === 'wrapper') this.#settle(to);
    }
    if (single !== undefined && this.#hasCut) yield this.#cut(RECORDS, single.from, single.to);
    const bytes = await this.#window.rest(this.#uncut);
    if (!isBlank(bytes)) yield { kind: 'rest', from: this.#uncut, bytes };
  }

  async *#topValue(): Cuts<'wrapper' | 'single' | 'broken'> {
    switch (await this.#scanner.skipBlank()) {
      case OPEN_ARRAY:
        return (yield* this.#elements(RECORDS)) ? 'wrapper' : 'broken';
      case OPEN_OBJECT:
        return yield* this.#object();
      default:
        return 'broken';
    }
  }

  async *#object(): Cuts<'wrapper' | 'single' | 'broken'> {
    this.#scanner.position += 1;
    let found: 'wrapper' | 'single' = 'single';
    for (let first = true; ; first = false) {
      const member = await this.#scanner.nextMember(first);
      if (member === 'end') return found;
      if (member === 'broken') return 'broken';
      const isList = (await this.#scanner.skipBlank()) === OPEN_ARRAY;
      let intact: boolean;
      if (isList && (member.key === '"records"' || member.key === '"value"')) {
        found = 'wrapper';
        intact = yield* this.#elements(RECORDS);
      } else if (isList && member.key === '"tables"') {
        found = 'wrapper';
        intact = yield* this.#tables();
      } else {
        intact = await this.#scanner.skipValue();
      }
      if (!intact) return 'broken';
    }
  }

  /** Cuts every element of the array that begins here. @returns false when the array is broken */
  async *#elements(frame: Frame): Cuts<boolean> {
    this.#scanner.position += 1;
    for (let first = true; ; first = false) {
      const next = await this.#scanner.nextElement(first);
      const from = this.#scanner.position;
      // What stands between two records, and after the last, belongs to none.
      this.#settle(from);
      if (next !== 'element') return next === 'end';
      if (!(await this.#scanner.skipValue())) return false;
      yield this.#cut(frame, from, this.#scanner.position);
    }
  }

  async *#tables(): Cuts<boolean> {
    this.#scanner.position += 1;
    for (let first = true; ; first = false) {
      const next = await this.#scanner.nextElement(first);
      const from = this.#scanner.position;
      this.#settle(from);
      if (next !== 'element') return next === 'end';
      const found = yield* this.#table(from);
      if (found === 'broken') return false;
      // Its rows come before its columns, its columns are too long, or it has none: it can only travel whole.
      if (found === 'whole') yield this.#cut(TABLES, from, this.#scanner.position);
    }
  }

  async *#table(from: number): Cuts<'rows' | 'whole' | 'broken'> {
    if ((await this.#scanner.skipBlank()) !== OPEN_OBJECT) return 'broken';
    this.#scanner.position += 1;
    let hasColumns = false;
    let found: 'rows' | 'whole' = 'whole';
    for (let first = true; ; first = false) {
      const member = await this.#scanner.nextMember(first);
      if (member === 'end') return found;
      if (member === 'broken') return 'broken';
      const isList = (await this.#scanner.skipBlank()) === OPEN_ARRAY;
      const isShort = this.#scanner.position - from <= MAX_TABLE_HEAD;
      if (isList && hasColumns && isShort && found === 'whole' && member.key === '"rows"') {
        found = 'rows';
        const head = Buffer.concat([TABLES.head, this.#window.slice(from, this.#scanner.position + 1)]);
        if (!(yield* this.#elements({ head, tail: ROWS_TAIL }))) return 'broken';
      } else {
        if (!(await this.#scanner.skipValue())) return 'broken';
        hasColumns ||= isList && member.key === '"columns"';
      }
    }
  }

  #cut(frame: Frame, from: number, to: number): Piece {
    const bytes = this.#window.slice(from, to);
    this.#hasCut = true;
    this.#settle(to);
    return { kind: 'record', frame, bytes };
  }

  /** Marks the bytes before an offset as done with. Before the first cut they are kept: the file may travel whole. */
  #settle(offset: number): void {
    if (!this.#hasCut) return;
    this.#uncut = offset;
    this.#window.dropBefore(offset);
  }
}
