import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toConfig } from '../../src/config.ts';
import { MAX_EVENT_BATCH_SIZE } from '../../src/sandbox/flow.ts';
import { VERSION } from '../../src/version.ts';
import { codeOf, ROOT, readSources, type Source } from '../support/sources.ts';

const readText = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const versions = z.record(z.string(), z.string());
const manifest = z
  .object({
    version: z.string(),
    dependencies: versions,
    devDependencies: versions,
    optionalDependencies: versions,
  })
  .parse(JSON.parse(readText('package.json')));

const PRODUCT = ['functions/*.ts', 'src/{core,delivery,notify,adapters}/**/*.ts', 'src/*.ts'];
const product = readSources(...PRODUCT);
const everything = readSources('functions/**/*.ts', 'src/**/*.ts', 'scripts/**/*.{ts,mjs}');

/** `file -> import` for every import that is not allowed. */
function strays(sources: readonly Source[], allowed: RegExp): string[] {
  return sources.flatMap(({ path, imports }) =>
    imports.filter((name) => !allowed.test(name)).map((name) => `${path} -> ${name}`),
  );
}

/** The name of the package that an import comes from; undefined for files and for Node's own modules. */
function packageOf(name: string): string | undefined {
  if (/^(node:|src\/|functions\/|data\/|scripts\/|host\.json)/.test(name)) return undefined;
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

describe('dependencies point inward', () => {
  it.each([
    ['src/core/**/*.ts', /^(src\/core\/|zod$|node:(buffer|crypto|net)$)/],
    ['src/delivery/*.ts', /^(src\/(core|delivery)\/|src\/version\.ts$|zod$|node:(buffer|crypto|util|zlib)$)/],
    ['src/notify/*.ts', /^(src\/(core|notify)\/|src\/delivery\/clock\.ts$|zod$|node:crypto$)/],
    [
      'src/adapters/*.ts',
      /^(src\/(core|delivery|notify|adapters)\/|@azure\/|@opentelemetry\/|zod$|node:(buffer|crypto|util|zlib|timers\/promises)$)/,
    ],
    ['src/config.ts', /^(src\/core\/|zod$)/],
    [
      'src/compose.ts',
      /^(src\/(core|delivery|adapters)\/|src\/(config|telemetryConfig|shippedData|version)\.ts$|@azure\/identity$)/,
    ],
    ['src/shippedData.ts', /^(src\/core\/|data\/)/],
    [
      'src/composeNotify.ts',
      /^(src\/(delivery|notify|adapters)\/|src\/(config|compose)\.ts$|@azure\/(data-tables|identity)$)/,
    ],
    ['src/application.ts', /^src\/(compose|composeNotify)\.ts$/],
    ['src/index.ts', /^(src\/core\/|src\/shippedData\.ts$)/],
    [
      'src/kql/**/*.ts',
      /^(src\/(core|kql)\/|data\/|zod$|@kusto\/language-service-next|node:(fs|module|vm)$)/,
    ],
    ['functions/*.ts', /^(src\/adapters\/|src\/application\.ts$|@azure\/functions$)/],
  ])('%s', (glob, allowed) => {
    const sources = readSources(glob);
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(0);
    expect(strays(sources, allowed)).toEqual([]);
  });

  it('and nothing needs a test, or a script besides scripts', () => {
    expect(strays(everything, /^(?!test\/)/)).toEqual([]);
    expect(strays(readSources('functions/**/*.ts', 'src/**/*.ts'), /^(?!scripts\/)/)).toEqual([]);
  });
});

describe('the function app', () => {
  it('knows nothing of KQL: its language service alone would be 5 MB of the bundle', () => {
    const strangers = /^src\/(kql|cli|sandbox)\//;
    expect(
      product.flatMap(({ path, imports }) =>
        imports.filter((name) => strangers.test(name)).map((name) => `${path} -> ${name}`),
      ),
    ).toEqual([]);
  });
});

describe('the product', () => {
  it('uses packages that are declared as dependencies, and nothing of the developer’s', () => {
    const used = new Set(product.flatMap(({ imports }) => imports.flatMap((name) => packageOf(name) ?? [])));
    expect(used).toContain('zod');
    expect([...used].filter((name) => !Object.hasOwn(manifest.dependencies, name))).toEqual([]);
  });

  it('reads the environment in one place: where the function is wired', () => {
    // A function of the same name is called, or handed on; the global is looked into.
    const reads = /(?<![.\w])process\s*[.?[]|=\s*process\b|\(process\b/;
    const readers = product.filter((source) => reads.test(codeOf(source))).map(({ path }) => path);
    expect(readers).toEqual(['src/application.ts']);
  });

  it('loads notifications only when one is to be sent', () => {
    const heavy = /^(src\/notify\/|src\/composeNotify\.ts$|@azure\/data-tables$)/;
    const loaders = readSources('functions/*.ts', 'src/*.ts', 'src/{core,delivery}/**/*.ts').filter(
      ({ path, imports }) => path !== 'src/composeNotify.ts' && imports.some((name) => heavy.test(name)),
    );
    expect(loaders.map(({ path }) => path)).toEqual(['src/application.ts']);
    const [application] = loaders;
    expect(application?.text).toContain("await import('./composeNotify.ts')");
    expect(application?.text).not.toMatch(/^import (?!type )[^;]*composeNotify/m);
  });

  it('has a delivery and notifications whose time and chance are those of their clock', () => {
    const own =
      /\bDate\.now\b|\bnew Date\(\)|\bperformance\b|\bMath\.random\b|\bset(Timeout|Interval|Immediate)\b/;
    const found = readSources('src/{delivery,notify}/*.ts').filter((source) => own.test(codeOf(source)));
    expect(found.map(({ path }) => path)).toEqual([]);
    expect('setTimeout(run, 5)').toMatch(own);
  });

  it('has a core without clock, chance, network, timers, output or environment', () => {
    const impure =
      /\b(process|performance|console|fetch|globalThis|setTimeout|setInterval|setImmediate|queueMicrotask)\b|\bDate\.now\b|\bnew Date\(\)|\bDate\(\)|\bMath\.random\b|\brandom(UUID|Bytes|Int)\b|\bimport\.meta\b|\brequire\b/;
    const found = readSources('src/core/**/*.ts').flatMap((source) => {
      const [word] = impure.exec(codeOf(source)) ?? [];
      return word === undefined ? [] : [`${source.path}: ${word}`];
    });
    expect(found).toEqual([]);
    // The check itself can fail.
    expect('const now = Date.now();').toMatch(impure);
  });

  it('knows its version', () => {
    expect(VERSION).toBe(manifest.version);
  });
});

describe('the repository', () => {
  it('pins every package to one version', () => {
    const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
    expect(
      Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-beta\.\d+)?$/.test(version)),
    ).toEqual([]);
  });

  it('declares every package that its sources import', () => {
    const declared = { ...manifest.dependencies, ...manifest.devDependencies };
    const used = new Set(
      everything.flatMap(({ imports }) => imports.flatMap((name) => packageOf(name) ?? [])),
    );
    expect([...used].filter((name) => !Object.hasOwn(declared, name))).toEqual([]);
  });

  it('holds no path of a machine it was made on, and no address that packages came from', () => {
    const files = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: ROOT })
      .toString()
      .split('\0')
      .filter((path) => path !== '' && existsSync(join(ROOT, path)));
    expect(files).toContain('package-lock.json');
    // Written so that this file does not find itself.
    const forbidden = new RegExp(
      ['/wor[k]/', 'suba[g]ent', '//registr[y]\\.', '"resolve[d]": *"http'].join('|'),
    );
    expect(files.filter((path) => forbidden.test(readText(path)))).toEqual([]);
  });
});

