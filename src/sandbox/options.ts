import { parseArgs } from 'node:util';

export interface SandboxOptions {
  /** Files and folders with logs. */
  readonly inputs: readonly string[];
  /** The inputs are the sample logs, because none were named. */
  readonly samples: boolean;
  /** The folder that gets rows.jsonl, alerts.jsonl, dead-letters.jsonl and summary.json. */
  readonly out: string;
  /** Print summary.json instead of the summary for people. */
  readonly json: boolean;
  /** End when the logs are through, without the dashboard. */
  readonly once: boolean;
  /** The port of the dashboard; undefined for the usual one, or any other when that is taken. */
  readonly port: number | undefined;
}

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `Usage: npm start -- [--once] [--input FILE_OR_DIR ...] [--out DIR] [--json] [--port N]

Runs the whole system on this machine: logs travel through an Event Hubs endpoint, the function's own
handler, a Logs Ingestion endpoint and an alert queue. A page on 127.0.0.1 shows what became of them and
takes more logs, until Ctrl-C.

  --input FILE_OR_DIR  logs to send (.json .jsonl .ndjson .log .csv, also .gz); may be repeated, and take several
                       paths; default: the sample logs in data/samples
  --out DIR            where rows.jsonl, alerts.jsonl, dead-letters.jsonl and summary.json go (default: out)
  --once               without the page: the command ends when the logs are through
  --json               print the summary as JSON
  --port N             where the page is; default: 7300, or any free port when that one is taken
  --help               this text

Exit code: 0 every record is accounted for, 1 not, 2 wrong usage or a path that cannot be used.
`;

/**
 * The options of the command line. `--input a b c` is `--input a --input b --input c`.
 * @throws UsageError with what is wrong
 */
export function toOptions(args: readonly string[], samples: string): SandboxOptions | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  const inputs = [...(values.input ?? []), ...positionals];
  if (positionals.length > 0 && values.input === undefined) {
    throw new UsageError(`"${positionals[0]}" stands alone; logs are named with --input`);
  }
  return {
    inputs: inputs.length > 0 ? inputs : [samples],
    samples: inputs.length === 0,
    out: values.out ?? 'out',
    json: values.json ?? false,
    once: values.once ?? false,
    port: values.port === undefined ? undefined : toPort(values.port),
  };
}

function toPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535)
    throw new UsageError(`--port must be a number from 1 to 65535, not "${text}"`);
  return port;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        once: { type: 'boolean' },
        input: { type: 'string', multiple: true },
        out: { type: 'string' },
        json: { type: 'boolean' },
        port: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
