import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Refusal } from './refusal.ts';

const inflate = promisify(gunzip);

/** The most that one call may carry, compressed and uncompressed (Azure Monitor service limits, Logs Ingestion API). */
const MAX_BODY_BYTES = 1_048_576;

/** A request's body as it was sent. */
export interface SentBody {
  /** All of it, or the beginning of one that is longer than the limit. */
  readonly bytes: Buffer;
  /** Its length in bytes, whatever was kept of it. */
  readonly length: number;
}

/** Reads a body to its end, so that the client sees an answer and no broken pipe, but keeps no more than is allowed. */
export async function readBody(request: IncomingMessage): Promise<SentBody> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length <= MAX_BODY_BYTES) chunks.push(bytes);
  }
  return { bytes: Buffer.concat(chunks), length };
}

function tooLong(length: number): Refusal {
  return new Refusal(
    413,
    'ContentLengthLimitExceeded',
    `Maximum allowed content length: ${MAX_BODY_BYTES} bytes (1 MB). Provided content length: ${length} bytes.`,
  );
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function inflateWithinLimit(sent: Buffer): Promise<Buffer | Refusal> {
  try {
    return await inflate(sent, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    if (error instanceof RangeError) {
      // Inflating on only to learn the length is what a decompression bomb waits for. The last four bytes
      // of a gzip member state it (RFC 1952, ISIZE); a sender may lie there, but not to less than was seen.
      return tooLong(Math.max(sent.readUInt32LE(sent.length - 4), MAX_BODY_BYTES + 1));
    }
    const reason = error instanceof Error ? error.message : String(error);
    return new Refusal(400, 'InvalidContentEncoding', `The body is not valid gzip: ${reason}.`);
  }
}

/**
 * Undoes the content encoding: none, or exactly one layer of gzip.
 * @param encoding the Content-Encoding header
 * @returns the bytes of the JSON text, at most {@link MAX_BODY_BYTES}
 */
export async function decodeBody(sent: SentBody, encoding: string | undefined): Promise<Buffer | Refusal> {
  if (sent.length > MAX_BODY_BYTES) return tooLong(sent.length);
  const name = encoding?.trim().toLowerCase() ?? 'identity';
  if (name === 'identity') return sent.bytes;
  if (name !== 'gzip') {
    return new Refusal(415, 'UnsupportedContentEncoding', `The content encoding '${encoding}' is not gzip.`);
  }
  const body = await inflateWithinLimit(sent.bytes);
  if (body instanceof Refusal || !isGzip(body)) return body;
  // What the JavaScript SDK sends when it repeats a request after a claims challenge.
  return new Refusal(
    400,
    'InvalidContentEncoding',
    'The body is gzip inside of gzip: it was compressed twice.',
  );
}
