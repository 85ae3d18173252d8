/** Builds `dist/app` (the deployed function app) and `dist/lib` (the package's modules and types). */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildApp } from './buildApp.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const app = join(root, 'dist', 'app');

rmSync(join(root, 'dist'), { recursive: true, force: true });
await buildApp(app);

const types = spawnSync('tsc', ['-p', 'tsconfig.lib.json'], {
  cwd: root,
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (types.status !== 0) process.exit(1);

const bundle = readFileSync(join(app, 'main.mjs'));
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
console.log(`dist/app/main.mjs: ${megabytes(bundle.length)}, gzipped ${megabytes(gzipSync(bundle).length)}`);
