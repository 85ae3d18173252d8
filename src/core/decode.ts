import { Buffer } from 'node:buffer';
import { elementSlices, memberSlice, type Slice, skipSpace, skipValue } from './json/slices.ts';
import { isDeeperThan, isObject, type JsonObject, MAX_DEPTH, own, parseJson } from './json/types.ts';

/** Why a piece of a body is no record. */
export type DecodeFault = 'not-json' | 'not-a-record' | 'too-deep';

/**
 * One record of a body, or the fault that stands in its place.
 * `bytes` gives the original bytes. They are looked for only when somebody asks, since only dead letters need them.
 */
export type Decoded =
  | { readonly ok: true; readonly record: JsonObject; readonly bytes: () => Uint8Array }
  | {
      readonly ok: false;
      readonly reason: DecodeFault;
      readonly detail: string;
      readonly bytes: () => Uint8Array;
    };

/** Bodies inside strings inside strings: more levels than this occur in nobody's logs. */
const MAX_STRING_LEVELS = 3;

/** An object with one of these is a record, whatever lists it holds besides. */
const SIGN_IN_MARKS = ['resultType', 'properties', 'createdDateTime'];

/** Kusto's limit of identifiers, in characters. Every row is read under the names: longer ones would cost their length for each. */
const MAX_COLUMN_NAME = 1024;

/** Bytes of columns for one byte of a row. Complete rows are below 20: `{"name":…,"type":…}` against a cell of `"",`. */
const MAX_COLUMNS_PER_ROW = 32;

/** A list of more items without a single record among them is one dead letter: a body of `[1,1,…]` would be 500,000. */
const MANY = 100;

/**
 * The records of one Event Hub body, in order.
 * Accepted: `{"records":[…]}`, an array, one record, newline-separated bodies, `{"value":[…]}` (Microsoft Graph),
 * `{"tables":[…]}` (a Log Analytics query result), each also as JSON text inside a JSON string, with or without BOM.
 * An empty list means that the body holds no record. Never throws on any bytes.
 */
export function decodeBody(body: Uint8Array): Decoded[] {
  return fromJson(withoutBom(body), body, 0);
}

/**
 * One JSON text, or newline-separated ones.
 * @param whole what a dead letter holds when nothing of the text can be read
 * @param level how many JSON strings are around the text
 */
function fromJson(bytes: Uint8Array, whole: Uint8Array, level: number): Decoded[] {
  const text = toText(bytes);
  if (text.trim() === '') return [];
  const parsed = parseJson(text);
  if (parsed.ok) return fromValue(parsed.value, bytes, level);
  const where = level === 0 ? '' : 'text inside a JSON string: ';
  return fromLines(bytes, level) ?? [fault('not-json', where + parsed.error, () => whole)];
}

/** The records of a parsed text. Its bytes hold one JSON value, with or without white space around. */
function fromValue(value: unknown, bytes: Uint8Array, level: number): Decoded[] {
  if (typeof value === 'string') return fromText(value, bytes, level);
  const start = skipSpace(bytes, 0);
  if (Array.isArray(value)) return fromArray(value, bytes, () => start);
  if (isObject(value) && !SIGN_IN_MARKS.some((name) => Object.hasOwn(value, name))) {
    const lists = fromWrapper(value, bytes, start, level);
    if (lists.length > 0) return lists.flat();
  }
  return [toRecord(value, () => bytes.subarray(start, skipValue(bytes, start)))];
}

/** What each list inside a wrapper holds: one wrapper may have several. */
function fromWrapper(value: JsonObject, bytes: Uint8Array, start: number, level: number): Decoded[][] {
  const lists: Decoded[][] = [];
  for (const name of ['records', 'value']) {
    const list = own(value, name);
    if (Array.isArray(list)) {
      lists.push(fromArray(list, bytes, () => memberSlice(bytes, start, name)?.start ?? start));
    } else if (typeof list === 'string' && name === 'records') {
      lists.push(fromText(list, bytes, level));
    }
  }
  const tables = own(value, 'tables');
  if (Array.isArray(tables)) lists.push(fromTables(tables, bytes, start));
  return lists;
}

/**
 * JSON text that came as a string inside JSON: a body of its own.
 * Half a surrogate pair has no UTF-8 form; its JSON escape says the same and has one.
 */
