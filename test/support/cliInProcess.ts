import { PassThrough, Readable } from 'node:stream';
import type { Command } from '../../src/cli/cli.ts';
import type { Host } from '../../src/cli/host.ts';
import type { Run } from './cliRun.ts';

/** A command in this process: a process for each call would take most of its time to load the SDKs. */
export async function runInProcess(
  command: Pick<Command, 'run'>,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  input = '',
): Promise<Run> {
  const printed = { stdout: '', stderr: '' };
  const stream = (of: keyof typeof printed) =>
    Object.assign(new PassThrough(), {
      write(text: string | Buffer) {
        printed[of] += text;
      },
    });
  const host = {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    env,
  };
  try {
    const code = await command.run(args, host as unknown as Host);
    return { code, ...printed };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { code: 2, ...printed, stderr: `${printed.stderr}${error.name}: ${error.message}` };
  }
}
