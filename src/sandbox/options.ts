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
}

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `Usage: npm start -- [--once] [--input FILE_OR_DIR ...] [--out DIR] [--json]

Runs the whole system on this machine: logs travel through an Event Hubs endpoint, the function's own
handler, a Logs Ingestion endpoint and an alert queue. The command ends when the logs are through.

  --input FILE_OR_DIR  logs to send (.json .jsonl .ndjson .log .csv, also .gz); may be repeated, and take several
                       paths; default: the sample logs in data/samples
  --out DIR            where rows.jsonl, alerts.jsonl, dead-letters.jsonl and summary.json go (default: out)
  --once               accepted; says what happens anyway: the command ends when the logs are through
  --json               print the summary as JSON
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
  };
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
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
