import { fileURLToPath } from 'node:url';
import { InputError, listInputFiles } from '../input/read.ts';
import { conclude } from './conclude.ts';
import { type SandboxOptions, toOptions, USAGE, UsageError } from './options.ts';
import { OutputError } from './outputFiles.ts';
import { createProgress, type Progress } from './progress.ts';
import type { RunResult } from './run.ts';
import { toTerminalText } from './terminal.ts';

const SAMPLES = fileURLToPath(new URL('../../data/samples', import.meta.url));

async function main(args: readonly string[]): Promise<number> {
  const options = toOptions(args, SAMPLES);
  if (options === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  const { files, ignored } = await listInputFiles(options.inputs);
  const progress = createProgress(process.stderr);
  progress.note(`Starting Event Hubs, Logs Ingestion, storage and identity on 127.0.0.1 …`);
  const tell = (run: RunResult): Promise<number> => {
    progress.end();
    // The samples' own folder holds a text about them; of a user's folder it must be said what was left out.
    if (ignored.length > 0 && !options.samples)
      print(`Not read, because of their endings: ${ignored.join(', ')}`);
    return conclude(run, {
      json: options.json,
      files: files.length,
      color: process.stdout.isTTY === true && !process.env['NO_COLOR'],
      width: process.stdout.columns ?? 140,
      stdout: (text) => process.stdout.write(text),
      stderr: (text) => process.stderr.write(text),
    });
  };
  try {
    if (!options.once) return await serve(options, files, progress, tell);
    // Takes a second to load, for which wrong usage does not wait.
    const { runSandbox } = await import('./run.ts');
    return await tell(await runSandbox({ files, out: options.out, onProgress: progress.update }));
  } finally {
    progress.end();
  }
}

async function serve(
  { out, port, samples }: SandboxOptions,
  files: readonly string[],
  progress: Progress,
  tell: (run: RunResult) => Promise<number>,
): Promise<number> {
  const ending = new AbortController();
  // A second Ctrl-C, when the first has no effect, ends the process at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
  let page = '';
  // Only whoever wants the page waits for its parts to load.
  const { serveDashboard } = await import('./dashboard/serve.ts');
  return serveDashboard({
    files,
    samples,
    out,
    port,
    signal: ending.signal,
    onProgress: progress.update,
    onReady: (address) => {
      progress.end();
      page = address;
      print(`Dashboard: ${address}`);
    },
    onRun: async (run) => {
      const code = await tell(run);
      print(`\nDashboard: ${page}  (drop your own logs there; Ctrl-C ends)`);
      return code;
    },
  });
}

function print(text: string): void {
  process.stderr.write(`${toTerminalText(text)}\n`);
}

const ENDS_WITH_2 = [UsageError, InputError, OutputError];

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) print(`${error.message}\n\n${USAGE}`);
  else print(error instanceof Error ? error.message : String(error));
  process.exitCode = ENDS_WITH_2.some((kind) => error instanceof kind) ? 2 : 1;
}
// The Event Hubs SDK leaves a timer of some minutes behind after close(); nothing is left to wait for.
process.stdout.write('', () => process.exit());
