import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildApp } from '../../scripts/buildApp.ts';
import { VERSION } from '../../src/version.ts';

const RUNNER = fileURLToPath(new URL('../support/runBuiltApp.ts', import.meta.url));
const SETTINGS = {
  LOGS_INGESTION_ENDPOINT: 'https://dcr-example.japaneast-1.ingest.monitor.azure.com',
  LOGS_INGESTION_RULE_ID: 'dcr-00000000000000000000000000000000',
  ALERT_QUEUE_ENDPOINT: 'https://stexample.queue.core.windows.net',
  BLOB_ENDPOINT: 'https://stexample.blob.core.windows.net',
  EVENT_HUB_NAME: 'entra-sign-ins',
  EVENT_HUB_CONSUMER_GROUP: 'entra-signin-risk',
  EventHubConnection__fullyQualifiedNamespace: 'evhns-example.servicebus.windows.net',
};

let folder: string;
let metafile: Metafile;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-'));
  metafile = await buildApp(folder);
});

afterAll(() => rmSync(folder, { recursive: true }));

const readText = (name: string) => readFileSync(join(folder, name), 'utf8');
const readJson = (name: string): unknown => JSON.parse(readText(name));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Loads and runs the bundle in a process that has these settings and no others. */
function run(env: Readonly<Record<string, string>>, ...options: string[]): Promise<Ended> {
  // Node 22 warns of the types in the runner; what is tested here is the bundle.
  const args = ['--disable-warning=ExperimentalWarning', RUNNER, join(folder, 'main.mjs'), ...options];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env, maxBuffer: 16e6 }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

const outputSchema = z.object({
  registered: z.array(
    z.object({
      name: z.string(),
      bindings: z.record(z.string(), z.record(z.string(), z.unknown())),
      retryOptions: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
  logged: z.array(z.string()),
});

describe('the built app, loaded as the language worker loads it', () => {
  let ended: Ended;
  let output: z.infer<typeof outputSchema>;
  beforeAll(async () => {
    ended = await run({}, '--connected');
    output = outputSchema.parse(JSON.parse(ended.stdout));
  });

  const bindingsOf = (name: string) =>
    Object.values(output.registered.find((one) => one.name === name)?.bindings ?? {});

  it('registers a function for the events, and one for what waits', () => {
    expect(output.registered.map(({ name }) => name).sort()).toEqual(['processSignIns', 'redeliver']);
    expect(bindingsOf('processSignIns')).toEqual([
      expect.objectContaining({
        type: 'eventHubTrigger',
        direction: 'in',
        connection: 'EventHubConnection',
        eventHubName: '%EVENT_HUB_NAME%',
        consumerGroup: '%EVENT_HUB_CONSUMER_GROUP%',
        cardinality: 'many',
        dataType: 'binary',
      }),
    ]);
    expect(bindingsOf('redeliver')).toEqual([
      expect.objectContaining({ type: 'timerTrigger', direction: 'in', schedule: '0 * * * * *' }),
    ]);
  });

  it('registers notifications when there is a webhook; without its address, only what says so', async () => {
    const namesFor = async (NOTIFY_WEBHOOK_URL: string) => {
      const more = {
        NOTIFY_WEBHOOK_URL,
        NOTIFY_TABLE_ENDPOINT: 'https://stexample.table.core.windows.net',
        AlertQueueConnection__queueServiceUri: 'https://stexample.queue.core.windows.net',
      };
      const { registered } = outputSchema.parse(JSON.parse((await run(more, '--connected')).stdout));
      return registered.map(({ name }) => name).filter((name) => name.startsWith('notify'));
    };
    const [on, unresolved] = await Promise.all([
      namesFor('https://example.com/hook?sig=secret'),
      namesFor('@Microsoft.KeyVault(SecretUri=https://kv-example.vault.azure.net/secrets/s)'),
    ]);
    expect([on, unresolved]).toEqual([['notify', 'notifyDigest'], ['notifyDigest']]);
  }, 120_000);

  it('has the host retry without end, from 5 seconds to 5 minutes', () => {
    const processSignIns = output.registered.find(({ name }) => name === 'processSignIns');
    expect(processSignIns?.retryOptions).toMatchObject({
      strategy: 'exponentialBackoff',
      maxRetryCount: -1,
      minimumInterval: { seconds: 5 },
      maximumInterval: { seconds: 300 },
    });
  });

  it('runs the handler, which logs one line for the batch', () => {
    expect(output.logged.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ event: 'batch', events: 1, records: 1, skipped: 1 }),
    ]);
  });

  it('prints nothing besides', () => {
    expect(ended.stderr).toBe('');
  });

  it('names what cannot be reached, with setting and role, and lets the host try again', async () => {
    const { code, stdout, stderr } = await run(SETTINGS);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('nothing durable can be reached (4 faults):');
    expect(stderr).toMatch(
      /spills: no token, .*BLOB_ENDPOINT and SPILL_CONTAINER; role Storage Blob Data Contributor/,
    );
  });

  it('does not load when settings are missing, and says which', async () => {
    const { LOGS_INGESTION_ENDPOINT: _, EVENT_HUB_NAME: __, ...some } = SETTINGS;
    const { code, stdout, stderr } = await run(some);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('ConfigError]: application settings are missing or wrong (2):');
    expect(stderr).toMatch(/LOGS_INGESTION_ENDPOINT: is not set/);
    expect(stderr).toMatch(/EVENT_HUB_NAME: is not set/);
  });
});

