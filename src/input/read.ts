import { basename } from 'node:path';
import { BODY_LIMIT, type Body } from './bodyBatch.ts';
import { csvBodies } from './csvBodies.ts';
import { formatOf } from './fileFormat.ts';
import { jsonBodies } from './jsonBodies.ts';
import { lineBodies } from './lineBodies.ts';
import { readChunks } from './readChunks.ts';

export { InputError } from './inputError.ts';
export { type InputFiles, listInputFiles } from './listFiles.ts';

/** One Event Hub body made from a file. */
export interface InputBody extends Body {
  readonly file: string;
}

/**
 * The Event Hub bodies that Azure Monitor would have made of a file's sign-ins, one at a time and in the file's
 * order; memory holds one body, whatever the file's size. The ending decides how the file is read; another ending
 * is read like `.json`. A file without anything to send gives one empty body, so that it is accounted for.
 *
 * @throws InputError when the file cannot be read to its end, or its gzip is broken
 */
export async function* readBodies(file: string): AsyncGenerator<InputBody> {
  let isEmpty = true;
  for await (const body of bodiesOf(file)) {
    isEmpty = false;
    yield { file, ...body };
  }
  if (isEmpty) yield { file, position: 'whole file', bytes: Buffer.alloc(0) };
}

function bodiesOf(file: string): AsyncGenerator<Body> {
  const chunks = readChunks(file);
  switch (formatOf(file)) {
    case 'lines':
      return lineBodies(chunks);
    case 'csv':
      return csvBodies(chunks, basename(file), BODY_LIMIT);
    default:
      return jsonBodies(chunks, BODY_LIMIT);
  }
}
