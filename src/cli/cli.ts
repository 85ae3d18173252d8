import { enableCompileCache } from 'node:module';
import process from 'node:process';
import { VERSION } from '../version.ts';
import { UsageError } from './arguments.ts';
import type { Host } from './host.ts';

export interface Command {
  readonly USAGE: string;
  readonly run: (args: readonly string[], host: Host) => Promise<number>;
}

/** A command by its name, with a line about it. It is loaded only when it is called: what it needs would make the others slow. */
export interface CommandEntry {
  readonly name: string;
  readonly about: string;
  readonly load: () => Promise<Command>;
}

/** Faults that are the caller's to mend: a wrong command line, a file or a service that cannot be used. */
const EXPECTED = new Set([
  'UsageError',
  'FileError',
  'InputError',
  'StandardInputError',
  'ConfigError',
  'DeliveryError',
  'StoreUnavailableError',
  'LeaseLostError',
  'HubError',
]);

/** Runs the command that the process was called with, and sets its exit code. */
export async function runCli(commands: readonly CommandEntry[]): Promise<void> {
  // The reader has seen enough (`| head`): that is no fault.
  process.stdout.on('error', (error: Error & { readonly code?: string }) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  // Compiling is most of what a short command does; Node keeps the result for the next call (in the temporary folder).
  enableCompileCache();
  const usage = toUsage(commands);
  try {
    process.exitCode = await dispatch(commands, usage, process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Error) || !EXPECTED.has(error.name)) throw error;
    const { message } = error;
    process.exitCode = fail(error instanceof UsageError ? `${message}\n\n${usage.trimEnd()}` : message);
  }
}

function toUsage(commands: readonly CommandEntry[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`);
  return `Usage: entra-signin-risk <command> [arguments]

What the result codes (AADSTS codes) of Microsoft Entra ID sign-ins mean, and how risky they are.

${lines.join('\n')}
  ${'help'.padEnd(width)}  this text; help <command> for one of them, as does <command> --help

  --version  the version of this tool

In the repository: npm run cli -- <command> [arguments]
`;
}

async function dispatch(
  commands: readonly CommandEntry[],
  usage: string,
  [name, ...args]: readonly string[],
): Promise<number> {
  const commandOf = (wanted: string): Promise<Command> => {
    const found = commands.find((entry) => entry.name === wanted);
    if (found === undefined) throw new UsageError(`there is no command "${wanted}"`);
    return found.load();
  };
  if (name === '--version' || name === '-v') return print(`${VERSION}\n`);
  if (name === 'help' || name === '--help' || name === '-h') {
    const [topic] = args;
    return print(topic === undefined ? usage : (await commandOf(topic)).USAGE);
  }
  if (name === undefined) throw new UsageError('a command is missing');
  const command = await commandOf(name);
  if (args.some((arg) => arg === '--help' || arg === '-h')) return print(command.USAGE);
  try {
    return await command.run(args, process);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return fail(`${error.message}\n\n${command.USAGE.trimEnd()}`);
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

/** Messages of errors may quote file names and arguments: no control characters onto the terminal. */
function fail(message: string): number {
  process.stderr.write(`${message.replace(/[^\P{Cc}\n]|[\p{Cf}\u2028\u2029]/gu, '\ufffd')}\n`);
  return 2;
}
