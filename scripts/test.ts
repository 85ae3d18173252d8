/** What `npm test` runs: formatter and linter, types, then the tests. Arguments go to vitest: `npm test -- test/unit`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const resultsSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

function run(command: string, args: readonly string[]): boolean {
  const begin = performance.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  console.log(
    `${status === 0 ? 'ok' : 'FAILED'}: ${command} ${args[0]} (${((performance.now() - begin) / 1000).toFixed(1)} s)\n`,
  );
  return status === 0;
}

const checks = [
  run('biome', ['check', '--error-on-warnings', '.']),
  run('tsc', ['--noEmit']),
  // What runs in a browser has the types of one.
  run('tsc', ['-p', 'src/sandbox/dashboard/page']),
  run('tsc', ['-p', 'test/browser']),
];
const folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-'));
const file = join(folder, 'results.json');
run('vitest', [
  'run',
  '--reporter=dot',
  '--reporter=json',
  `--outputFile.json=${file}`,
  ...process.argv.slice(2),
]);
const results = resultsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
rmSync(folder, { recursive: true });

const tests = results.testResults.flatMap(({ assertionResults }) => assertionResults);
const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
// A file that cannot even be loaded holds no failed test: it counts as one.
const broken = results.testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
);
for (const { name } of broken) console.log(`failed to load or to end: ${name}`);
const failed = results.numFailedTests + broken.length + checks.filter((ok) => !ok).length;
console.log(
  `${results.numPassedTests + checks.filter((ok) => ok).length} passed, ${failed} failed, ${skipped.length} skipped`,
);
process.exitCode = failed === 0 ? 0 : 1;
