import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The account and the key that Azurite's documentation publishes: they open nothing but an emulator. */
const ACCOUNT_NAME = 'devstoreaccount1';
const ACCOUNT_KEY =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const START_TIMEOUT_MS = 30_000;
const OUTPUT_KEPT = 8192;
const LISTENING =
  /Azurite (Blob|Queue|Table) service is successfully listening at (https:\/\/127\.0\.0\.1:\d+)/g;

/**
 * Runs inside the child before Azurite. The channel to the parent breaks however the parent ends, by a
 * signal that it cannot see as well: Azurite never outlives it.
 */
const END_WITH_PARENT = `data:text/javascript,process.once('disconnect', () => process.exit())`;

export interface AzuriteOptions {
  /** The server's certificate and private key, PEM. Bearer tokens are accepted over https only. */
  readonly cert: string;
  readonly key: string;
}

export interface Azurite {
  /** `https://127.0.0.1:<port>/devstoreaccount1`, and likewise for the others. */
  readonly blobEndpoint: string;
  readonly queueEndpoint: string;
  readonly tableEndpoint: string;
  readonly accountName: string;
  readonly accountKey: string;
  /** Ends the process; what it stored is gone, because it was in memory only. */
  close(): Promise<void>;
}

function launch(certPath: string, keyPath: string): ChildProcess {
  const entry = createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js');
  const hosts = ['blob', 'queue', 'table'].flatMap((service) => [
    // Port 0: Azurite itself takes a free one, so no other process can take it in between.
    ...[`--${service}Host`, '127.0.0.1'],
    ...[`--${service}Port`, '0'],
  ]);
  const switches = ['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--silent'];
  return fork(entry, [...hosts, '--oauth', 'basic', '--cert', certPath, '--key', keyPath, ...switches], {
    // Either variable of the developer's own Azurite would give this one another account or a database.
    env: { ...process.env, AZURITE_ACCOUNTS: undefined, AZURITE_DB: undefined },
    execArgv: ['--import', END_WITH_PARENT],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** The base address of each service, once all of them accept connections; throws if the child ends before. */
function whenListening(child: ChildProcess): Promise<Map<string, string>> {
  const addresses = new Map<string, string>();
  let output = '';
  return new Promise((resolve, reject) => {
    const fail = (what: string) => reject(new Error(`Azurite ${what}. Its output:\n${output || '(none)'}`));
    const timer = setTimeout(
      () => fail(`did not start within ${START_TIMEOUT_MS / 1000} s`),
      START_TIMEOUT_MS,
    );
    const read = (chunk: string) => {
      // The pipes are read for as long as the child lives: a full one would bring it to a halt.
      output = (output + chunk).slice(-OUTPUT_KEPT);
      if (addresses.size === 3) return;
      for (const [, service = '', address = ''] of output.matchAll(LISTENING))
        addresses.set(service, address);
      if (addresses.size === 3) {
        clearTimeout(timer);
        resolve(addresses);
      }
    };
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', read);
    child.once('error', (error) => fail(`could not be started: ${error.message}`));
    // 'close' and not 'exit': by then the output is complete.
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      fail(`ended with ${signal ?? `code ${code}`} before it was ready`);
    });
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  // Nothing is stored that an orderly end could save, and that would wait for connections kept alive.
  child.kill('SIGKILL');
  await exited;
}

/**
 * Starts Azurite, Microsoft's emulator of Azure Storage, as a child process: blob, queue and table over https
 * on free ports of 127.0.0.1, in memory, for bearer tokens (`--oauth basic`: issuer, audience and life time
 * are checked, the signature is not) and for the account key.
 * @throws if it ends or does not listen within half a minute, with what it printed
 */
export async function startAzurite(options: AzuriteOptions): Promise<Azurite> {
  // Readable by this user only, and gone as soon as the child has read them at its start.
  const folder = await mkdtemp(join(tmpdir(), 'entra-signin-risk-'));
  try {
    const certPath = join(folder, 'cert.pem');
    const keyPath = join(folder, 'key.pem');
    await writeFile(certPath, options.cert, { mode: 0o600 });
    await writeFile(keyPath, options.key, { mode: 0o600 });
    const child = launch(certPath, keyPath);
    try {
      const addresses = await whenListening(child);
      return {
        blobEndpoint: `${addresses.get('Blob')}/${ACCOUNT_NAME}`,
        queueEndpoint: `${addresses.get('Queue')}/${ACCOUNT_NAME}`,
        tableEndpoint: `${addresses.get('Table')}/${ACCOUNT_NAME}`,
        accountName: ACCOUNT_NAME,
        accountKey: ACCOUNT_KEY,
        close: () => stop(child),
      };
    } catch (error) {
      await stop(child);
      throw error;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
