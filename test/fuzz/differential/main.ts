import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readReproduction, writeReproduction } from '../reproduction.ts';
import { type Failure, faultOf, type Report, type RunOptions, runDifferential, smaller } from './run.ts';

function printReport({ inputs, bytes, outcomes, seconds, sources, taken }: Report, seed: number): void {
  const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
  for (const [name, count] of [...sources].sort()) console.log(`${String(count).padStart(9)}  ${name}`);
  console.log(`
seed ${seed}: ${inputs} bodies in ${seconds.toFixed(0)} s (${(inputs / seconds).toFixed(0)}/s), ${(bytes / 1e6).toFixed(0)} MB, ${outcomes} outcomes, the same on both ways
short way: ${percent(taken.skimmedBodies, taken.bodies)} of the bodies; of their ${taken.records} records, ${percent(taken.longRecords, taken.records)} went the long way by themselves`);
}

async function printFailure(failure: Failure): Promise<void> {
  console.log(`\nFAILED at body ${failure.index} (${failure.source}):\n${failure.text}`);
  const file = join(tmpdir(), `differential-${failure.index}.json`);
  const bytes = await smaller(failure);
  writeReproduction(file, { kind: 'body', source: failure.source, profile: failure.profile, bytes });
  console.log(`${bytes.length} of ${failure.bytes.length} bytes are enough: ${file}`);
  console.log(`again: npm run fuzz -- --differential --replay ${file}`);
}

/**
 * `npm run fuzz -- --differential`: goes both ways from many bodies to their rows, or from that of a reproduction.
 * @returns the exit code: 0 when they led to the same, 1 when they did not
 */
export async function compareWays({
  replay,
  ...options
}: RunOptions & { readonly replay: string | undefined }): Promise<number> {
  if (replay !== undefined) {
    const { bytes, profile } = readReproduction(replay);
    const fault = faultOf(bytes, profile);
    console.log(fault ?? 'both ways lead to the same');
    return fault === undefined ? 0 : 1;
  }
  const report = runDifferential(options);
  if (report.failure !== undefined) {
    await printFailure(report.failure);
    return 1;
  }
  printReport(report, options.seed);
  return 0;
}
