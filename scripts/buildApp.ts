import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { VERSION } from '../src/version.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** CommonJS modules inside an ES module bundle still call `require`, for Node's own modules and for the worker's. */
const BANNER = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/**
 * Builds the function app as it is deployed: one bundle with everything inside, and the files that the Functions host
 * and azd look for beside it.
 * @param folder where to; made when it is not there
 * @returns what esbuild tells of the bundle: what went in, and what it still imports
 */
export async function buildApp(folder: string): Promise<Metafile> {
  mkdirSync(folder, { recursive: true });
  const functions = readdirSync(join(root, 'functions')).filter((name) => name.endsWith('.ts'));
  const { metafile } = await build({
    stdin: {
      contents: functions.map((name) => `import './functions/${name}';`).join('\n'),
      resolveDir: root,
      loader: 'ts',
    },
    absWorkingDir: root,
    outfile: join(folder, 'main.mjs'),
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    // Japanese as it is takes half the bytes of its escapes.
    charset: 'utf8',
    // The licences of what is bundled ask that their notices go along: main.mjs.LEGAL.txt.
    legalComments: 'external',
    banner: { js: BANNER },
    // Exists only inside the language worker, which answers for it.
    external: ['@azure/functions-core'],
    logLevel: 'warning',
    metafile: true,
  });
  copyFileSync(join(root, 'host.json'), join(folder, 'host.json'));
  const manifest = {
    name: 'entra-signin-risk-app',
    version: VERSION,
    private: true,
    type: 'module',
    main: 'main.mjs',
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  // azd builds remotely, or refuses, when this file is missing or names node_modules.
  writeFileSync(join(folder, '.funcignore'), 'local.settings.json\n');
  return metafile;
}
