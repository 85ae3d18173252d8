import type { RuleResult } from '../../kql/backtest/backtest.ts';
import type { LogAccount } from './readLogs.ts';

/** All that a backtest has found, for the three forms of its report. */
export interface Outcome {
  readonly catalogVersion: string;
  /** Where the rows came from: the log's records, or the tables of a workspace with their rows. */
  readonly source:
    | { readonly logs: LogAccount }
    | { readonly workspace: string; readonly tables: ReadonlyMap<string, number> };
  /** The time of the rows, and of the runs, ISO 8601; undefined where there is none. */
  readonly firstRow: string | undefined;
  readonly lastRow: string | undefined;
  readonly from: string | undefined;
  readonly rules: readonly RuleResult[];
  readonly milliseconds: { readonly reading: number; readonly rules: number };
}

/** The rules that say most first: those that failed, then by how often they would have raised an alert. */
export function inOrder(rules: readonly RuleResult[]): RuleResult[] {
  return rules.toSorted(
    (a, b) =>
      Number(b.error !== undefined) - Number(a.error !== undefined) ||
      b.alerts - a.alerts ||
      a.file.localeCompare(b.file, 'en'),
  );
}

/** The texts that occur most, with how often. */
export function mostFrequent(counts: ReadonlyMap<string, number>, most: number): [string, number][] {
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, most);
}

/** JSON of an outcome: all counts, the first 100 of each kind of entity, and the examples whole. */
export function toJson({
  catalogVersion,
  source,
  firstRow,
  lastRow,
  from,
  rules,
  milliseconds,
}: Outcome): object {
  return {
    catalogVersion,
    ...('logs' in source
      ? {
          records: source.logs.records,
          rows: source.logs.rows,
          skipped: Object.fromEntries(source.logs.skipped),
          deadLetters: Object.fromEntries(source.logs.deadLetters),
        }
      : { workspace: source.workspace, tables: Object.fromEntries(source.tables) }),
    firstRow: firstRow ?? null,
    lastRow: lastRow ?? null,
    from: from ?? null,
    milliseconds,
    rules: inOrder(rules).map(
      ({ file, rule, runs, fired, alerts, severities, entities, examples, error, milliseconds: ms }) => ({
        file,
        id: rule.id ?? null,
        name: rule.name,
        runs,
        fired,
        alerts,
        severities: Object.fromEntries(severities),
        entities: Object.fromEntries(
          [...entities].map(([type, counts]) => [type, mostFrequent(counts, 100)]),
        ),
        examples,
        error: error ?? null,
        milliseconds: Math.round(ms),
      }),
    ),
  };
}
