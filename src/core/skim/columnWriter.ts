import type { Column, Verdict } from '../row/column.ts';
import type { FactReader } from './facts.ts';
import type { RowBuffer } from './rowBuffer.ts';
import type { Slots } from './slots.ts';
import { type Source, toSource } from './source.ts';

/** What the columns of one record are written from. */
export interface RowSource {
  readonly slots: Slots;
  readonly facts: FactReader;
  readonly event: EventTexts;
  /** The place of the record among those of its event. */
  readonly index: number;
  readonly verdict: Verdict;
  /** The columns of the verdict that are written already: those that stand together in one piece. */
  readonly pieces: readonly Source[];
}

/** Of an event, as it stands inside of quotes. */
export interface EventTexts {
  readonly enqueuedTime: Source;
  /** Up to the index of a record. */
  readonly position: Source;
}

/** Appends a column to a row, or nothing. @returns false when the value is so long that it may have to be cut */
export type ColumnWriter = (row: RowBuffer, from: RowSource) => boolean;

/**
 * JSON of more characters goes the other way, which counts its bytes: each has at most three (`MAX_FIELD_BYTES`).
 */
export const MOST_CHARACTERS = 21_000;

export const QUOTE = 0x22;

/** The name of a column as it stands before its value, with the comma that separates it from the column before. */
export function keyOf({ name }: Column): string {
  return `,${JSON.stringify(name)}:`;
}

/** The same with the quote that begins a text. */
export function textKeyOf(column: Column): Source {
  return toSource(`${keyOf(column)}"`);
}
