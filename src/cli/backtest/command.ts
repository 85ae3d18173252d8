import { writeFile } from 'node:fs/promises';
import { toCatalogVersion } from '../../core/risk/catalogVersion.ts';
import { backtest, type RuleFile } from '../../kql/backtest/backtest.ts';
import { SCHEDULE_DELAY } from '../../kql/backtest/schedule.ts';
import type { Dataset } from '../../kql/dataset.ts';
import { neededBy } from '../../kql/language/boundFunction.ts';
import { createDatabase } from '../../kql/language/database.ts';
import type { Workspace } from '../../kql/schema/types.ts';
import { createWorkspace } from '../../kql/schema/workspace.ts';
import { formatDatetime, parseDatetime } from '../../kql/values/datetime.ts';
import { parseArguments, UsageError } from '../arguments.ts';
import { bodiesOf, STANDARD_INPUT } from '../bodies.ts';
import { type Host, writeJson, writeLines } from '../host.ts';
import { FileError } from '../jsonFile.ts';
import { loadKnowledge } from '../knowledge.ts';
import { toScreen } from '../screen.ts';
import { toSafeText } from '../text.ts';
import { type Outcome, toJson } from './outcome.ts';
import { toPage } from './page.ts';
import { readLogs } from './readLogs.ts';
import { readFunctions, readRules, readWatchlists } from './readRules.ts';
import { toReport } from './report.ts';
import { readWorkspace } from './workspace.ts';

export const USAGE = `Usage: entra-signin-risk backtest [--input FILE_OR_DIR ...] [--rules FILE_OR_DIR ...] [--since TIME] [--until TIME]
       entra-signin-risk backtest --workspace ID --since TIME [--until TIME] [--endpoint URL] [--rules FILE_OR_DIR ...]

How often analytics rules would have fired on past sign-ins, and for whom. Each rule runs as Sentinel's scheduler would
have run it: at every interval of its frequency, on the rows of its period, which ends five minutes before the run.
Logs become the rows that the function app would have written; of a workspace, the sign-in tables are read, Microsoft's
own as well as this project's, and nothing is written to it.

  --input FILE_OR_DIR  logs to read (.json .jsonl .ndjson .log .csv, also .gz; - is standard input, the default); may be
                       repeated, and take several paths
  --workspace ID       read the Log Analytics workspace with this id instead, with the identity that is signed in (Azure
                       CLI, environment, managed identity); it needs the role Log Analytics Reader
  --endpoint URL       the logs query service of another cloud; default https://api.loganalytics.azure.com
  --rules FILE_OR_DIR  scheduled rules in the YAML format of github.com/Azure/Azure-Sentinel; may be repeated; default:
                       the rules of this project
  --since TIME         the first run, ISO 8601; default: from the first row on
  --until TIME         the last run; default: until each rule has seen the last row
  --examples N         alerts to show of each rule (3)
  --json               print JSON: {catalogVersion, records, rows, skipped, deadLetters (of a workspace: workspace,
                       tables), firstRow, lastRow, from, milliseconds, rules: [{file, id, name, runs, fired, alerts,
                       severities, entities: {type: [[text, alerts]]}, the first 100, examples: [{at, title,
                       description, severity, entities, row}], error, milliseconds}]}; null where there is none
  --html FILE          write a page with all of it, too
  --pack PACK          apply a pack of levels: a JSON file, or microsoft-secops; may be repeated
  --help               this text

Exit code: 0 also when rules fire, 1 a rule that could not be run, 2 wrong usage or something that cannot be read.
`;

