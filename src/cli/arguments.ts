import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** The command line cannot be understood: the command's help follows the message, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * The options and plain arguments of a command. What comes behind `--input` are paths, as in `--input a b c`, until
 * the next option that takes a value; the command's own arguments come before it.
 * @throws UsageError with what is wrong
 */
export function parseArguments<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
) {
  const { values, tokens } = parse(args, options);
  const plain: string[] = [];
  const inputs: string[] = [];
  let target = plain;
  for (const token of tokens) {
    if (token.kind === 'positional') target.push(token.value);
    if (token.kind !== 'option' || token.value === undefined) continue;
    target = token.name === 'input' ? inputs : plain;
    if (token.name === 'input') inputs.push(token.value);
  }
  return { values, plain, inputs };
}

function parse<const Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
