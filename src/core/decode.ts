import { Buffer } from 'node:buffer';
import { elementSlices, memberSlice, type Slice, skipSpace } from './json/slices.ts';
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

/**
 * The records of one Event Hub body, in order.
 * Accepted: `{"records":[…]}`, an array, one record, newline-separated bodies, `{"value":[…]}` (Microsoft Graph),
 * `{"tables":[…]}` (a Log Analytics query result), each also as JSON text inside a JSON string, with or without BOM.
 * An empty list means that the body holds no record. Never throws on any bytes.
 */
export function decodeBody(body: Uint8Array): Decoded[] {
  const bytes = withoutBom(body);
  const text = toText(bytes);
  if (text.trim() === '') return [];
  const parsed = parseJson(text);
  if (parsed.ok) return fromValue(parsed.value, bytes, 0);
  return fromLines(bytes) ?? [fault('not-json', parsed.error, () => body)];
}

function fromValue(value: unknown, bytes: Uint8Array, level: number): Decoded[] {
  if (typeof value === 'string') return fromText(value, bytes, level);
  const start = skipSpace(bytes, 0);
  if (Array.isArray(value)) return fromArray(value, bytes, start);
  if (!isObject(value)) {
    return [fault('not-a-record', `the body is ${describe(value)}, not a sign-in record`, () => bytes)];
  }
  for (const name of ['records', 'value']) {
    const list = own(value, name);
    if (Array.isArray(list))
      return fromArray(list, bytes, () => memberSlice(bytes, start, name)?.start ?? start);
    if (typeof list === 'string' && name === 'records') return fromText(list, bytes, level);
  }
  const tables = own(value, 'tables');
  if (Array.isArray(tables)) return fromTables(tables, bytes, start);
  return [toRecord(value, () => bytes)];
}

/** JSON text that came as a string inside JSON: a body of its own. */
function fromText(quoted: string, outer: Uint8Array, level: number): Decoded[] {
  const text = quoted.startsWith('\ufeff') ? quoted.slice(1) : quoted;
  if (text.trim() === '') return [];
  const parsed = parseJson(text);
  if (!parsed.ok || level >= MAX_STRING_LEVELS) {
    const detail = parsed.ok
      ? `JSON strings nested ${MAX_STRING_LEVELS} times`
      : `text inside a JSON string: ${parsed.error}`;
    return [fault('not-json', detail, () => outer)];
  }
  const items = fromValue(parsed.value, Buffer.from(text, 'utf8'), level + 1);
  // Half a surrogate pair has no UTF-8 form: then only the outer bytes are what was really sent.
  return text.isWellFormed() ? items : items.map((item) => ({ ...item, bytes: () => outer }));
}

function fromArray(list: readonly unknown[], bytes: Uint8Array, at: number | (() => number)): Decoded[] {
  let slices: Slice[] | undefined;
  return list.map((item, index) =>
    toRecord(item, () => {
      slices ??= elementSlices(bytes, typeof at === 'number' ? at : at());
      return cut(bytes, slices[index]);
    }),
  );
}

/** A query result: each row becomes a record under the table's column names. Its bytes are a result with that row alone. */
function fromTables(tables: readonly unknown[], bytes: Uint8Array, at: number): Decoded[] {
  const slicesOfTables = () => elementSlices(bytes, memberSlice(bytes, at, 'tables')?.start ?? at);
  return tables.flatMap((table, tableIndex) => {
    const names =
      isObject(table) && Array.isArray(table['columns']) ? table['columns'].map(columnName) : undefined;
    const rows = isObject(table) ? table['rows'] : undefined;
    if (names === undefined || !Array.isArray(rows)) {
      const detail = 'a table of a query result without columns and rows';
      return [fault('not-a-record', detail, () => cut(bytes, slicesOfTables()[tableIndex]))];
    }
    return rows.map((row: unknown, rowIndex) => {
      const record = Array.isArray(row) ? Object.fromEntries(names.map((name, i) => [name, row[i]])) : row;
      return toRecord(record, () => oneRowResult(bytes, slicesOfTables()[tableIndex], rowIndex));
    });
  });
}

function columnName(column: unknown): string {
  return isObject(column) ? String(own(column, 'name')) : String(column);
}

function oneRowResult(bytes: Uint8Array, table: Slice | undefined, rowIndex: number): Uint8Array {
  const at = table?.start ?? 0;
  const rows = memberSlice(bytes, at, 'rows');
  const row = rows && elementSlices(bytes, rows.start)[rowIndex];
  const columns = cut(bytes, memberSlice(bytes, at, 'columns'));
  return Buffer.concat([
    Buffer.from('{"tables":[{"columns":'),
    columns,
    Buffer.from(',"rows":['),
    cut(bytes, row),
    Buffer.from(']}]}'),
  ]);
}

/**
 * Newline-separated bodies: every line that is not blank is a body of its own.
 * Undefined when no line is an object, an array or such text in a string: then the body is just broken JSON,
 * and breaking it up further would only scatter it.
 */
function fromLines(bytes: Uint8Array): Decoded[] | undefined {
  const items: Decoded[] = [];
  let understood = false;
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    const line = bytes.subarray(start, end);
    start = end + 1;
    const text = toText(line);
    if (text.trim() === '') continue;
    const parsed = parseJson(text);
    if (parsed.ok) {
      const records = fromValue(parsed.value, line, 0);
      understood ||= records.some((item) => item.ok);
      items.push(...records);
    } else {
      items.push(fault('not-json', parsed.error, () => line));
    }
  }
  return understood ? items : undefined;
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

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
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
