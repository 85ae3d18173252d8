import {
  type Column,
  type DynamicOrigin,
  type Path,
  type PickedOrigin,
  pickedReader,
  type TextOrigin,
  textReader,
} from '../row/column.ts';
import { toJson } from '../row/json.ts';
import { toBoolean, unwrapJson } from '../signIn/values.ts';
import { type Kernel, valueAt } from './kernel.ts';
import { slotOf } from './members.ts';

/**
 * Appends a column that the kernel did not find plain, from the value itself.
 * @returns false when it is so long that it may have to be cut
 */
export type ExactColumn = () => boolean;

/** The name of a column as it stands before its value, with the comma that separates it from the column before. */
export function keyOf({ name }: Pick<Column, 'name'>): string {
  return `,${JSON.stringify(name)}:`;
}

export function exactText(kernel: Kernel, column: Column, origin: TextOrigin): ExactColumn {
  const key = keyOf(column);
  const read = textReader(origin, slotReader(kernel));
  return () => {
    const value = read(undefined);
    return value === undefined || append(kernel, key + toJson(value)) >= 0;
  };
}

function slotReader(kernel: Kernel) {
  return (path: Path) => {
    const slot = slotOf(path);
    return () => valueAt(kernel, slot);
  };
}

export function exactFlag(kernel: Kernel, column: Column, slot: number): ExactColumn {
  const text = `${keyOf(column)}true`;
  return () => {
    if (toBoolean(valueAt(kernel, slot)) === true) append(kernel, text);
    return true;
  };
}

export function exactPicked(kernel: Kernel, column: Column, origin: PickedOrigin): ExactColumn {
  const key = keyOf(column);
  const read = pickedReader(origin, slotReader(kernel));
  return () => {
    const value = read(undefined);
    return value === undefined || append(kernel, key + toJson(value)) >= 0;
  };
}

/** What the shape of a dynamic column makes of a value, as it stands in a row; empty for nothing. */
export function dynamicWriter(column: Column, { shape }: DynamicOrigin): (value: unknown) => string {
  const key = keyOf(column);
  return (value) => {
    const shaped = shape(unwrapJson(value));
    return shaped === undefined ? '' : key + toJson(shaped);
  };
}

/** The same places and policies come again and again: what came of them is remembered, and the kernel knows it the next time. */
export function exactDynamic(
  kernel: Kernel,
  column: Column,
  origin: DynamicOrigin,
  memo: number,
): ExactColumn {
  const slot = slotOf(origin.path);
  const write = dynamicWriter(column, origin);
  return () => {
    const at = kernel.rowEnd();
    const length = append(kernel, write(valueAt(kernel, slot)));
    if (length < 0) return false;
    kernel.keep(memo, kernel.jsonStart(slot), kernel.jsonEnd(slot), at, length);
    return true;
  };
}

/** @returns the bytes of the text; negative when it is too long, and not appended */
function append(kernel: Kernel, text: string): number {
  // Each has at most three bytes, so it is within what a column may take (`MAX_FIELD_BYTES`, COLUMN_ROOM).
  if (text.length > kernel.MOST_VALUE_BYTES) return -1;
  const end = kernel.rowEnd();
  const length = kernel.memory.write(text, end);
  kernel.setRowEnd(end + length);
  return length;
}
