import { VERSION } from '../../version.ts';
import { UsageError } from '../options.ts';
import { startOtlpReceiver } from '../otlpReceiver.ts';
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

/** Who looks at a page does not wait for a minute. */
const EXPORT_INTERVAL_MS = 1_000;

export interface Dashboard {
  /** Where the page is, `http://127.0.0.1:<port>`. */
  readonly address: string;
  readonly runs: Runs;
  close(): Promise<void>;
}

/**
 * Starts the whole system on this machine, and the page that shows what happens in it.
 * @throws UsageError when the port is taken; OutputError when the output folder cannot be used; Error when a part cannot
 * be started
 */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  let version = 0;
  const change = () => {
    version++;
    live.change();
  };
  const store = new Store(change);
  const uploads = new Uploads(options.uploadLimit);
  // The port first: should it be taken, that is told at once.
  const server = await listen(options);
  // In the place of Application Insights: the app's own instruments, by the way that they go everywhere.
  const telemetry = await startOtlpReceiver(change);
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = telemetry.endpoint;
  process.env['OTEL_METRIC_EXPORT_INTERVAL'] = String(EXPORT_INTERVAL_MS);
  const parts = Promise.all([loadAssets(), startSystem(options.out, store.watchers)]);
  const [assets, system] = await parts.catch(async (error: unknown) => {
    await Promise.allSettled([server.close(), telemetry.close()]);
    throw error;
  });
  const runs = new Runs(system, store, change);
  const live = new Live(() => ({
    runs: runs.views(),
    version,
    uploadLimit: uploads.limit,
    toolVersion: VERSION,
    out: options.out,
  }));
  const { files, classify } = system;
  server.open({ assets, live, store, files, classify, runs, uploads, telemetry });
  return {
    address: server.address,
    runs,
    async close() {
      await Promise.allSettled([server.close(), system.close(), uploads.close()]);
      await telemetry.close();
    },
  };
}

/** @throws UsageError when the port is taken and no other one will do */
async function listen({ port, anyPort }: DashboardOptions): Promise<DashboardServer> {
  try {
    return await startServer(port);
  } catch (error) {
    if (!isTaken(error)) throw error;
    if (anyPort) return startServer(0);
    throw new UsageError(`--port ${port}: another program has it; name another one, or leave --port out`);
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
