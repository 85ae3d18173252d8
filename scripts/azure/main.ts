/** `npm run azure`: the steps of a deployment that stand outside of its templates. */
import { createInterface } from 'node:readline/promises';
import { toSafeText } from '../../src/cli/text.ts';
import { AzureError, createAzureCaller } from './az.ts';
import { HELP, parseCommand, UsageError } from './options.ts';
import { run } from './run.ts';

async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Without anybody to answer, the question ends with the input: that is no consent.
  const nobody = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const answer = await Promise.race([terminal.question(question), nobody]);
  terminal.close();
  return answer.trim();
}

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.length === 0) {
    console.log(HELP);
    return args.length === 0 ? 2 : 0;
  }
  try {
    const done = await run(parseCommand(args), { call: createAzureCaller(), print: console.log, ask });
    if (!done) console.error('nothing was changed');
    return done ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${HELP}`);
      return 2;
    }
    if (!(error instanceof AzureError)) throw error;
    console.error(error.message.split('\n').map(toSafeText).join('\n'));
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