describe('the folder that is deployed', () => {
  it('holds these files and no others', () => {
    expect(readdirSync(folder).sort()).toEqual([
      '.funcignore',
      'host.json',
      'later',
      'main.mjs',
      'main.mjs.LEGAL.txt',
      'package.json',
    ]);
    for (const name of readdirSync(join(folder, 'later'))) expect(name).toMatch(/\.mjs(\.LEGAL\.txt)?$/);
  });

  it('has a package.json that names the bundle, and no dependencies to install', () => {
    expect(readJson('package.json')).toEqual({
      name: 'entra-signin-risk-app',
      version: VERSION,
      private: true,
      type: 'module',
      main: 'main.mjs',
    });
  });

  it('has a .funcignore that lets node_modules be: else azd would build remotely', () => {
    expect(existsSync(join(folder, '.funcignore'))).toBe(true);
    expect(readText('.funcignore')).not.toContain('node_modules');
  });

  it('has a host.json with the values that the design rests on', () => {
    expect(readJson('host.json')).toMatchObject({
      version: '2.0',
      functionTimeout: '00:30:00',
      extensionBundle: { id: 'Microsoft.Azure.Functions.ExtensionBundle', version: '[4.*, 5.0.0)' },
      extensions: {
        eventHubs: {
          maxEventBatchSize: 100,
          prefetchCount: 300,
          // More than 1 would repeat whole batches after a restart.
          batchCheckpointFrequency: 1,
          initialOffsetOptions: { type: 'fromStart' },
        },
        queues: {
          messageEncoding: 'base64',
          maxDequeueCount: 5,
          // Without it the attempts follow each other at once, and an outage of seconds fills the poison queue.
          visibilityTimeout: '00:00:30',
        },
      },
    });
  });

  it('has a bundle that needs nothing but Node and the worker', () => {
    const imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
    const outside = imports.flatMap(({ path, external }) => (external && !isBuiltin(path) ? [path] : []));
    expect([...new Set(outside)]).toEqual(['@azure/functions-core']);
  });

  it('has a bundle that holds the product alone, and stays small: it is loaded at every cold start', () => {
    const inputs = Object.keys(metafile.inputs);
    expect(inputs).toContain('functions/processSignIns.ts');
    const ours = inputs.filter((path) => !path.includes('node_modules') && path !== '<stdin>');
    expect(
      ours.filter((path) => !/^(functions|src\/(core|delivery|notify|adapters)|data)\//.test(path)).sort(),
    ).toEqual([
      'src/application.ts',
      'src/compose.ts',
      'src/composeNotify.ts',
      'src/config.ts',
      'src/shippedData.ts',
      'src/telemetryConfig.ts',
      'src/version.ts',
    ]);
  });

  /** The outputs that a cold start reads: the entry, and what it imports without asking. */
  function readAtStart(): Metafile['outputs'][string][] {
    const read = new Set<string>();
    const add = (path: string): void => {
      if (read.has(path)) return;
      read.add(path);
      for (const { path: next, kind, external } of metafile.outputs[path]?.imports ?? [])
        if (external !== true && kind !== 'dynamic-import') add(next);
    };
    for (const path of Object.keys(metafile.outputs)) if (path.endsWith('/main.mjs')) add(path);
    return [...read].flatMap((path) => metafile.outputs[path] ?? []);
  }

  it('stays small, above all what every cold start reads', () => {
    const bytesOf = (outputs: readonly { bytes: number }[]) =>
      outputs.reduce((sum, { bytes }) => sum + bytes, 0);
    const all = Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.mjs'));
    expect(bytesOf(readAtStart())).toBeGreaterThan(400_000);
    expect(bytesOf(readAtStart())).toBeLessThan(540_000);
    expect(bytesOf(all.map(([, output]) => output))).toBeLessThan(2_100_000);
  });

  it('reads nothing of notifications at a cold start: most have them off', () => {
    const inputs = readAtStart().flatMap((output) => Object.keys(output.inputs));
    expect(inputs).toContain('functions/notify.ts');
    expect(Object.keys(metafile.inputs)).toContain('src/composeNotify.ts');
    expect(inputs.filter((path) => /src\/(notify\/|composeNotify)|data-tables/.test(path))).toEqual([]);
  });
});
