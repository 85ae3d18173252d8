import { VERSION } from '../../version.ts';
import { startSystem } from '../system.ts';
import { loadAssets } from './assets.ts';
import { Live } from './live.ts';
import { Runs } from './runs.ts';
import { type DashboardServer, startServer } from './server.ts';
import { Store } from './store.ts';
import { Uploads } from './uploads.ts';

export interface DashboardOptions {
  /** The folder for everything that arrives. */
  readonly out: string;
  /** The port to listen on. */
  readonly port: number;
  /** Take any free port when that one is taken. */
  readonly anyPort: boolean;
  /** The largest file that can be dropped, in bytes. */
  readonly uploadLimit?: number;
}

export interface Dashboard {
  /** Where the page is, `http://127.0.0.1:<port>`. */
  readonly address: string;
  readonly runs: Runs;
  close(): Promise<void>;
}

/**
 * Starts the whole system on this machine, and the page that shows what happens in it.
 * @throws OutputError when the output folder cannot be used; Error when a part cannot be started or the port is taken
 */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  let version = 0;
  const change = () => {
    version++;
    live.change();
  };
  const store = new Store(change);
  const uploads = new Uploads(options.uploadLimit);
  const [assets, system] = await Promise.all([loadAssets(), startSystem(options.out, store.watchers)]);
  const runs = new Runs(system, store, change);
  const live = new Live(() => ({
    runs: runs.views(),
    version,
    uploadLimit: uploads.limit,
    toolVersion: VERSION,
    out: options.out,
  }));
  const { files, classify } = system;
  const listen = (port: number) => startServer({ assets, live, store, files, classify, runs, uploads }, port);
  let server: DashboardServer;
  try {
    server = await listen(options.port).catch((error: unknown) => {
      if (options.anyPort && isTaken(error)) return listen(0);
      throw error;
    });
  } catch (error) {
    await system.close();
    throw error;
  }
  return {
    address: server.address,
    runs,
    async close() {
      await Promise.allSettled([server.close(), system.close(), uploads.close()]);
    },
  };
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
