import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { run } from '../src/cli/backtest/command.ts';

// How long a backtest of all rules takes over generated sign-ins, and how much memory:
//   npm run bench:backtest -- [--count 1000000] [--seed 1] [--input FILE] [--json]

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '1' },
    input: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

const resultSchema = z.object({
  records: z.number(),
  firstRow: z.string(),
  lastRow: z.string(),
  milliseconds: z.object({ reading: z.number(), rules: z.number() }),
  rules: z.array(
    z.object({
      file: z.string(),
      runs: z.number(),
      alerts: z.number(),
      error: z.string().nullable(),
      milliseconds: z.number(),
    }),
  ),
});

const folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-bench-'));
try {
  const input = values.input ?? generate(join(folder, 'records.jsonl'));
  const started = process.cpuUsage();
  const result = resultSchema.parse(JSON.parse(await backtest(input)));
  const { user, system } = process.cpuUsage(started);
  print(result, (user + system) / 1e6, process.resourceUsage().maxRSS / 1024);
} finally {
  rmSync(folder, { recursive: true });
}

function generate(path: string): string {
  const generator = fileURLToPath(new URL('../src/sandbox/generator/main.ts', import.meta.url));
  const args = ['records', '--count', values.count, '--seed', values.seed, '--out', path];
  const { status } = spawnSync(process.execPath, [generator, ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('the records could not be generated, see above');
  return path;
}

/** The command itself, in this process, whose time and memory are measured. */
async function backtest(input: string): Promise<string> {
  let text = '';
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const host = {
    stdin: process.stdin,
    stdout: Object.assign(stdout, { fd: 1 }),
    stderr: process.stderr,
    env: process.env,
  };
  await run(['--json', '--examples', '0', '--input', input], host as Parameters<typeof run>[1]);
  return text;
}

function print(result: z.infer<typeof resultSchema>, cpuSeconds: number, megabytes: number): void {
  const { records, milliseconds, rules } = result;
  const figures = {
    records,
    readingSeconds: milliseconds.reading / 1000,
    rulesSeconds: milliseconds.rules / 1000,
    cpuSeconds: Math.round(cpuSeconds * 10) / 10,
    peakMegabytes: Math.round(megabytes),
    slowest: rules
      .toSorted((a, b) => b.milliseconds - a.milliseconds)
      .slice(0, 5)
      .map(({ file, runs, milliseconds: ms }) => ({ file, runs, seconds: ms / 1000 })),
    failed: rules.filter(({ error }) => error !== null).map(({ file }) => file),
  };
  if (values.json) {
    console.log(JSON.stringify(figures, null, 2));
    return;
  }
  console.log(
    `${records} records, ${rules.length} rules: reading ${figures.readingSeconds} s, rules ${figures.rulesSeconds} s`,
  );
  console.log(`  processor time ${figures.cpuSeconds} s, peak memory ${figures.peakMegabytes} MB`);
  for (const { file, runs, seconds } of figures.slowest)
    console.log(`  ${seconds.toFixed(1).padStart(6)} s  ${file}, ${runs} runs`);
}
