import { Buffer } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';

/**
 * Reads a piece of a file that grows.
 * @throws Error when the file cannot be read, or no longer holds the piece
 */
export async function readPiece(path: string, position: number, bytes: number): Promise<string> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, position);
    if (bytesRead < bytes) throw new Error('it has become shorter');
    return buffer.toString('utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${path}: cannot be read again (${reason})`, { cause });
  } finally {
    await file?.close();
  }
}
