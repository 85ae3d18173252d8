import { Buffer } from 'node:buffer';
import { cut, type Decoded, fault, once, toRecord, unlessNone } from './decoded.ts';
import { elementSlices, memberSlice, skipSpace, skipValue } from './json/slices.ts';
import { isObject, type JsonObject, own, parseJson } from './json/types.ts';
import { fromTables } from './queryResult.ts';

/** Bodies inside strings inside strings: more levels than this occur in nobody's logs. */
const MAX_STRING_LEVELS = 3;

/** An object with one of these is a record, whatever lists it holds besides. */
const SIGN_IN_MARKS = ['resultType', 'properties', 'createdDateTime'];

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

function withoutBom(body: Uint8Array): Uint8Array {
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
