import type { Column, PlacedPart, Verdict } from '../row/column.ts';
import { toJson } from '../row/json.ts';
import { type ColumnWriter, keyOf, QUOTE, type RowSource, textKeyOf } from './columnWriter.ts';
import { dynamicColumn, flagColumn } from './dynamicColumn.ts';
import { COMPACT_COLUMNS, slotOf } from './members.ts';
import type { RowBuffer } from './rowBuffer.ts';
import { type Source, toSource } from './source.ts';
import { textColumn } from './textColumn.ts';

const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const ID = slotOf('properties.id');

/** Writes rows from slots, byte for byte those of the row mapper. */
export class RowWriter {
  readonly #writers: readonly ColumnWriter[];
  /** Columns that a verdict gives alone, those together that stand together. */
  readonly #judged: readonly (readonly Column[])[];
  /** Where in the row that was written last the part begins that is the same in every repeat of its record. */
  repeated = 0;

  constructor() {
    const judged: Column[][] = [];
    const writers: ColumnWriter[] = [];
    for (const [index, column] of COMPACT_COLUMNS.entries()) {
      if (column.origin.kind !== 'verdict') writers.push(this.#writerOf(column));
      else if (COMPACT_COLUMNS[index - 1]?.origin.kind === 'verdict') judged.at(-1)?.push(column);
      else writers.push(pieceColumn(judged.push([column]) - 1));
    }
    this.#writers = writers;
    this.#judged = judged;
  }

  /** @returns false when a value is so long that it may have to be cut: then the row is not whole */
  write(row: RowBuffer, from: RowSource): boolean {
    row.clear();
    for (let i = 0; i < this.#writers.length; i++) {
      if (!(this.#writers[i] as ColumnWriter)(row, from)) return false;
    }
    row.put(CLOSE_OBJECT);
    return true;
  }

  /** The columns of a verdict, for all its rows. */
  piecesOf(verdict: Verdict): readonly Source[] {
    return this.#judged.map((columns) => {
      const written = columns.map((column) => {
        const value = column.origin.kind === 'verdict' ? column.origin.read(verdict) : undefined;
        return value === undefined ? '' : keyOf(column) + toJson(value);
      });
      return toSource(written.join(''));
    });
  }

  #writerOf(column: Column): ColumnWriter {
    const { origin } = column;
    switch (origin.kind) {
      case 'placed':
        return this.#placedColumn(column, origin.part);
      case 'text':
        return textColumn(column, origin);
      case 'flag':
        return flagColumn(column, origin.path);
      case 'dynamic':
        return dynamicColumn(column, origin);
      case 'verdict':
        throw new TypeError(`${column.name} is written with its neighbours`);
    }
  }

  #placedColumn(column: Column, part: PlacedPart): ColumnWriter {
    const key = textKeyOf(column);
    const write = PLACED[part];
    return (row, from) => {
      if (part === 'recordId') this.repeated = row.length;
      if (row.length > 0) row.copy(key, 0, key.length);
      else {
        row.put(OPEN_OBJECT);
        row.copy(key, 1, key.length);
      }
      write(row, from);
      row.put(QUOTE);
      return true;
    };
  }
}

function pieceColumn(index: number): ColumnWriter {
  return (row, { pieces }) => {
    const piece = pieces[index] as Source;
    row.copy(piece, 0, piece.length);
    return true;
  };
}

/** What stands between the quotes of each: nothing of it needs escapes. */
const PLACED: Readonly<Record<PlacedPart, (row: RowBuffer, from: RowSource) => void>> = {
  time(row, { facts: { written, created }, event: { enqueuedTime } }) {
    if (written.length > 0) written.copyTo(row);
    else if (created.length > 0) created.copyTo(row);
    else row.copy(enqueuedTime, 0, enqueuedTime.length);
  },
  createdTime(row, { facts: { written, created }, event: { enqueuedTime } }) {
    if (created.length > 0) created.copyTo(row);
    else if (written.length > 0) written.copyTo(row);
    else row.copy(enqueuedTime, 0, enqueuedTime.length);
  },
  position(row, { event: { position }, index }) {
    row.copy(position, 0, position.length);
    row.digits(index);
  },
  recordId(row, { slots: { source, starts, ends } }) {
    row.copy(source, starts[ID] as number, ends[ID] as number);
  },
};
