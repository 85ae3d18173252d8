import { CsvError, type Parser, parse } from 'csv-parse';
import { type Body, BodyBatch, RECORDS } from './bodyBatch.ts';
import { ByteWindow } from './byteWindow.ts';
import { rowMapper } from './csvRecord.ts';
import type { RowMapper } from './csvRow.ts';

// With more, a row's JSON could be longer than the longest string; a quote that is never closed gets here.
const ROW_LIMIT = 64 * 1024 * 1024;

/** A row's values, and the offset in the file where it ends. */
interface Row {
  readonly values: readonly string[];
  readonly end: number;
}

/**
 * The bodies of a `.csv` file: its rows as records (`rowMapper` says of what kind) in bodies of at most `limit` bytes.
 * A row with too few or too many values is a record like any other. Where the text is no CSV any more (a quote that
 * is never closed), the rest of the file is one body as it is.
 *
 * @param source the file's bytes
 * @param fileName without folders
 * @param limit in bytes
 */
export async function* csvBodies(
  source: AsyncIterable<Buffer>,
  fileName: string,
  limit: number,
): AsyncGenerator<Body> {
  const window = new ByteWindow(source);
  const batch = new BodyBatch(limit);
  let toRecord: RowMapper | undefined;
  let done = 0;
  try {
    for await (const row of rowsOf(window)) {
      if (toRecord === undefined) toRecord = rowMapper(row.values, fileName);
      else yield* batch.add(RECORDS, Buffer.from(JSON.stringify(toRecord(row.values))));
      done = row.end;
      window.dropBefore(done);
    }
    yield* batch.flush();
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    yield* batch.flush();
    yield { position: done === 0 ? 'whole file' : `from byte ${done + 1}`, bytes: await window.rest(done) };
  } finally {
    await window.close();
  }
}

/**
 * The rows of the window's text. The window keeps the bytes until they are dropped.
 *
 * @throws CsvError where the text is no CSV any more, after all rows before that place
 */
async function* rowsOf(window: ByteWindow): AsyncGenerator<Row> {
  let rows: Row[] = [];
  // The rows are taken from here and not from the stream, which throws away those not yet read when it meets an error.
  const parser = parse({
    bom: true,
    max_record_size: ROW_LIMIT,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    on_record: (values: string[], { bytes }) => {
      rows.push({ values, end: bytes });
      return null;
    },
  });
  // Without a listener the error would end the process; it also comes back from `feed`.
  parser.on('error', () => {}).resume();
  for (let isOpen = true; isOpen; ) {
    const from = window.end;
    isOpen = await window.more();
    const failure = await feed(parser, isOpen ? window.slice(from, window.end) : undefined);
    const ready = rows;
    rows = [];
    yield* ready;
    if (failure !== undefined) throw failure;
  }
}

/** Gives the parser one more chunk, or the end of the text. @returns the error that it met there */
function feed(parser: Parser, chunk: Buffer | undefined): Promise<Error | undefined> {
  return new Promise((resolve) => {
    const settle = (error?: Error | null) => resolve(error ?? undefined);
    if (chunk === undefined) parser.end(settle);
    else parser.write(chunk, settle);
  });
}
