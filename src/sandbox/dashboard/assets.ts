import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface Asset {
  readonly type: string;
  readonly text: string;
}

const PAGE = fileURLToPath(new URL('page/', import.meta.url));

/**
 * The page's files by the path at which they are served. Its TypeScript and its styles are put together when the
 * dashboard starts, in memory and in some 50 ms: there is no build step, and nothing to keep up to date.
 */
export async function loadAssets(): Promise<ReadonlyMap<string, Asset>> {
  const { outputFiles } = await build({
    entryPoints: [`${PAGE}main.ts`, `${PAGE}theme.ts`, `${PAGE}style.css`],
    bundle: true,
    write: false,
    outdir: '/',
    format: 'esm',
    target: 'es2023',
    charset: 'utf8',
    logLevel: 'silent',
  });
  const assets = new Map<string, Asset>();
  for (const { path, text } of outputFiles) {
    const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    const type = name.endsWith('.css') ? 'text/css' : 'text/javascript';
    assets.set(`/${name}`, { type: `${type}; charset=utf-8`, text });
  }
  const html = await readFile(`${PAGE}index.html`, 'utf8');
  assets.set('/', { type: 'text/html; charset=utf-8', text: html });
  assets.set('/icon.svg', { type: 'image/svg+xml', text: await readFile(`${PAGE}icon.svg`, 'utf8') });
  return assets;
}
