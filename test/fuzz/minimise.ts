/**
 * A smaller text of which the same is still wrong: parts are taken away, from halves down to single bytes, as long as
 * it stays so.
 * @param isWrong tells whether the same is wrong with those bytes
 * @param tries how often it may be asked
 */
export async function minimise(
  bytes: Buffer,
  isWrong: (bytes: Buffer) => Promise<boolean>,
  tries = 2_000,
): Promise<Buffer> {
  let smallest = bytes;
  let left = tries;
  for (let size = Math.ceil(bytes.length / 2); size >= 1 && left > 0; size = Math.floor(size / 2)) {
    for (let at = 0; at < smallest.length && left > 0; left--) {
      const shorter = Buffer.concat([smallest.subarray(0, at), smallest.subarray(at + size)]);
      if (await isWrong(shorter)) smallest = shorter;
      else at += size;
    }
  }
  return smallest;
}
