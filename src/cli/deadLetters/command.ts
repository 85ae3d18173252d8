import type { LeasingStore } from '../../delivery/ports.ts';
import { parseArguments, UsageError } from '../arguments.ts';
import { type Host, writeJson, writeLines } from '../host.ts';
import { toScreen } from '../screen.ts';
import { openStore, readSettings, type Settings } from '../storage.ts';
import { toMoment } from '../time.ts';
import { openFileStore } from './fileStore.ts';
import { type Choice, type Found, findDeadLetters } from './find.ts';
import { bytesOf, toCard, toHeading, toJson, toListLine } from './print.ts';
import { nothingDone, type RedriveSummary, redrive } from './redrive.ts';

export const USAGE = `Usage: entra-signin-risk dead-letters list [ID ...] [options]
       entra-signin-risk dead-letters show ID ... [--raw]
       entra-signin-risk dead-letters redrive ID ... | --all [--dry-run]

Dead letters hold data that no retry can help: records that were not understood, and rows that Log Analytics refused.
After a fix or with a new version, redrive sends them through the same pipeline again. What is delivered is taken out of
the container; what is still a dead letter stays, with the new reason.

An ID is what list prints; its part before the hyphen means all of a batch.

  --reason REASON      only those with this reason
  --since TIME, --until TIME
                       only those that the hub got in this time (2026-11-16, or 2026-11-16T08:00:00Z)
  --all                redrive: all that the other options leave
  --dry-run            redrive: only say which they are
  --raw                show: the very bytes, and nothing else
  --account URL        the storage account's blob endpoint; default: BLOB_ENDPOINT of the settings
  --container NAME     default: DEAD_LETTER_CONTAINER of the settings, else dead-letters
  --file FILE          a file of dead letters, such as the sandbox's out/dead-letters.jsonl, in place of a container
  --settings FILE      the deployment's settings: a file like local.settings.json, or what az functionapp config
                       appsettings list prints; default: the environment
  --json               print JSON
  --help               this text

The identity is the caller's (az login, or the environment's), who needs the role Storage Blob Data Contributor on the
container (to list and show: Reader), and for redrive what the function app has: Monitoring Metrics Publisher on the data
collection rule, Storage Queue Data Message Sender on the queue, Storage Blob Data Contributor on the container of the
spills. AZURE_STORAGE_CONNECTION_STRING in the environment is used in place of the identity.

Exit code: 0; 1 something is still a dead letter after redrive, or somebody else works on it; 2 wrong usage, or a service
that cannot be used.
`;

/** The command `dead-letters`. @returns the exit code */
export async function run(args: readonly string[], host: Host): Promise<number> {
  const { values, plain } = parseArguments(args, {
    reason: { type: 'string' },
    since: { type: 'string' },
    until: { type: 'string' },
    all: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    raw: { type: 'boolean' },
    account: { type: 'string' },
    container: { type: 'string' },
    settings: { type: 'string' },
    file: { type: 'string' },
    json: { type: 'boolean' },
  });
  const [action, ...ids] = plain;
  const choice: Choice = {
    ids,
    reason: values.reason,
    since: toMoment(values.since, '--since'),
    until: toMoment(values.until, '--until'),
  };
  const settings = await readSettings(values.settings, host);
  const open = async (): Promise<LeasingStore> =>
    values.file !== undefined
      ? await openFileStore(values.file)
      : openStore({ account: values.account, container: values.container }, settings, {
          setting: 'DEAD_LETTER_CONTAINER',
          container: 'dead-letters',
        });
  const json = values.json === true;
  switch (action) {
    case 'list':
      return list(findDeadLetters(await open(), choice), host, json);
    case 'show':
      if (ids.length === 0) throw new UsageError('show which one? Name ids, as list prints them');
      return show(findDeadLetters(await open(), choice), host, { json, raw: values.raw === true });
    case 'redrive':
      if (ids.length === 0 && values.all !== true)
        throw new UsageError('redrive which ones? Name ids, or say --all');
      if (values['dry-run'] === true) return list(findDeadLetters(await open(), choice), host, json);
      return redriveAll(await open(), settings, choice, host, json);
    default:
      throw new UsageError(
        action === undefined ? 'say list, show or redrive' : `there is no dead-letters ${action}`,
      );
  }
}

async function list(found: AsyncIterable<Found>, host: Host, json: boolean): Promise<number> {
  const columns = host.stdout.isTTY === true ? host.stdout.columns : Number.POSITIVE_INFINITY;
  let count = 0;
  for await (const one of found) {
    if (count++ === 0 && !json) writeLines(host, [toHeading(toScreen(host.stdout))]);
    writeLines(host, [json ? JSON.stringify(toJson(one)) : toListLine(one, columns)]);
  }
  if (!json) host.stderr.write(count === 0 ? 'No dead letters.\n' : `${count} dead letters\n`);
  return 0;
}

async function show(
  found: AsyncIterable<Found>,
  host: Host,
  { json, raw }: { readonly json: boolean; readonly raw: boolean },
): Promise<number> {
  let count = 0;
  for await (const one of found) {
    count++;
    if (raw) host.stdout.write(bytesOf(one.letter));
    else writeLines(host, json ? [JSON.stringify(toJson(one))] : toCard(one, toScreen(host.stdout)));
  }
  if (count === 0)
    throw new UsageError('there is no dead letter with this id; list prints those that are there');
  return 0;
}

async function redriveAll(
  store: LeasingStore,
  settings: Settings,
  choice: Choice,
  host: Host,
  json: boolean,
): Promise<number> {
  const summary = nothingDone();
  try {
    await redrive(store, settings, choice, summary);
  } catch (error) {
    // What was sent before is on its way all the same: else nobody could tell which part is done.
    if (summary.chosen > 0) tell(host, summary, json);
    throw error;
  }
  if (choice.ids.length > 0 && summary.chosen + summary.taken + summary.unreadableSpills === 0)
    throw new UsageError('there is no dead letter with this id; list prints those that are there');
  tell(host, summary, json);
  return summary.stillDead + summary.taken + summary.unreadableSpills === 0 ? 0 : 1;
}

function tell(host: Host, summary: RedriveSummary, json: boolean): void {
  if (json) {
    writeJson(host, summary);
    return;
  }
  const { spilled, taken, unreadableSpills } = summary;
  const reasons = Object.entries(summary.stillDeadBy).map(([reason, n]) => `${reason} ${n}`);
  writeLines(host, [
    `sent again          ${summary.chosen}`,
    `  rows              ${summary.rows}${spilled > 0 ? `, ${spilled} rows and alerts spilled` : ''}`,
    `  alerts            ${summary.alerts}`,
    `  skipped, repeats  ${summary.skipped + summary.duplicates}`,
    `  still dead        ${summary.stillDead}${reasons.length > 0 ? `  ${reasons.join(', ')}` : ''}`,
    ...(taken > 0 ? [`left: ${taken} blobs, because somebody else works on them`] : []),
    ...(unreadableSpills > 0
      ? [
          `left: ${unreadableSpills} unreadable spills; show --raw prints the bytes, to be put back into the container of the spills`,
        ]
      : []),
  ]);
}
