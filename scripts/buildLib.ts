import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const root = fileURLToPath(new URL('..', import.meta.url));

const manifestSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
  engines: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
});

/** What the catalog and the commands need; the Azure SDKs and the pinned Node are for the function app and the sandbox. */
const NEEDED = ['@kusto/language-service-next', 'csv-parse', 'yaml', 'zod'];

/** What `backtest --workspace` alone needs: installed by whoever uses it. */
const OPTIONAL = ['@azure/identity', '@azure/monitor-query-logs'];

/** The rules that `backtest` runs by default, and what they call. */
const CONTENT = ['rules', 'functions', 'watchlists'].map((name) => join('infra', 'sentinel', name));

/**
 * Builds the package that other tools install (`npm pack ./dist/lib`): compiled modules with types, and a manifest of
 * its own, because the root's would bring along the Azure SDKs and a Node binary.
 * @throws when the compiler finds an error
 */
export function buildLib(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const tsc = spawnSync('tsc', ['-p', join(root, 'tsconfig.lib.json'), '--outDir', folder], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (tsc.status !== 0) throw new Error('the package could not be compiled, see above');
  const { name, version, description, license, engines, dependencies } = manifestSchema.parse(
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
  );
  const manifest = {
    name,
    version,
    description,
    license,
    type: 'module',
    sideEffects: false,
    exports: { '.': { types: './src/index.d.ts', default: './src/index.js' } },
    bin: { [name]: './src/cli/offline.js' },
    engines,
    dependencies: only(dependencies, NEEDED),
    peerDependencies: only(dependencies, OPTIONAL),
    peerDependenciesMeta: Object.fromEntries(OPTIONAL.map((key) => [key, { optional: true }])),
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const file of ['LICENSE', 'README.md', 'README.ja.md'])
    copyFileSync(join(root, file), join(folder, file));
  for (const path of CONTENT) cpSync(join(root, path), join(folder, path), { recursive: true });
}

function only(versions: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(versions).filter(([key]) => names.includes(key)));
}
