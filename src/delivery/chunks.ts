/** A row on its way, with its size. */
export interface Sized {
  readonly rowBytes: number;
}

/**
 * Request bodies stay below this many bytes as sent, brackets and commas counted. The service's limit is 1,048,576;
 * the SDK splits again above 1,000,000 without counting commas, so a chunk under it is exactly one request.
 */
export const MAX_CHUNK_BYTES = 1_000_000;

/** Rows in chunks, in order, each as full as it may be. A single row above the limit makes a chunk of its own. */
export function toChunks<T extends Sized>(rows: readonly T[], limit = MAX_CHUNK_BYTES): T[][] {
  const chunks: T[][] = [];
  let chunk: T[] = [];
  // The opening bracket; behind each row stands a comma or the closing bracket.
  let bytes = 1;
  for (const row of rows) {
    const more = row.rowBytes + 1;
    if (chunk.length > 0 && bytes + more > limit) {
      chunks.push(chunk);
      chunk = [];
      bytes = 1;
    }
    chunk.push(row);
    bytes += more;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}
