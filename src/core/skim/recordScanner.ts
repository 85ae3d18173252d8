import {
  CLOSE_LIST,
  CLOSE_OBJECT,
  COMMA,
  Grammar,
  NOWHERE,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
} from './grammar.ts';
import { ABSENT, ESCAPED, LIST, OBJECT, SILENT_LIST, TEXT } from './kinds.ts';
import { type Level, type SilentItems, toLevels } from './members.ts';
import type { NameTable } from './nameTable.ts';
import { Slots } from './slots.ts';
import type { Source } from './source.ts';
import type { TextSet } from './textSet.ts';

/** Finds where the wanted members of a record stand, and checks the whole record on the way. */
export class RecordScanner extends Grammar {
  readonly slots: Slots;
  /** The record is JSON, but slots do not tell what its members are: names with escapes, or the same name twice. */
  isDoubtful = false;
  readonly #levels = toLevels();
  /** The index of the name that was passed last. */
  #name = NOWHERE;
  #isSilent = false;

  constructor(source: Source) {
    super(source);
    this.slots = new Slots(source);
  }

  /** A record, from its `{`; its members are in the slots until the next one. */
  record(at: number): number {
    this.isDoubtful = false;
    this.slots.clear();
    return this.#members(at + 1, this.#levels, 1);
  }

  #members(at: number, level: Level, depth: number): number {
    const { bytes } = this.source;
    const { names, slots } = level;
    let name = NOWHERE;
    let i = this.space(at);
    if (bytes[i] === CLOSE_OBJECT) return i + 1;
    for (;;) {
      if (bytes[i] !== QUOTE) return NOWHERE;
      i = this.#nameIn(names, i + 1, name);
      if (i === NOWHERE) return NOWHERE;
      name = this.#name;
      // Escapes can spell any name.
      if (this.kind === ESCAPED) this.isDoubtful = true;
      const isWanted = name !== NOWHERE && name < slots.length;
      i = isWanted ? this.#wanted(i, level, name, depth) : this.value(i, depth);
      if (i === NOWHERE) return NOWHERE;
      let byte = bytes[i];
      if (byte !== COMMA) {
        i = this.space(i);
        byte = bytes[i];
        if (byte === CLOSE_OBJECT) return i + 1;
        if (byte !== COMMA) return NOWHERE;
      }
      i++;
      if (bytes[i] !== QUOTE) i = this.space(i);
    }
  }

  /**
   * A name, from behind its quote, and the colon: gives the place of the value. Which name it is stands in `#name`,
   * whether it has escapes in `kind`.
   */
  #nameIn(names: NameTable, at: number, previous: number): number {
    this.kind = TEXT;
    this.#name = names.expected(this.source, at, previous);
    if (this.#name !== NOWHERE) return this.space(at + names.lengthOf(this.#name));
    const end = this.string(at);
    if (end === NOWHERE) return NOWHERE;
    if (this.kind === TEXT) this.#name = names.find(this.source, at, end - 1, previous);
    return this.colon(end);
  }

  #wanted(at: number, level: Level, name: number, depth: number): number {
    const { kinds, starts, ends } = this.slots;
    const slot = level.slots[name] as number;
    // Of two members of one name the last counts, with all that is in it.
    if (kinds[slot] !== ABSENT) this.isDoubtful = true;
    const byte = this.source.bytes[at];
    this.kind = TEXT;
    let quotes = 0;
    let end = 0;
    if (byte === QUOTE) {
      quotes = 1;
      end = this.string(at + 1);
      // It may hold JSON text of an object, whose members would count.
      if (level.inner[name] !== undefined) this.isDoubtful = true;
    } else if (byte === OPEN_OBJECT) {
      const inner = level.inner[name];
      end = inner === undefined ? this.value(at, depth) : this.#members(at + 1, inner, depth + 1);
      this.kind = OBJECT;
    } else if (byte === OPEN_LIST) {
      const silent = level.silent[name];
      end = silent === undefined ? this.value(at, depth) : this.#items(at + 1, silent, depth + 1);
      this.kind = silent !== undefined && this.#isSilent ? SILENT_LIST : LIST;
    } else end = this.scalar(at);
    kinds[slot] = this.kind;
    starts[slot] = at + quotes;
    ends[slot] = end - quotes;
    return end;
  }

  /** The items of a list; leaves in `#isSilent` whether all of them say nothing. */
  #items(at: number, silent: SilentItems, depth: number): number {
    const { bytes } = this.source;
    this.#isSilent = true;
    let i = this.space(at);
    if (bytes[i] === CLOSE_LIST) return i + 1;
    for (;;) {
      i = bytes[i] === OPEN_OBJECT ? this.#item(i + 1, silent, depth + 1) : this.value(i, depth);
      if (i === NOWHERE) return NOWHERE;
      i = this.space(i);
      if (bytes[i] === CLOSE_LIST) return i + 1;
      if (bytes[i] !== COMMA) return NOWHERE;
      i = this.space(i + 1);
    }
  }

  #item(at: number, { names, texts }: SilentItems, depth: number): number {
    const { bytes } = this.source;
    let name = NOWHERE;
    let i = this.space(at);
    if (bytes[i] === CLOSE_OBJECT) return i + 1;
    for (;;) {
      if (bytes[i] !== QUOTE) return NOWHERE;
      i = this.#nameIn(names, i + 1, name);
      if (i === NOWHERE) return NOWHERE;
      name = this.#name;
      const isLoud = this.kind === ESCAPED;
      const end = this.value(i, depth);
      if (end === NOWHERE) return NOWHERE;
      if (isLoud || (name === 0 && !this.#isOneOf(texts, i, end))) this.#isSilent = false;
      i = this.space(end);
      if (bytes[i] === CLOSE_OBJECT) return i + 1;
      if (bytes[i] !== COMMA) return NOWHERE;
      i = this.space(i + 1);
    }
  }

  /** Whether the value there is one of the texts, written without escapes. */
  #isOneOf(texts: TextSet, start: number, end: number): boolean {
    return this.source.bytes[start] === QUOTE && texts.find(this.source, start + 1, end - 1) !== NOWHERE;
  }
}
