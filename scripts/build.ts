/** Builds `dist/app` (the deployed function app) and `dist/lib` (the package for other tools). */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildApp } from './buildApp.ts';
import { buildLib } from './buildLib.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

rmSync(dist, { recursive: true, force: true });
await buildApp(join(dist, 'app'));
buildLib(join(dist, 'lib'));

const bundle = readFileSync(join(dist, 'app', 'main.mjs'));
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
console.log(`dist/app/main.mjs: ${megabytes(bundle.length)}, gzipped ${megabytes(gzipSync(bundle).length)}`);
console.log('dist/lib: the package, to be packed with "npm pack ./dist/lib"');
