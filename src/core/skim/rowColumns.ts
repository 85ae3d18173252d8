import type { Column, DynamicOrigin, PickedOrigin, PlacedPart, TextOrigin, Verdict } from '../row/column.ts';
import { toJson } from '../row/json.ts';
import {
  dynamicWriter,
  type ExactColumn,
  exactDynamic,
  exactFlag,
  exactPicked,
  exactText,
  keyOf,
} from './exactColumns.ts';
import type { Kernel } from './kernel.ts';
import { COMPACT_COLUMNS, membersOf, slotOf } from './members.ts';
import type { Area } from './tables.ts';

/** No slot (`kernel/slots.ts`). */
const NONE = -1;

/** As many as a word has bits. */
const MOST_CONDITIONS = 32;

/** The columns of a row, as they stand in the kernel's memory. */
export interface RowColumns {
  readonly address: number;
  readonly count: number;
  /** By column: who writes it where it is not plain. */
  readonly exact: readonly (ExactColumn | undefined)[];
  /** What a verdict gives alone: bits for columns that depend on it, and pieces of rows. */
  readonly verdictOf: (verdict: Verdict) => { readonly bits: number; readonly pieces: readonly string[] };
}

/** Puts the columns into the kernel's memory. Those that a verdict gives alone stand together in pieces. */
export function toRowColumns(kernel: Kernel, area: Area, memos: Area): RowColumns {
  const words: number[][] = [];
  const exact: (ExactColumn | undefined)[] = [];
  const judged: Column[][] = [];
  const conditions: ((verdict: Verdict) => boolean)[] = [];
  const add = (column: readonly number[], writer?: ExactColumn) => {
    const room = kernel.COLUMN_BYTES / 4;
    if (column.length > room) throw new RangeError('a column has more paths than the kernel has room for');
    words.push([...column, ...Array<number>(room - column.length).fill(0)]);
    exact.push(writer);
  };
  const placed: Readonly<Record<PlacedPart, number>> = {
    time: kernel.WRITTEN_TIME,
    createdTime: kernel.CREATED_TIME,
    position: kernel.POSITION,
    recordId: kernel.RECORD_ID,
  };
  const slotOrNone = (path: string | undefined) => (path === undefined ? NONE : slotOf(path));

  const addText = (column: Column, origin: TextOrigin) => {
    const key = area.text(`${keyOf(column)}"`);
    const bit = origin.only === undefined ? 0 : 1 << (conditions.push(origin.only) - 1);
    const unless = slotOrNone(origin.unless);
    const sameAs = slotOrNone(origin.sameAs);
    const defaults = origin.defaults === undefined ? 0 : area.texts(origin.defaults);
    const slots = origin.paths.map(slotOf);
    add(
      [kernel.TEXT_COLUMN, ...key, bit, unless, sameAs, defaults, slots.length, ...slots],
      exactText(kernel, column, origin),
    );
  };
  const addDynamic = (column: Column, origin: DynamicOrigin) => {
    const write = dynamicWriter(column, origin);
    const isSilent = (value: unknown) => write(value) === '';
    if (!isSilent(undefined) || !isSilent(null))
      throw new TypeError(`${column.name} says something of nothing`);
    const memo = memos.reserve(kernel.MEMO_BYTES);
    const silent = [isSilent([]), isSilent({})].map(Number);
    add(
      [kernel.DYNAMIC_COLUMN, 0, 0, slotOf(origin.path), memo, ...silent],
      exactDynamic(kernel, column, origin, memo),
    );
  };
  const addPicked = (column: Column, origin: PickedOrigin) => {
    const key = area.text(keyOf(column));
    const members = membersOf(origin).map((path, index) => {
      const name = area.text(keyOf({ name: path.slice(path.lastIndexOf('.') + 1) }));
      return [...name, slotOf(path), Number(index >= origin.members.length)];
    });
    const list = area.words([members.length, ...members.flat()]);
    add(
      [kernel.PICKED_COLUMN, ...key, slotOf(origin.path), slotOf(origin.beside), list],
      exactPicked(kernel, column, origin),
    );
  };
  const addColumn = (column: Column, previous: Column | undefined) => {
    const { origin } = column;
    if (origin.kind === 'text') addText(column, origin);
    else if (origin.kind === 'dynamic') addDynamic(column, origin);
    else if (origin.kind === 'picked') addPicked(column, origin);
    else if (origin.kind === 'flag') {
      const slot = slotOf(origin.path);
      add([kernel.FLAG_COLUMN, ...area.text(`${keyOf(column)}true`), slot], exactFlag(kernel, column, slot));
    } else if (origin.kind === 'placed') {
      const key = `${keyOf(column)}"`;
      add([placed[origin.part], ...area.text(words.length === 0 ? `{${key.slice(1)}` : key)]);
    } else if (previous?.origin.kind === 'verdict') judged.at(-1)?.push(column);
    else add([kernel.PIECE_COLUMN, 0, 0, judged.push([column]) - 1]);
  };
  COMPACT_COLUMNS.forEach((column, index) => {
    addColumn(column, COMPACT_COLUMNS[index - 1]);
  });

  if (conditions.length > MOST_CONDITIONS) throw new RangeError('more conditions than a verdict has bits');
  return {
    address: area.words(words.flat()),
    count: words.length,
    exact,
    verdictOf: (verdict) => ({
      bits: conditions.reduce((bits, only, index) => (only(verdict) ? bits | (1 << index) : bits), 0),
      pieces: judged.map((columns) => columns.map((column) => judgedText(column, verdict)).join('')),
    }),
  };
}

function judgedText(column: Column, verdict: Verdict): string {
  const value = column.origin.kind === 'verdict' ? column.origin.read(verdict) : undefined;
  return value === undefined ? '' : keyOf(column) + toJson(value);
}
