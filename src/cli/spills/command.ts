import { compose } from '../../compose.ts';
import { attemptsOf, enqueuedOf, isDue } from '../../delivery/dueSpills.ts';
import type { BlobEntry, LeasingStore } from '../../delivery/ports.ts';
import type { RedeliveryReport } from '../../delivery/redeliver.ts';
import { parseArguments, UsageError } from '../arguments.ts';
import { createOperatorCredential } from '../credential.ts';
import { type Host, writeJson, writeLines } from '../host.ts';
import { openStore, readSettings } from '../storage.ts';
import { toSafeText } from '../text.ts';

export const USAGE = `Usage: entra-signin-risk spills list [options]
       entra-signin-risk spills redeliver [options]

Spills hold good data that its destination did not take in time. The function redeliver delivers them every minute, by
itself. list shows what waits, and since when; redeliver does one turn of the same from here, for when the function app
cannot run or somebody cannot wait: it also tries what the function would leave for some minutes more. Both may run at
the same time: leases keep them apart.

  --account URL        list: the storage account's blob endpoint; default: BLOB_ENDPOINT of the settings
  --container NAME     list: default SPILL_CONTAINER of the settings, else spills
  --settings FILE      the deployment's settings: a file like local.settings.json, or what az functionapp config
                       appsettings list prints; default: the environment
  --json               print JSON
  --help               this text

The identity is the caller's, with the roles that dead-letters redrive needs; to list, Storage Blob Data Reader on the
container. AZURE_STORAGE_CONNECTION_STRING in the environment is used in place of the identity (list only).

Exit code: 0 nothing waits; 1 something does; 2 wrong usage, or a service that cannot be used.
`;

/** What waits for one destination. */
interface Backlog {
  spills: number;
  items: number;
  bytes: number;
  /** When the hub got the oldest of it. */
  oldest: string | null;
  /** Spills that were tried and wait for their next turn. */
  backingOff: number;
  mostAttempts: number;
}

/** The command `spills`. @returns the exit code */
export async function run(args: readonly string[], host: Host): Promise<number> {
  const { values, plain } = parseArguments(args, {
    account: { type: 'string' },
    container: { type: 'string' },
    settings: { type: 'string' },
    json: { type: 'boolean' },
  });
  const [action, ...more] = plain;
  if (more.length > 0) throw new UsageError(`"${more[0]}" is one too many`);
  const settings = await readSettings(values.settings, host);
  if (action === 'list') {
    const store = openStore({ account: values.account, container: values.container }, settings, {
      setting: 'SPILL_CONTAINER',
      container: 'spills',
    });
    const backlog = { alerts: await measure(store, 'alerts/'), rows: await measure(store, 'rows/') };
    if (values.json === true) writeJson(host, backlog);
    else
      writeLines(
        host,
        Object.entries(backlog).map(([sink, one]) => toLine(sink, one)),
      );
    return backlog.alerts.spills + backlog.rows.spills === 0 ? 0 : 1;
  }
  if (action === 'redeliver') {
    // Else the spills of the settings' deployment would be sent while somebody believes that they are another's.
    if (values.account !== undefined || values.container !== undefined)
      throw new UsageError('redeliver works on the deployment of the settings; name it with --settings FILE');
    const report = await compose(settings, { credential: createOperatorCredential() }).redeliver({
      areAllDue: true,
    });
    if (values.json === true) writeJson(host, report);
    else writeLines(host, toReportLines(report));
    return report.waiting === 0 && report.taken === 0 && !report.more ? 0 : 1;
  }
  throw new UsageError(action === undefined ? 'say list or redeliver' : `there is no spills ${action}`);
}

async function measure(store: LeasingStore, prefix: string): Promise<Backlog> {
  const backlog: Backlog = { spills: 0, items: 0, bytes: 0, oldest: null, backingOff: 0, mostAttempts: 0 };
  for await (const entry of store.list(prefix)) add(backlog, entry);
  return backlog;
}

function add(backlog: Backlog, entry: BlobEntry): void {
  const enqueued = enqueuedOf(entry);
  backlog.spills++;
  backlog.items += Number(entry.metadata['count'] ?? 0);
  backlog.bytes += entry.bytes;
  if (backlog.oldest === null || enqueued < backlog.oldest) backlog.oldest = enqueued;
  if (!isDue(entry, Date.now())) backlog.backingOff++;
  backlog.mostAttempts = Math.max(backlog.mostAttempts, attemptsOf(entry));
}

function toLine(sink: string, { spills, items, bytes, oldest, backingOff, mostAttempts }: Backlog): string {
  if (spills === 0) return `${sink.padEnd(8)}nothing waits`;
  const tried = mostAttempts > 0 ? `, tried up to ${mostAttempts} times, ${backingOff} not due yet` : '';
  return toSafeText(
    `${sink.padEnd(8)}${items} in ${spills} spills (${bytes} bytes), the oldest from ${oldest}${tried}`,
  );
}

function toReportLines(report: RedeliveryReport): string[] {
  return [
    `delivered     ${report.rows} rows, ${report.alerts} alerts (${report.spills} spills)`,
    `dead letters  ${report.deadLetters}`,
    `waiting       ${report.waiting}`,
    ...(report.taken > 0 ? [`left          ${report.taken} spills that somebody else works on`] : []),
    ...(report.more ? ['There is more than one turn may take: run it again.'] : []),
    ...report.answers.map((answer) => toSafeText(answer)),
  ];
}
