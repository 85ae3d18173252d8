/**
 * `npm run fuzz`: hostile inputs against the core and the readers of files, until one breaks what has to hold.
 *   --inputs N   how many (default 20000)     --minutes M  no new input after so long
 *   --seed S     which ones (default 1)       --replay F   one input, from a file that a failure wrote
 *   --growth     instead: how the time of families of inputs grows with their size
 *   --differential  instead: whether the short way from bytes to rows leads to the same as the long one
 * Exit code: 0 everything held, 1 something did not, 2 wrong usage.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { compareWays } from './differential/main.ts';
import { FAMILIES } from './families.ts';
import { type Growth, growthOf } from './growth.ts';
import { faultOf, readReproduction, smaller, writeReproduction } from './reproduction.ts';
import { type Failure, type Report, run } from './run.ts';

const positive = z.coerce.number().positive();
const optionsSchema = z.object({
  inputs: positive.int().default(20_000),
  seed: z.coerce.number().int().default(1),
  minutes: positive.optional(),
  replay: z.string().optional(),
  growth: z.boolean().default(false),
  differential: z.boolean().default(false),
});

function readOptions(): z.infer<typeof optionsSchema> {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      inputs: option,
      seed: option,
      minutes: option,
      replay: option,
      growth: { type: 'boolean' },
      differential: { type: 'boolean' },
    },
  });
  return optionsSchema.parse(values);
}

function printCounts(title: string, counts: ReadonlyMap<string, number>): void {
  console.log(`\n${title}`);
  for (const [name, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`${String(count).padStart(9)}  ${name}`);
}

/** Outcomes by kind, reason, level, notes, suppression and alert; which fields were cut would make a line for each column. */
function withoutCuts(outcomes: ReadonlyMap<string, number>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [name, count] of outcomes) {
    const short = name
      .replace(/cut .*$/, 'cut')
      .replace(/\|+$/, '')
      .replace(/\|+/g, ' ');
    counts.set(short, (counts.get(short) ?? 0) + count);
  }
  return counts;
}

function printReport(report: Report, seed: number): void {
  const { inputs, seconds, bytes, records, slowest, reached } = report;
  printCounts('outcomes', withoutCuts(reached.outcomes));
  printCounts('forms', reached.forms);
  printCounts('sources', reached.sources);
  console.log(`
seed ${seed}: ${inputs} inputs in ${seconds.toFixed(0)} s (${(inputs / seconds).toFixed(0)}/s), ${(bytes / 1e6).toFixed(0)} MB, ${records} outcomes of ${reached.outcomes.size} kinds
slowest: input ${slowest.index} with ${slowest.microsecondsPerByte.toFixed(1)} microseconds per byte (${slowest.bytes} bytes)`);
  if (!report.hasPublished)
    console.log('skipped: published samples, which are not at hand (../shared/samples)');
}

async function printFailure({ index, input, name, text }: Failure): Promise<void> {
  console.log(`\nFAILED at input ${index} (${input.source}): ${text}`);
  const file = join(tmpdir(), `fuzz-${name.replaceAll(/\W+/g, '-')}-${index}.json`);
  writeReproduction(file, input);
  const small = await smaller(input, name);
  writeReproduction(file, small);
  console.log(`${small.bytes.length} of ${input.bytes.length} bytes are enough: ${file}`);
  console.log(`again: npm run fuzz -- --replay ${file}`);
}

/** More than this exponent fails: time in proportion has 1, a growing heap adds up to 0.4, quadratic time has 2. */
const MOST_EXPONENT = 1.5;

/** Times every family at 64 KB and at 1 MB, and those that seem to grow too fast once more with more patience. */
async function measureGrowth(): Promise<number> {
  const sizes = { smallest: 64_000, factor: 16, floor: 40 };
  const all: Growth[] = [];
  for (const family of FAMILIES) {
    const once = await growthOf(family, { ...sizes, turns: 1 });
    all.push(once.exponent > MOST_EXPONENT ? await growthOf(family, { ...sizes, turns: 4 }) : once);
  }
  const print = ({ name, first, last, exponent, microsecondsPerByte }: Growth): void =>
    console.log(
      `${exponent.toFixed(2)}  ${microsecondsPerByte.toFixed(2).padStart(6)} us/byte  ${first.toFixed(0)} -> ${last.toFixed(0)} ms  ${name}`,
    );
  for (const growth of all.toSorted((a, b) => b.exponent - a.exponent).slice(0, 15)) print(growth);
  const slowest = all.toSorted((a, b) => b.microsecondsPerByte - a.microsecondsPerByte).slice(0, 5);
  console.log('\nmost time for a byte:');
  for (const growth of slowest) print(growth);
  const tooFast = all.filter(({ exponent }) => exponent > MOST_EXPONENT);
  console.log(
    `\n${all.length} families from 64 KB to 1 MB, ${tooFast.length} above exponent ${MOST_EXPONENT}`,
  );
  return tooFast.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const { inputs, seed, minutes, replay, growth, differential } = readOptions();
  if (growth) return measureGrowth();
  const timeLimit = minutes === undefined ? Infinity : minutes * 60_000;
  const onProgress = (done: number) => console.log(`${done} inputs`);
  if (differential) return compareWays({ seed, inputs, timeLimit, onProgress, replay });
  if (replay !== undefined) {
    const fault = await faultOf(readReproduction(replay));
    console.log(fault?.text ?? 'everything holds');
    return fault === undefined ? 0 : 1;
  }
  const report = await run({ seed, inputs, timeLimit, onProgress });
  printReport(report, seed);
  if (report.failure === undefined) return 0;
  await printFailure(report.failure);
  return 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof z.ZodError) console.error(z.prettifyError(error));
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
