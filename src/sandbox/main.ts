import { fileURLToPath } from 'node:url';
import catalogFile from '../../data/catalog.json' with { type: 'json' };
import namesFile from '../../data/result-names.json' with { type: 'json' };
import { catalogSchema, resultNamesSchema } from '../core/catalogSchema.ts';
import { createClassifier } from '../core/risk/classify.ts';
import { findGaps } from './account.ts';
import { InputError, listInputFiles } from './input/read.ts';
import { toOptions, USAGE, UsageError } from './options.ts';
import { toSummaryText } from './present.ts';
import { createProgress } from './progress.ts';
import { runSandbox } from './run.ts';

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
  const run = await runSandbox({ files, out: options.out, onProgress: progress.update });
  progress.end();
  // The samples' own folder holds a text about them; of a user's folder it must be said what was left out.
  if (ignored.length > 0 && !options.samples)
    print(`Not read, because of their endings: ${ignored.join(', ')}`);
  const gaps = findGaps(run);
  await run.files.writeSummary(run.report);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(run.report, null, 2)}\n`);
  } else {
    const catalog = catalogSchema.parse(catalogFile);
    const names = resultNamesSchema.parse(namesFile);
    const color = process.stdout.isTTY === true && !process.env['NO_COLOR'];
    const width = process.stdout.columns ?? 140;
    const classify = createClassifier({ catalog, names });
    process.stdout.write(toSummaryText(run, { classify, color, gaps, files: files.length, width }));
  }
  for (const gap of options.json ? gaps : []) process.stderr.write(`Not accounted for: ${gap}\n`);
  return gaps.length === 0 ? 0 : 1;
}

/** Messages of errors may quote file names and logs: no control characters onto the terminal. */
function print(text: string): void {
  process.stderr.write(`${text.replace(/[^\P{Cc}\n]/gu, '\ufffd')}\n`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof UsageError) print(`${error.message}\n\n${USAGE}`);
  else print(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof UsageError || error instanceof InputError ? 2 : 1;
}
// The Event Hubs SDK leaves a timer of some minutes behind after close(); nothing is left to wait for.
process.stdout.write('', () => process.exit());
