import { isBlank } from './blank.ts';
import type { Body } from './bodyBatch.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * One body for each line that is not blank, without its line end (`\n` or `\r\n`) and otherwise byte for byte; a byte
 * order mark stays in the first line, where the pipeline accepts it. A line may have any length.
 *
 * @param source the file's bytes
 */
export async function* lineBodies(source: AsyncIterable<Buffer>): AsyncGenerator<Body> {
  let parts: Buffer[] = [];
  let number = 1;
  for await (const chunk of source) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, from)) {
      parts.push(chunk.subarray(from, end));
      yield* lineBody(parts, number);
      parts = [];
      number += 1;
      from = end + 1;
    }
    parts.push(chunk.subarray(from));
  }
  yield* lineBody(parts, number);
}

function* lineBody(parts: readonly Buffer[], number: number): Generator<Body> {
  const line = Buffer.concat(parts);
  const bytes = line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line;
  if (!isBlank(bytes)) yield { position: `line ${number}`, bytes };
}
