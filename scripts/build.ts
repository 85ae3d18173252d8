/** Builds `dist/app` (the deployed function app) and `dist/lib` (the package for other tools). */
import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildApp } from './buildApp.ts';
import { buildLib } from './buildLib.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));

rmSync(dist, { recursive: true, force: true });
await buildApp(join(dist, 'app'));
buildLib(join(dist, 'lib'));

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
const bundles = readdirSync(join(dist, 'app'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => ({ name, content: readFileSync(join(dist, 'app', name)) }));
const all = Buffer.concat(bundles.map(({ content }) => content));
const main = bundles.find(({ name }) => name === 'main.mjs')?.content ?? Buffer.alloc(0);
console.log(`dist/app/main.mjs, read at every start: ${megabytes(main.length)}`);
console.log(
  `dist/app with what is loaded when it is needed: ${megabytes(all.length)}, gzipped ${megabytes(gzipSync(all).length)}`,
);
console.log('dist/lib: the package, to be packed with "npm pack ./dist/lib"');
