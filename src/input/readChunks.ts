import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { isGzip } from './fileFormat.ts';
import { fromUtf16 } from './fromUtf16.ts';
import { InputError, reasonOf } from './inputError.ts';

const CHUNK_BYTES = 256 * 1024;

/**
 * The bytes of a file in chunks, unpacked on the way when its name ends in `.gz` (several gzip members in a row are
 * one content, RFC 1952 section 2.2) and turned into UTF-8 when they are UTF-16 with a byte order mark.
 *
 * @throws InputError when the file cannot be opened or read to its end, or its gzip is broken
 */
export function readChunks(file: string): AsyncGenerator<Buffer> {
  return fromUtf16(readBytes(file));
}

async function* readBytes(file: string): AsyncGenerator<Buffer> {
  const raw = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  const packed = isGzip(file);
  // The callback has nothing to do: an error of either stream ends the iteration below with that error.
  const chunks: AsyncIterable<Buffer> = packed
    ? pipeline(raw, createGunzip({ chunkSize: CHUNK_BYTES }), () => {})
    : raw;
  let bytesRead = 0;
  try {
    for await (const chunk of chunks) {
      bytesRead += chunk.length;
      yield chunk;
    }
  } catch (cause) {
    // A file of no bytes at all is empty, not broken.
    if (packed && raw.bytesRead === 0 && !raw.errored) return;
    const reached = `after ${bytesRead} bytes${packed ? ' of unpacked content' : ''}`;
    const advice = packed
      ? 'Check with gzip -t, then pack or download the file again.'
      : 'Check that the path is right and that you may read it.';
    throw new InputError(`${file}: cannot be read ${reached} (${reasonOf(cause)}). ${advice}`, { cause });
  }
}
