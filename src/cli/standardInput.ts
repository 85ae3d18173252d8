import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** What standard input holds, told from how it begins; `chunks` is all of it, unpacked. */
export interface StandardInput {
  /**
   * `empty`: nothing but white space. `json`: one JSON document, or several. `lines`: a JSON text on each line.
   * `csv`: a table with a header. `text`: anything else, such as codes.
   */
  readonly form: 'empty' | 'json' | 'lines' | 'csv' | 'text';
  readonly chunks: AsyncIterable<Buffer>;
}

const NAME = 'standard input';

/** Standard input cannot be read to its end, or its gzip is broken; exit code 2. */
export class StandardInputError extends Error {
  override readonly name = 'StandardInputError';
}

/** A line that is an event has at most the size of the hub's largest message. */
const FIRST_LINE_LIMIT = 1024 * 1024;

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Standard input, gzip unpacked, with the form that its first line tells. Memory holds that line alone.
 * @throws StandardInputError, also while `chunks` is read
 */
export async function openStandardInput(stream: AsyncIterable<Buffer>): Promise<StandardInput> {
  const { head: magic, chunks: packed } = await peek(stream, (bytes) => bytes.length >= 2);
  const isGzip = magic[0] === 0x1f && magic[1] === 0x8b;
  const unpacked = withErrors(isGzip ? pipeline(packed, createGunzip(), () => {}) : packed, isGzip);
  const { head, chunks } = await peek(unpacked, (bytes) => firstLineOf(bytes).isWhole);
  return { form: formOf(firstLineOf(head)), chunks };
}

/** Reads the stream until there is enough of it. @returns what was read, and the whole stream again */
async function peek(stream: AsyncIterable<Buffer>, isEnough: (head: Buffer) => boolean) {
  const iterator = stream[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  while (!isEnough(head)) {
    const next = await iterator.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  return { head, chunks: replay(head, iterator) };
}

async function* replay(head: Buffer, iterator: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

async function* withErrors(chunks: AsyncIterable<Buffer>, isGzip: boolean): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (cause) {
    const what = isGzip ? 'cannot be unpacked' : 'cannot be read';
    throw new StandardInputError(`${NAME} ${what} (${String(cause)})`, { cause });
  }
}

interface FirstLine {
  /** From the first byte that is not blank to the end of its line, or as far as was read. */
  readonly bytes: Buffer;
  /** Its end was seen, or it is longer than a line that is an event can be. */
  readonly isWhole: boolean;
}

function firstLineOf(head: Buffer): FirstLine {
  const start = head.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
  const from = head.findIndex((byte, index) => index >= start && byte > 0x20);
  if (from === -1) return { bytes: Buffer.alloc(0), isWhole: false };
  const end = head.indexOf(0x0a, from);
  return {
    bytes: head.subarray(from, end === -1 ? head.length : end),
    isWhole: end !== -1 || head.length - from > FIRST_LINE_LIMIT,
  };
}

function formOf({ bytes, isWhole }: FirstLine): StandardInput['form'] {
  if (bytes.length === 0) return 'empty';
  const text = bytes.toString('utf8');
  // A document may begin on its first line and end far below; a line that is JSON by itself is one of many.
  if (/^[{["]/.test(text)) return isWhole && isJson(text) ? 'lines' : 'json';
  const hasCodeFirst = /^(?:AADSTS)?\d+:?(?:[\s,]|$)/i.test(text);
  return text.includes(',') && !hasCodeFirst ? 'csv' : 'text';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
