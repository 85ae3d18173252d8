import { UsageError } from '../arguments.ts';
import { toSafeText } from '../text.ts';

/** No code is that long: what is longer is not gathered any further. */
const LONGEST = 40;

/**
 * The code that people write: `50126`, `AADSTS50126`, `aadsts0050126:`. Undefined for anything else.
 * @returns 1 to 7 digits without leading zeros
 */
export function fromWritten(text: string): string | undefined {
  return /^(?:AADSTS)?0*(\d{1,7}):?$/i.exec(text)?.[1];
}

/**
 * The codes of arguments; one of them may hold several, separated by commas or white space.
 * @throws UsageError for anything that is no code
 */
export function fromArguments(args: readonly string[]): string[] {
  return args.flatMap((arg) => arg.split(/[\s,]+/)).flatMap((word) => (word === '' ? [] : [toCode(word)]));
}

/**
 * The codes of a text, separated by commas or white space, as they come.
 * @throws UsageError for anything that is no code
 */
export async function* fromText(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const words = (rest + decoder.decode(chunk, { stream: true })).split(/[\s,]+/);
    rest = words.pop() ?? '';
    if (rest.length > LONGEST) throw noCode(rest);
    for (const word of words) if (word !== '') yield toCode(word);
  }
  if (rest !== '') yield toCode(rest);
}

function toCode(word: string): string {
  const code = fromWritten(word);
  if (code === undefined) throw noCode(word);
  return code;
}

function noCode(word: string): UsageError {
  const shown = toSafeText(word.slice(0, LONGEST));
  return new UsageError(
    `"${shown}" is no result code; a code is 1 to 7 digits, with or without AADSTS before them. Log files are named with --input.`,
  );
}