describe('settings and limits that stand in two places', () => {
  it('local.settings.sample.json is complete and valid', () => {
    const sample = z.object({ Values: versions }).parse(JSON.parse(readText('local.settings.sample.json')));
    const { FUNCTIONS_WORKER_RUNTIME: runtime, AzureWebJobsStorage: _, ...settings } = sample.Values;
    expect(runtime).toBe('node');
    expect(toConfig(settings)).toMatchObject({ ALERT_QUEUE_NAME: 'signin-alerts', ROW_DETAIL: 'compact' });
    const config = readText('src/config.ts');
    const known = Array.from(config.matchAll(/^ {4}([A-Z]\w+): /gm), ([, name = '']) => name);
    expect(known).toContain('LOGS_INGESTION_ENDPOINT');
    // The sample shows the way with an identity, not the one with a connection string.
    const strings = ['EventHubConnection', 'AlertQueueConnection'];
    expect(Object.keys(settings).sort()).toEqual(known.filter((name) => !strings.includes(name)).sort());
  });

  it('the sandbox’s host hands out batches of the size of host.json', () => {
    const batch = z.object({ maxEventBatchSize: z.number() });
    const host = z
      .object({ extensions: z.object({ eventHubs: batch }) })
      .parse(JSON.parse(readText('host.json')));
    expect(MAX_EVENT_BATCH_SIZE).toBe(host.extensions.eventHubs.maxEventBatchSize);
  });
});
