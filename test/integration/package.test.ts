import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildLib } from '../../scripts/buildLib.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-test-'));
const installed = join(folder, 'node_modules', 'entra-signin-risk');
afterAll(() => rmSync(folder, { recursive: true }));

/** Packs the built package, and lays it where npm would install it, beside what it depends on. */
beforeAll(() => {
  const lib = join(folder, 'lib');
  buildLib(lib);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  execFileSync(npm, ['pack', lib, '--pack-destination', folder, '--loglevel=error'], { stdio: 'pipe' });
  const [tarball = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);
  for (const name of Object.keys(manifest().dependencies)) {
    mkdirSync(dirname(join(folder, 'node_modules', name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  }
});

function manifest() {
  return JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
}

it('depends on no Azure SDK and brings no Node along', () => {
  expect(Object.keys(manifest().dependencies)).toEqual([
    '@kusto/language-service-next',
    'csv-parse',
    'yaml',
    'zod',
  ]);
  // Reading a workspace is optional, and its SDK is loaded where that is asked for.
  expect(manifest().peerDependenciesMeta).toEqual({
    '@azure/identity': { optional: true },
    '@azure/monitor-query-logs': { optional: true },
  });
  expect(manifest()).not.toHaveProperty('optionalDependencies');
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
  const modules = files.filter((name) => name.endsWith('.js') && !name.endsWith('workspace.js'));
  for (const name of modules)
    expect(readFileSync(join(installed, name), 'utf8'), name).not.toContain('@azure/');
  expect(files).toContain('LICENSE');
});

it('gives catalog and classify to an importing program', () => {
  const program = `import { catalog, classify } from 'entra-signin-risk';
    console.log(JSON.stringify({ entries: catalog.entries.length, level: classify('50126').level, other: classify('50053').name }));`;
  writeFileSync(join(folder, 'program.mjs'), program);
  const printed = execFileSync(process.execPath, [join(folder, 'program.mjs')], { encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual({ entries: 53, level: 'High', other: 'IdsLocked' });
});

it('brings the commands', () => {
  const command = join(installed, manifest().bin['entra-signin-risk']);
  const printed = execFileSync(process.execPath, [command, 'classify', '50126', '--json'], {
    encoding: 'utf8',
  });
  expect(printed).toContain('InvalidUserNameOrPassword');
  const listed = execFileSync(
    process.execPath,
    [command, 'classify', '--input', join(ROOT, 'data/samples')],
    { encoding: 'utf8' },
  );
  expect(listed).toContain('50126');
});

it('brings the rules that backtest runs', () => {
  const command = join(installed, manifest().bin['entra-signin-risk']);
  const log = join(ROOT, 'data/samples/02-password-spray.json');
  const rule = join(installed, 'infra/sentinel/rules/high-row.yaml');
  const printed = execFileSync(process.execPath, [command, 'backtest', '--rules', rule, '--input', log], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  expect(printed).toContain('high-row.yaml: fired in');
  // Without the SDK it says what to install.
  const asked = spawnSync(
    process.execPath,
    [command, 'backtest', '--workspace', 'x', '--since', '2026-11-16'],
    { encoding: 'utf8' },
  );
  expect([asked.status, asked.stderr]).toEqual([2, expect.stringContaining('@azure/monitor-query-logs')]);
}, 120_000);

it('comes with types', () => {
  const program = `import { catalog, classify, type ResultRiskLevel } from 'entra-signin-risk';
export const level: ResultRiskLevel = classify('0').level;
export const summary: string | undefined = catalog.entries[0]?.summary.ja;
// @ts-expect-error: a code is text
classify(50126);
`;
  writeFileSync(join(folder, 'program.ts'), program);
  const options = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2024',
    '--skipLibCheck',
    '--types',
    '',
  ];
  execFileSync('tsc', [...options, 'program.ts'], {
    cwd: folder,
    stdio: 'pipe',
    shell: process.platform === 'win32',
  });
});
