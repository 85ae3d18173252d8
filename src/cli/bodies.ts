import { BODY_LIMIT, type Body } from '../input/bodyBatch.ts';
import { csvBodies } from '../input/csvBodies.ts';
import { jsonBodies } from '../input/jsonBodies.ts';
import { lineBodies } from '../input/lineBodies.ts';
import { type InputBody, listInputFiles, readBodies } from '../input/read.ts';
import { openStandardInput, type StandardInput } from './standardInput.ts';

/** What stands for standard input where a file is named. */
export const STANDARD_INPUT = '-';

/**
 * The bodies of logs, one at a time: files and folders are read as the sandbox reads them, `-` is standard input.
 * @param note is told what is left out
 * @throws InputError or StandardInputError for what cannot be read
 */
export async function* bodiesOf(
  inputs: readonly string[],
  stdin: AsyncIterable<Buffer>,
  note: (text: string) => void,
): AsyncGenerator<InputBody> {
  const paths = inputs.filter((path) => path !== STANDARD_INPUT);
  // All paths are looked at before the first is read: a wrong one is to be told at once, not after an hour.
  const { files, ignored } = await listInputFiles(paths);
  if (ignored.length > 0) note(`Not read, because of their endings: ${ignored.join(', ')}`);
  for (const file of files) yield* readBodies(file);
  if (inputs.includes(STANDARD_INPUT)) yield* bodiesOfStandardInput(await openStandardInput(stdin));
}

/** The bodies of a log that comes on standard input; text that is neither JSON nor CSV is a body for each line. */
export async function* bodiesOfStandardInput({ form, chunks }: StandardInput): AsyncGenerator<InputBody> {
  for await (const body of split(form, chunks)) yield { file: STANDARD_INPUT, ...body };
}

function split(form: StandardInput['form'], chunks: AsyncIterable<Buffer>): AsyncGenerator<Body> {
  switch (form) {
    case 'csv':
      return csvBodies(chunks, STANDARD_INPUT, BODY_LIMIT);
    case 'json':
    case 'empty':
      return jsonBodies(chunks, BODY_LIMIT);
    case 'lines':
    case 'text':
      return lineBodies(chunks);
  }
}
