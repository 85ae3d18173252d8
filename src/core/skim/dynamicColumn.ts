import { Buffer } from 'node:buffer';
import type { Column, DynamicOrigin } from '../row/column.ts';
import { toJson } from '../row/json.ts';
import { toBoolean, toText, unwrapJson } from '../signIn/values.ts';
import { type ColumnWriter, keyOf, MOST_CHARACTERS } from './columnWriter.ts';
import { ABSENT, FALSE, LIST, NULL, OBJECT, SILENT_LIST, TRUE } from './kinds.ts';
import { slotOf } from './members.ts';
import { Memo } from './memo.ts';
import type { Slots } from './slots.ts';
import { toSource } from './source.ts';

/**
 * Bytes that are remembered for each column, once it sees values: some 700 devices, as records and as rows have them. A
 * tenant in which more take turns gains less.
 */
const MEMO_BYTES = 256 * 1024;

/** `[]`, `{}` or `""`. */
const EMPTY_LENGTH = 2;

/**
 * Writes a dynamic column: what its shape makes of the value, which is built for that. The same devices and places come
 * again and again: what came of them is remembered.
 */
export function dynamicColumn(column: Column, { path, beside, shape }: DynamicOrigin): ColumnWriter {
  const key = keyOf(column);
  const slot = slotOf(path);
  const besideSlot = beside === undefined ? undefined : slotOf(beside);
  const write = (value: unknown, isBeside: boolean): string => {
    const shaped = shape(unwrapJson(value), isBeside);
    return shaped === undefined ? '' : key + toJson(shaped);
  };
  const isSilent = (value: unknown) => write(value, false) === '' && write(value, true) === '';
  if (!isSilent(undefined) || !isSilent(null))
    throw new TypeError(`${column.name} says something of nothing`);
  const skipsList = isSilent([]);
  const skipsObject = isSilent({});
  const alone = new Memo(MEMO_BYTES);
  const withText = beside === undefined ? alone : new Memo(MEMO_BYTES);
  return (row, { slots }) => {
    const kind = slots.kinds[slot];
    if (kind === ABSENT || kind === NULL || kind === SILENT_LIST) return true;
    const start = slots.jsonStart(slot);
    const end = slots.jsonEnd(slot);
    const isEmpty = end - start === EMPTY_LENGTH;
    if (isEmpty && ((kind === LIST && skipsList) || (kind === OBJECT && skipsObject))) return true;
    const isBeside = besideSlot !== undefined && hasText(slots, besideSlot);
    const memo = isBeside ? withText : alone;
    if (memo.copyTo(row, slots.source, start, end)) return true;
    const text = write(slots.value(slot), isBeside);
    if (text.length > MOST_CHARACTERS) return false;
    const bytes = Buffer.from(text);
    memo.set(slots.source, start, end, bytes);
    row.add(bytes);
    return true;
  };
}

function hasText(slots: Slots, slot: number): boolean {
  return slots.isText(slot) ?? toText(slots.value(slot)) !== undefined;
}

/** Writes a boolean column, which is there when it is true. */
export function flagColumn(column: Column, path: string): ColumnWriter {
  const slot = slotOf(path);
  const text = toSource(`${keyOf(column)}true`);
  return (row, { slots }) => {
    const kind = slots.kinds[slot];
    if (kind === ABSENT || kind === FALSE) return true;
    if (kind === TRUE || toBoolean(slots.value(slot))) row.copy(text, 0, text.length);
    return true;
  };
}
