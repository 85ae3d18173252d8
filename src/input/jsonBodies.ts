import { type Body, BodyBatch } from './bodyBatch.ts';
import { ByteWindow } from './byteWindow.ts';
import { cutJson } from './cutJson.ts';

/**
 * The bodies of a `.json` file: the file as it is when it has at most `limit` bytes, else its records in bodies of
 * at most `limit` bytes, each record the file's own bytes (`cutJson` says of which shapes). What cannot be split is
 * one body as it is. Memory holds one body, never the file.
 *
 * @param source the file's bytes
 * @param limit in bytes
 */
export async function* jsonBodies(source: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Body> {
  const window = new ByteWindow(source);
  try {
    while (window.end <= limit && (await window.more()));
    if (window.end <= limit) {
      yield { position: 'whole file', bytes: window.slice(0, window.end) };
      return;
    }
    const batch = new BodyBatch(limit);
    for await (const piece of cutJson(window)) {
      if (piece.kind === 'rest') {
        yield* batch.flush();
        yield {
          position: piece.from === 0 ? 'whole file' : `from byte ${piece.from + 1}`,
          bytes: piece.bytes,
        };
      } else if (isJson(piece.bytes)) {
        yield* batch.add(piece.frame, piece.bytes);
      } else {
        // In a body with others it would make all of them unreadable.
        yield* batch.addBare(piece.bytes);
      }
    }
    yield* batch.flush();
  } finally {
    await window.close();
  }
}

/** Bytes above 127 are JSON inside strings only, whatever they mean there, so no decoding as UTF-8 is needed. */
function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('latin1'));
    return true;
  } catch {
    return false;
  }
}