function fromText(quoted: string, outer: Uint8Array, level: number): Decoded[] {
  if (level >= MAX_STRING_LEVELS)
    return [fault('not-json', `JSON strings nested more than ${MAX_STRING_LEVELS} times`, () => outer)];
  const text = quoted.replace(/\p{Cs}/gu, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`);
  return fromJson(withoutBom(Buffer.from(text, 'utf8')), outer, level + 1);
}

function fromArray(list: readonly unknown[], bytes: Uint8Array, at: () => number): Decoded[] {
  const slices = once(() => elementSlices(bytes, at()));
  const items = list.map((item, index) => toRecord(item, () => cut(bytes, slices()[index])));
  return unlessNone(items, () => bytes);
}

/** The items of a list, or one fault for all of them when they are many and none is a record. */
function unlessNone(items: Decoded[], bytes: () => Uint8Array): Decoded[] {
  if (items.length <= MANY || items.some((item) => item.ok)) return items;
  return [fault('not-a-record', `none of the ${items.length} items of a list is a record`, bytes)];
}

/** A query result: each row becomes a record under the table's column names. Its bytes are a result with that row alone. */
function fromTables(tables: readonly unknown[], bytes: Uint8Array, at: number): Decoded[] {
  const slices = once(() => elementSlices(bytes, memberSlice(bytes, at, 'tables')?.start ?? at));
  const items = tables.flatMap((table, index) => {
    const tableBytes = () => cut(bytes, slices()[index]);
    const names = isObject(table) ? columnNames(own(table, 'columns')) : undefined;
    const rows = isObject(table) ? own(table, 'rows') : undefined;
    if (names === undefined || !Array.isArray(rows)) {
      const detail = 'a table of a query result without named columns and rows';
      return [fault('not-a-record', detail, tableBytes)];
    }
    const rowBytes = once(() => rowResults(bytes, slices()[index]?.start ?? at));
    const found = rows.map((row: unknown, rowIndex) => {
      return toRecord(Array.isArray(row) ? underNames(names, row) : row, () => rowBytes()(rowIndex));
    });
    return unlessNone(found, tableBytes);
  });
  return unlessNone(items, () => bytes);
}

/** A row's cells under their names. Names without a cell are left: a short row must not cost a walk over all columns. */
function underNames(names: readonly string[], row: readonly unknown[]): JsonObject {
  return Object.fromEntries(row.slice(0, names.length).map((cell, index) => [names[index] ?? '', cell]));
}

/**
 * For the table that begins at `at`: a query result that holds one of its rows alone, under the same columns.
 * A row that is far too short to fill the columns stands for itself, without them: a body of such rows would become
 * dead letters of many times its size.
 */
function rowResults(bytes: Uint8Array, at: number): (rowIndex: number) => Uint8Array {
  const columns = cut(bytes, memberSlice(bytes, at, 'columns'));
  const rows = elementSlices(bytes, memberSlice(bytes, at, 'rows')?.start ?? at);
  return (rowIndex) => {
    const row = cut(bytes, rows[rowIndex]);
    if (columns.length > MAX_COLUMNS_PER_ROW * row.length) return row;
    return Buffer.concat([
      Buffer.from('{"tables":[{"columns":'),
      columns,
      Buffer.from(',"rows":['),
      row,
      Buffer.from(']}]}'),
    ]);
  };
}

/** A value that is made when first asked for: a body of bad records is searched once, not once for each of them. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The names of a table's columns, given as `{"name":…}` or as text; undefined when one of them has no name that can be one. */
function columnNames(columns: unknown): string[] | undefined {
  if (!Array.isArray(columns)) return undefined;
  const names = columns.map((column: unknown) => (isObject(column) ? own(column, 'name') : column));
  if (!names.every((name) => typeof name === 'string')) return undefined;
  return names.every(({ length }) => length <= MAX_COLUMN_NAME) ? names : undefined;
}

/**
 * Newline-separated bodies: every line that is not blank is a body of its own.
 * Undefined when no line can be understood: then the text is just broken JSON, and breaking it up further would only
 * scatter it.
 */
function fromLines(bytes: Uint8Array, level: number): Decoded[] | undefined {
  const items: Decoded[] = [];
  let understood = false;
  for (const line of linesOf(bytes)) {
    const text = toText(line);
    if (text.trim() === '') continue;
    const parsed = parseJson(text);
    if (parsed.ok) {
      const records = fromValue(parsed.value, line, level);
      understood ||= saysSomething(parsed.value, records);
      // One by one: as arguments of one call, the records of a long line would overflow the stack.
      for (const record of records) items.push(record);
    } else {
      items.push(fault('not-json', parsed.error, () => line));
    }
  }
  return understood ? items : undefined;
}

/** Lines such as `{}` and `[]` stand in every pretty-printed text that broke off: they are no sign of a list of bodies. */
function saysSomething(value: unknown, records: readonly Decoded[]): boolean {
  if (records.length === 0) return isObject(value);
  return records.some((item) => item.ok && Object.keys(item.record).length > 0);
}

/** The lines of a text without their ends, `\n` or `\r\n`. */
function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    yield bytes.subarray(start, bytes[end - 1] === 0x0d ? end - 1 : end);
    start = end + 1;
  }
}

function toRecord(item: unknown, bytes: () => Uint8Array): Decoded {
  const value = typeof item === 'string' ? unwrapText(item) : item;
  if (!isObject(value))
    return fault('not-a-record', `${describe(value)} stands where a sign-in record should`, bytes);
  if (isDeeperThan(value, MAX_DEPTH))
    return fault('too-deep', `nested deeper than ${MAX_DEPTH} levels`, bytes);
  return { ok: true, record: value, bytes };
}

function unwrapText(text: string): unknown {
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : text;
}

function fault(reason: DecodeFault, detail: string, bytes: () => Uint8Array): Decoded {
  return { ok: false, reason, detail: printable(detail), bytes };
}

/** V8 quotes the input in its messages: shortened and without control characters, it may stand in logs. */
function printable(text: string): string {
  return text
    .slice(0, 200)
    .replace(/\p{Cc}/gu, ' ')
    .toWellFormed();
}

/** What stands in a record's place. An object never does: it is a record. */
function describe(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

function cut(bytes: Uint8Array, slice: Slice | undefined): Uint8Array {
  return slice === undefined ? bytes : bytes.subarray(slice.start, slice.end);
}

function withoutBom(body: Uint8Array): Uint8Array {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
