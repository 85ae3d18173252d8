import { text } from 'node:stream/consumers';
import { parseArguments, UsageError } from '../arguments.ts';
import type { Host } from '../host.ts';
import { type HubAddress, type HubNames, namesOf, toAddress } from '../hub/address.ts';
import type { Span } from '../hub/ranges.ts';
import { readSettings, type Settings } from '../storage.ts';
import { toMoment } from '../time.ts';

export type SourceKind = 'files' | 'hub' | 'dead-letters';

/** What is asked for. */
export interface ReplayOptions {
  readonly from: SourceKind;
  readonly into: 'hub' | 'pipeline';
  readonly inputs: readonly string[];
  readonly folder: string | undefined;
  readonly reason: string | undefined;
  readonly partitions: readonly string[] | undefined;
  readonly consumerGroup: string;
  readonly span: Span;
  readonly alerts: boolean;
  readonly rate: number | undefined;
  readonly dryRun: boolean;
  readonly state: string | undefined;
  readonly restart: boolean;
  readonly json: boolean;
  readonly account: string | undefined;
  readonly container: string | undefined;
  readonly settings: Settings;
  /** The hub that is read or written. */
  readonly hub: HubNames;
  /** The hub that what was read from a hub goes to; the same one where nothing names another. */
  readonly target: HubNames | undefined;
}

/** @throws UsageError, FileError */
export async function readOptions(args: readonly string[], host: Host): Promise<ReplayOptions> {
  const { values, plain, inputs } = parseArguments(args, {
    input: { type: 'string', multiple: true },
    folder: { type: 'string' },
    reason: { type: 'string' },
    partition: { type: 'string', multiple: true },
    since: { type: 'string' },
    until: { type: 'string' },
    into: { type: 'string' },
    'no-alerts': { type: 'boolean' },
    rate: { type: 'string' },
    'dry-run': { type: 'boolean' },
    state: { type: 'string' },
    restart: { type: 'boolean' },
    json: { type: 'boolean' },
    namespace: { type: 'string' },
    hub: { type: 'string' },
    'consumer-group': { type: 'string' },
    'to-namespace': { type: 'string' },
    'to-hub': { type: 'string' },
    'connection-string-stdin': { type: 'boolean' },
    account: { type: 'string' },
    container: { type: 'string' },
    settings: { type: 'string' },
  });
  const [kind, ...more] = plain;
  if (more.length > 0) throw new UsageError(`"${more[0]}" is one too many; files are named with --input`);
  const from = toSourceKind(kind);
  const into = toInto(values.into, from);
  const span = { since: toMoment(values.since, '--since'), until: toMoment(values.until, '--until') };
  if (span.since !== undefined && span.until !== undefined && span.since >= span.until)
    throw new UsageError('--since must be before --until');
  const refuse = (option: keyof typeof values, needed: boolean, why: string) => {
    if (values[option] !== undefined && !needed) throw new UsageError(`--${option} ${why}`);
  };
  refuse('no-alerts', into === 'pipeline', 'goes with --into pipeline');
  refuse('to-hub', from === 'hub' && into === 'hub', 'goes with hub --into hub');
  refuse('to-namespace', from === 'hub' && into === 'hub', 'goes with hub --into hub');
  refuse('partition', from === 'hub', 'goes with hub');
  refuse('consumer-group', from === 'hub', 'goes with hub');
  refuse(
    'folder',
    from === 'dead-letters' && inputs.length === 0,
    'goes with dead-letters, and without --input',
  );
  refuse('reason', from === 'dead-letters', 'goes with dead-letters');
  refuse('input', from !== 'hub', 'goes with files and dead-letters');
  if (from === 'files' && inputs.length === 0) throw new UsageError('which logs? Name them with --input');
  if (from === 'dead-letters' && into === 'pipeline')
    throw new UsageError('dead-letters redrive sends dead letters through the pipeline, and takes them away');

  const secret = values['connection-string-stdin'] === true ? await readSecret(host) : undefined;
  return {
    from,
    into,
    inputs,
    folder: toFolder(values.folder),
    reason: values.reason,
    partitions: values.partition,
    consumerGroup: values['consumer-group'] ?? '$Default',
    span,
    alerts: values['no-alerts'] !== true,
    rate: toRate(values.rate),
    dryRun: values['dry-run'] === true,
    state: values.state,
    restart: values.restart === true,
    json: values.json === true,
    account: values.account,
    container: values.container,
    settings: await readSettings(values.settings, host),
    hub: {
      namespace: values.namespace,
      hub: values.hub,
      connectionString: secret ?? unlessNamed(values.namespace, host.env['EVENT_HUB_CONNECTION_STRING']),
      options: { namespace: '--namespace', hub: '--hub', variable: 'EVENT_HUB_CONNECTION_STRING' },
    },
    target: toTarget(values['to-namespace'], values['to-hub'], host),
  };
}

/** The hub that is read or written. @throws UsageError when nothing names it */
export function hubOf({ settings, hub }: ReplayOptions): HubAddress {
  return toAddress(namesOf(settings, hub));
}

/** The hub that events go to. @throws UsageError when nothing names it */
export function targetOf(options: ReplayOptions): HubAddress {
  if (options.target === undefined) return hubOf(options);
  const { namespace, connectionString } = options.target;
  const isElsewhere = namespace !== undefined || connectionString !== undefined;
  if (isElsewhere) return toAddress(options.target);
  // Another hub of the same namespace.
  return { ...hubOf(options), hub: options.target.hub ?? hubOf(options).hub };
}

function toTarget(namespace: string | undefined, hub: string | undefined, host: Host): HubNames | undefined {
  const connectionString = unlessNamed(namespace, host.env['TARGET_EVENT_HUB_CONNECTION_STRING']);
  if (namespace === undefined && hub === undefined && connectionString === undefined) return undefined;
  const variable = 'TARGET_EVENT_HUB_CONNECTION_STRING';
  return {
    namespace,
    hub,
    connectionString,
    options: { namespace: '--to-namespace', hub: '--to-hub', variable },
  };
}

/** What the command line names wins over the environment. */
function unlessNamed(name: string | undefined, variable: string | undefined): string | undefined {
  return name === undefined && variable ? variable : undefined;
}

function toSourceKind(kind: string | undefined): SourceKind {
  if (kind === 'files' || kind === 'hub' || kind === 'dead-letters') return kind;
  throw new UsageError(
    kind === undefined
      ? 'say files, hub or dead-letters'
      : `there is no replay ${kind}: files, hub or dead-letters`,
  );
}

function toInto(into: string | undefined, from: SourceKind): 'hub' | 'pipeline' {
  if (into === undefined) return from === 'hub' ? 'pipeline' : 'hub';
  if (into === 'hub' || into === 'pipeline') return into;
  throw new UsageError(`--into must be hub or pipeline, not "${into}"`);
}

/** A folder of the container is an hour, or the beginning of its name. */
function toFolder(folder: string | undefined): string | undefined {
  if (folder === undefined || /^\d{4}(-\d{2}){0,3}\/?$/.test(folder)) return folder;
  throw new UsageError(
    `--folder must be an hour such as 2026-11-16-08, or a day such as 2026-11-16, not "${folder}"`,
  );
}

function toRate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rate = Number(text);
  if (!/^\d{1,7}(\.\d{1,3})?$/.test(text) || rate <= 0)
    throw new UsageError(`--rate must be a number of records a second, not "${text}"`);
  return rate;
}

async function readSecret(host: Host): Promise<string> {
  const secret = (await text(host.stdin)).trim();
  if (secret === '') throw new UsageError('no connection string came on standard input');
  return secret;
}
