#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import process from 'node:process';
import { VERSION } from '../version.ts';
import { UsageError } from './arguments.ts';
import type { Host } from './host.ts';

interface Command {
  readonly USAGE: string;
  readonly run: (args: readonly string[], host: Host) => Promise<number>;
}

/** Each command is loaded only when it is called: what it needs would make the others slow. */
const COMMANDS = new Map<string, () => Promise<Command>>([
  ['classify', () => import('./classify/command.ts')],
  ['explain', () => import('./explain/command.ts')],
  ['policy', () => import('./policy/command.ts')],
  ['backtest', () => import('./backtest/command.ts')],
]);

const USAGE = `Usage: entra-signin-risk <command> [arguments]

What the result codes (AADSTS codes) of Microsoft Entra ID sign-ins mean, and how risky they are.

  classify  meaning, level and advice for codes, or for all codes of a log
  explain   one record of a log in words: what happened, why this level, what to check next
  policy    what an alert policy would have done to a log
  backtest  how often analytics rules would have fired on past sign-ins, and for whom
  help      this text; help <command> for one of them, as does <command> --help

  --version  the version of this tool

In the repository: npm run cli -- <command> [arguments]
`;

/** Faults that are the caller's to mend: a wrong command line, or a file that cannot be used. */
const EXPECTED = new Set(['UsageError', 'FileError', 'InputError', 'StandardInputError']);

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === '--version' || name === '-v') return print(`${VERSION}\n`);
  if (name === 'help' || name === '--help' || name === '-h') {
    const [topic] = args;
    return print(topic === undefined ? USAGE : (await commandOf(topic)).USAGE);
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

async function commandOf(name: string): Promise<Command> {
  const load = COMMANDS.get(name);
  if (load === undefined) throw new UsageError(`there is no command "${name}"`);
  return await load();
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

// The reader has seen enough (`| head`): that is no fault.
process.stdout.on('error', (error: Error & { readonly code?: string }) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

// Compiling is most of what a short command does; Node keeps the result for the next call (in the temporary folder).
enableCompileCache();

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Error) || !EXPECTED.has(error.name)) throw error;
  process.exitCode = fail(
    error instanceof UsageError ? `${error.message}\n\n${USAGE.trimEnd()}` : error.message,
  );
}
