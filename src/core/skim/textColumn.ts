import { Buffer } from 'node:buffer';
import { type Column, type TextOrigin, textReader } from '../row/column.ts';
import { toJson } from '../row/json.ts';
import { type ColumnWriter, keyOf, MOST_CHARACTERS, QUOTE, textKeyOf } from './columnWriter.ts';
import { NOWHERE } from './grammar.ts';
import { INTEGER, TEXT } from './kinds.ts';
import { slotOf } from './members.ts';
import type { RowBuffer } from './rowBuffer.ts';
import type { Slots } from './slots.ts';
import { isSame } from './source.ts';
import { TextSet } from './textSet.ts';

/**
 * Writes a text column. What stands in the record without escapes is copied as it is: valid UTF-8 that JSON took as text
 * is the JSON of that text. For all else `textReader` tells, as it does for objects.
 */
export function textColumn(column: Column, origin: TextOrigin): ColumnWriter {
  const key = textKeyOf(column);
  const slots = origin.paths.map(slotOf);
  const defaults = new TextSet(origin.defaults ?? []);
  const sameAs = origin.sameAs === undefined ? undefined : slotOf(origin.sameAs);
  const unless = origin.unless === undefined ? undefined : slotOf(origin.unless);
  const { only } = origin;
  const exactly = exactColumn(column, origin);
  return (row, { slots: found, verdict }) => {
    if (only !== undefined && !only(verdict)) return true;
    if (unless !== undefined) {
      const isThere = found.isText(unless);
      if (isThere === undefined) return exactly(row, found);
      if (isThere) return true;
    }
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as number;
      const isText = found.isText(slot);
      if (isText === false) continue;
      const kind = found.kinds[slot];
      if (isText === undefined || (kind !== TEXT && kind !== INTEGER)) return exactly(row, found);
      const start = found.starts[slot] as number;
      const end = found.ends[slot] as number;
      if (defaults.find(found.source, start, end) !== NOWHERE) return true;
      if (sameAs !== undefined) {
        const isEqual = holds(found, sameAs, start, end);
        if (isEqual === undefined) return exactly(row, found);
        if (isEqual) return true;
      }
      if (end - start > MOST_CHARACTERS) return false;
      row.copy(key, 0, key.length);
      row.copy(found.source, start, end);
      row.put(QUOTE);
      return true;
    }
    return true;
  };
}

/** Whether a slot holds the text that stands there; undefined when that takes more than a comparison of bytes. */
function holds(slots: Slots, slot: number, start: number, end: number): boolean | undefined {
  const isText = slots.isText(slot);
  if (isText === false) return false;
  const kind = slots.kinds[slot];
  if (isText === undefined || (kind !== TEXT && kind !== INTEGER)) return undefined;
  const { view } = slots.source;
  const other = slots.starts[slot] as number;
  return (
    (slots.ends[slot] as number) - other === end - start && isSame(view, start, view, other, end - start)
  );
}

function exactColumn(column: Column, origin: TextOrigin): (row: RowBuffer, slots: Slots) => boolean {
  const key = Buffer.from(keyOf(column));
  const read = textReader(origin, (path) => {
    const slot = slotOf(path);
    return (slots: Slots) => slots.value(slot);
  });
  return (row, slots) => {
    const value = read(slots);
    if (value === undefined) return true;
    const json = toJson(value);
    if (json.length > MOST_CHARACTERS) return false;
    row.add(key);
    row.add(Buffer.from(json));
    return true;
  };
}
