import { TextDecoder } from 'node:util';

/**
 * The same text in UTF-8 when it begins with the byte order mark of UTF-16 (FF FE or FE FF; Windows PowerShell 5
 * writes such files with `>`), else the bytes as they are. What is no UTF-16 becomes U+FFFD.
 *
 * @param chunks the bytes of a file
 */
export async function* fromUtf16(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | undefined = Buffer.alloc(0);
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (head !== undefined) {
      bytes = head = Buffer.concat([head, chunk]);
      if (head.length < 2) continue;
      decoder = decoderFor(head);
      head = undefined;
    }
    yield decoder === undefined ? bytes : Buffer.from(decoder.decode(bytes, { stream: true }));
  }
  if (head !== undefined) yield head;
  // Half a character may be left, which is not to vanish.
  if (decoder !== undefined) yield Buffer.from(decoder.decode());
}

/** The decoder leaves the byte order mark out. */
function decoderFor(head: Buffer): TextDecoder | undefined {
  const mark = head.readUInt16BE(0);
  if (mark === 0xfffe) return new TextDecoder('utf-16le');
  return mark === 0xfeff ? new TextDecoder('utf-16be') : undefined;
}
