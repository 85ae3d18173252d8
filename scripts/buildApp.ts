import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import { VERSION } from '../src/version.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** CommonJS modules inside an ES module bundle still call `require`, for Node's own modules and for the worker's. */
const BANNER = `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`;

/** JSON as a text that `JSON.parse` reads at the start: V8 takes several times as long for the same as source code. */
const JSON_AS_TEXT: Plugin = {
  name: 'json-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /\.json$/ }, ({ path }) => {
      const text = JSON.stringify(JSON.parse(readFileSync(path, 'utf8')));
      return { contents: `export default JSON.parse(${JSON.stringify(text)});`, loader: 'js' };
    });
  },
};

/**
 * Builds the function app as it is deployed: `main.mjs` and what it loads later, with everything inside, and the files
 * that the Functions host and azd look for beside it.
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
    outdir: folder,
    entryNames: 'main',
    chunkNames: 'later/[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    // What is imported when it is needed lies in files of its own: a cold start reads only what every start needs.
    splitting: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Modules in their ES form where a package has both: what is not used of them is left out.
    mainFields: ['module', 'main'],
    minify: true,
    // Japanese as it is takes half the bytes of its escapes.
    charset: 'utf8',
    // The licences of what is bundled ask that their notices go along: *.LEGAL.txt.
    legalComments: 'external',
    banner: { js: BANNER },
    // Exists only inside the language worker, which answers for it.
    external: ['@azure/functions-core'],
    logLevel: 'warning',
    plugins: [JSON_AS_TEXT],
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
