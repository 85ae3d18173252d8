/** Builds `dist/app` (the deployed function app) and `dist/lib` (the package's modules and types). */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { VERSION } from '../src/version.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const app = join(root, 'dist', 'app');

/** CommonJS modules inside an ES module bundle still call `require`, for Node's own modules and for the worker's. */
const BANNER = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

rmSync(join(root, 'dist'), { recursive: true, force: true });
mkdirSync(app, { recursive: true });

const functions = readdirSync(join(root, 'functions')).filter((name) => name.endsWith('.ts'));
await build({
  stdin: {
    contents: functions.map((name) => `import './functions/${basename(name)}';`).join('\n'),
    resolveDir: root,
    loader: 'ts',
  },
  outfile: join(app, 'main.mjs'),
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  legalComments: 'none',
  banner: { js: BANNER },
  // Exists only inside the language worker, which answers for it.
  external: ['@azure/functions-core'],
  logLevel: 'warning',
});
copyFileSync(join(root, 'host.json'), join(app, 'host.json'));
writeFileSync(
  join(app, 'package.json'),
  `${JSON.stringify({ name: 'entra-signin-risk-app', version: VERSION, private: true, type: 'module', main: 'main.mjs' }, null, 2)}\n`,
);
// azd builds remotely, or refuses, when this file is missing or names node_modules.
writeFileSync(join(app, '.funcignore'), 'local.settings.json\n');

const types = spawnSync('tsc', ['-p', 'tsconfig.lib.json'], {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (types.status !== 0) process.exit(1);

const bundle = readFileSync(join(app, 'main.mjs'));
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
console.log(`dist/app/main.mjs: ${megabytes(bundle.length)}, gzipped ${megabytes(gzipSync(bundle).length)}`);