/** The command `backtest`. @returns the exit code */
export async function run(args: readonly string[], host: Host): Promise<number> {
  const { values, plain, inputs } = parseArguments(args, {
    input: { type: 'string', multiple: true },
    workspace: { type: 'string' },
    endpoint: { type: 'string' },
    rules: { type: 'string', multiple: true },
    since: { type: 'string' },
    until: { type: 'string' },
    examples: { type: 'string' },
    json: { type: 'boolean' },
    html: { type: 'string' },
    pack: { type: 'string', multiple: true },
  });
  if (plain.length > 0) throw new UsageError(`"${plain[0]}" is one too many; logs are named with --input`);
  if (values.workspace !== undefined && inputs.length > 0)
    throw new UsageError('--workspace and --input do not go together');
  const since = toTime('since', values.since);
  const until = toTime('until', values.until);
  const examples = toCount(values.examples ?? '3');
  const note = (text: string) => void host.stderr.write(`${toSafeText(text)}\n`);

  const rules = await readRules(values.rules ?? [], note);
  const functions = neededBy(
    rules.map(({ rule }) => rule.query),
    await readFunctions(),
  );
  const content = { functions, watchlists: await readWatchlists() };
  const knowledge = await loadKnowledge(values.pack ?? []);
  const started = performance.now();
  const { dataset, source } =
    values.workspace === undefined
      ? await readInputs(inputs, knowledge, host, note)
      : await readWorkspace({
          workspace: values.workspace,
          endpoint: values.endpoint,
          since: required(since),
          until: until ?? parseDatetime(new Date().toISOString()) ?? 0,
          longestPeriod: Math.max(...rules.map(({ rule }) => rule.queryPeriod)),
          watchlists: content.watchlists,
          note,
        });
  const reading = performance.now() - started;
  const results = runRules(rules, createWorkspace(content), dataset, { since, until, examples, note });
  const { first, last } = spanOf(dataset);
  const outcome: Outcome = {
    catalogVersion: toCatalogVersion(knowledge),
    source,
    firstRow: first === undefined ? undefined : formatDatetime(first),
    lastRow: last === undefined ? undefined : formatDatetime(last),
    from: since === undefined ? undefined : formatDatetime(since),
    rules: results,
    milliseconds: { reading: Math.round(reading), rules: Math.round(performance.now() - started - reading) },
  };
  if (values.html !== undefined) await writePage(values.html, toPage(outcome));
  if (values.json === true) writeJson(host, toJson(outcome));
  else writeLines(host, toReport(outcome, toScreen(host.stdout)));
  return results.some(({ error }) => error !== undefined) ? 1 : 0;
}

async function readInputs(
  inputs: readonly string[],
  knowledge: Parameters<typeof readLogs>[1],
  host: Host,
  note: (text: string) => void,
): Promise<{ dataset: Dataset; source: Outcome['source'] }> {
  const bodies = bodiesOf(inputs.length > 0 ? inputs : [STANDARD_INPUT], host.stdin, note);
  const { dataset, account } = await readLogs(bodies, knowledge, new Date().toISOString());
  return { dataset, source: { logs: account } };
}

interface Wanted {
  readonly since: number | undefined;
  readonly until: number | undefined;
  readonly examples: number;
  readonly note: (text: string) => void;
}

function runRules(
  rules: readonly RuleFile[],
  workspace: Workspace,
  dataset: Dataset,
  { since, until, examples, note }: Wanted,
) {
  const { first = 0, last = -1 } = spanOf(dataset);
  const database = createDatabase(workspace);
  return backtest(rules, database, dataset, {
    from: since ?? first,
    // The run that sees the last row, and the rest of what waits for it.
    to: ({ queryFrequency }) => until ?? last + SCHEDULE_DELAY + queryFrequency,
    examples,
    onRule: ({ file, alerts, milliseconds }) =>
      note(`${file}: ${alerts} alerts, ${(milliseconds / 1000).toFixed(1)} s`),
  });
}

/** The earliest and latest TimeGenerated, in ticks; undefined without rows. */
function spanOf({ tables }: Dataset): {
  readonly first: number | undefined;
  readonly last: number | undefined;
} {
  const filled = [...tables.values()].filter(({ times }) => times.length > 0);
  if (filled.length === 0) return { first: undefined, last: undefined };
  return {
    first: Math.min(...filled.map(({ times }) => times[0] ?? 0)),
    last: Math.max(...filled.map(({ times }) => times.at(-1) ?? 0)),
  };
}

function toTime(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ticks = parseDatetime(text);
  if (ticks === undefined)
    throw new UsageError(`--${option} must be a time like 2026-11-16T08:00:00Z, not "${text}"`);
  return ticks;
}

function required(since: number | undefined): number {
  if (since === undefined) throw new UsageError('--workspace needs --since');
  return since;
}

function toCount(text: string): number {
  if (!/^\d{1,4}$/.test(text)) throw new UsageError(`--examples must be a number up to 9999, not "${text}"`);
  return Number(text);
}

async function writePage(path: string, page: string): Promise<void> {
  try {
    await writeFile(path, page);
  } catch (error) {
    throw new FileError(`${path}: the page cannot be written (${String(error)})`, { cause: error });
  }
}
