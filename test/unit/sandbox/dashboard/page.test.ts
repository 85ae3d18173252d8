import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadAssets } from '../../../../src/sandbox/dashboard/assets.ts';
import { en } from '../../../../src/sandbox/dashboard/page/words.en.ts';
import { ja } from '../../../../src/sandbox/dashboard/page/words.ja.ts';
import { toLanguage } from '../../../../src/sandbox/dashboard/page/words.ts';
import { codeOf, ROOT, readSources } from '../../../support/sources.ts';

const page = readSources('src/sandbox/dashboard/page/**/*.ts');

it('the page never makes HTML or code of text', () => {
  const dangerous =
    /innerHTML|outerHTML|insertAdjacentHTML|srcdoc|document\.write|DOMParser|createContextualFragment|setHTMLUnsafe|\beval\b|\bFunction\(|\.cssText|['"`]style['"`]/;
  expect(page.length).toBeGreaterThan(30);
  expect(page.filter((source) => dangerous.test(codeOf(source))).map(({ path }) => path)).toEqual([]);
  // The check itself can fail.
  expect("element.innerHTML = ''").toMatch(dangerous);
});

it('the page asks nobody but its own server, and opens other sites only as links', () => {
  const asking = /\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|EventSource\(|\bimport\(/g;
  const asks = page.flatMap((source) => [...codeOf(source).matchAll(asking)].map(() => source.path));
  expect(asks.sort()).toEqual(['src/sandbox/dashboard/page/ask.ts', 'src/sandbox/dashboard/page/live.ts']);
});

it('index.html has no code and no styles of its own', () => {
  const html = readFileSync(join(ROOT, 'src/sandbox/dashboard/page/index.html'), 'utf8');
  expect(html).not.toMatch(/<style|style=|<script(?![^>]* src="\/)|\son\w+=|https?:/);
});

it('is put together of what it imports, and of nothing that belongs to the server', async () => {
  const assets = await loadAssets();
  expect([...assets.keys()].sort()).toEqual(['/', '/icon.svg', '/main.js', '/style.css', '/theme.js']);
  const script = assets.get('/main.js')?.text ?? '';
  expect(script).not.toMatch(/\brequire\(|node:|process\.|Buffer\./);
  expect(Buffer.byteLength(script)).toBeLessThan(150_000);
  expect(assets.get('/theme.js')?.text).not.toMatch(/^(import|export)/m);
  expect(assets.get('/style.css')?.text).not.toMatch(/@import|url\(/);
});

it('every text is there in both languages, and the Japanese is Japanese', () => {
  const paths = (value: object, at = ''): string[] =>
    Object.entries(value).flatMap(([name, inner]) =>
      typeof inner === 'object' ? paths(inner, `${at}${name}.`) : [`${at}${name}`],
    );
  expect(paths(ja)).toEqual(paths(en));
  const text = (words: object): string[] =>
    Object.values(words).flatMap((one) =>
      typeof one === 'object' ? text(one) : [typeof one === 'function' ? one('1', '2', 3) : one],
    );
  const latin = text(ja).filter(
    (one) => !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(one),
  );
  expect(latin).toEqual(['English', 'Event Hub', 'processSignIns', '1 / 2']);
});

it('the language is the one chosen, else the browser’s first that the page has', () => {
  expect(toLanguage('ja', ['en-GB'])).toBe('ja');
  expect(toLanguage(null, ['fr-FR', 'ja-JP', 'en-US'])).toBe('ja');
  expect(toLanguage(null, ['fr-FR'])).toBe('en');
  expect(toLanguage('xx', [])).toBe('en');
});
