import { createRun, type Dataset, type View } from '../dataset.ts';
import { type Prepared, prepare } from '../evaluate.ts';
import { KqlError } from '../kqlError.ts';
import type { Database } from '../language/database.ts';
import { toRows } from '../table/toRows.ts';
import { formatDatetime } from '../values/datetime.ts';
import { type BacktestAlert, toAlert } from './alert.ts';
import { fires, type ScheduledRule } from './rule.ts';
import { runsOf } from './schedule.ts';

/** A rule, and the file that it comes from. */
export interface RuleFile {
  readonly file: string;
  readonly rule: ScheduledRule;
}

/** What a rule would have done. */
export interface RuleResult extends RuleFile {
  readonly runs: number;
  /** Runs in which it would have fired. */
  readonly fired: number;
  readonly alerts: number;
  /** Alerts by severity, and by entity: type -> text -> alerts. */
  readonly severities: ReadonlyMap<string, number>;
  readonly entities: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** The first alerts. */
  readonly examples: readonly BacktestAlert[];
  /** Why the rule could not be run, or not to the end. */
  readonly error?: string;
  /** The time that it took. */
  readonly milliseconds: number;
}

export interface BacktestOptions {
  /** Ticks: the first run is at or behind it. */
  readonly from: number;
  /** Ticks: the last run of a rule is at or before it. */
  readonly to: (rule: ScheduledRule) => number;
  /** How many alerts of a rule are kept as examples. */
  readonly examples: number;
  /** Called behind each rule. */
  readonly onRule?: (result: RuleResult) => void;
}

/** Runs each rule over a dataset, window by window, as the scheduler would have. */
export function backtest(
  rules: readonly RuleFile[],
  database: Database,
  dataset: Dataset,
  options: BacktestOptions,
): RuleResult[] {
  return rules.map((file) => {
    const result = backtestRule(file, database, dataset, options);
    options.onRule?.(result);
    return result;
  });
}

function backtestRule(
  file: RuleFile,
  database: Database,
  dataset: Dataset,
  { from, to, examples }: BacktestOptions,
): RuleResult {
  const started = performance.now();
  const tally = new Tally(file.rule, examples);
  let error: string | undefined;
  try {
    const prepared = prepare(file.rule.query, database);
    for (const view of runsOf(file.rule, from, to(file.rule))) tally.add(view, prepared, dataset);
  } catch (fault) {
    // A rule that cannot be run says why, and the others are still worth running.
    if (!(fault instanceof KqlError)) throw fault;
    error = fault.message;
  }
  const milliseconds = performance.now() - started;
  return { ...file, ...tally.result(), ...(error !== undefined && { error }), milliseconds };
}

class Tally {
  readonly #rule: ScheduledRule;
  readonly #most: number;
  #runs = 0;
  #fired = 0;
  #alerts = 0;
  readonly #severities = new Map<string, number>();
  readonly #entities = new Map<string, Map<string, number>>();
  readonly #examples: BacktestAlert[] = [];

  constructor(rule: ScheduledRule, examples: number) {
    this.#rule = rule;
    this.#most = examples;
  }

  add(view: View, prepared: Prepared, dataset: Dataset): void {
    const table = prepared.run(createRun(dataset, view));
    this.#runs++;
    if (!fires(this.#rule, table.length)) return;
    this.#fired++;
    const at = formatDatetime(view.now);
    const single = this.#rule.eventGroupingSettings.aggregationKind === 'SingleAlert';
    const rows = toRows(table);
    const alerts = (rows.length === 0 ? [{}] : rows).map((row) => toAlert(this.#rule, row, at));
    for (const alert of single ? alerts.slice(0, 1) : alerts) this.#count(alert);
    this.#countEntities(alerts);
  }

  #count(alert: BacktestAlert): void {
    this.#alerts++;
    this.#severities.set(alert.severity, (this.#severities.get(alert.severity) ?? 0) + 1);
    if (this.#examples.length < this.#most) this.#examples.push(alert);
  }

  /** A single alert for a whole run is about the entities of all its results. */
  #countEntities(alerts: readonly BacktestAlert[]): void {
    for (const { entities } of alerts) {
      for (const [type, texts] of Object.entries(entities)) {
        const counts = this.#entities.get(type) ?? new Map<string, number>();
        for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
        this.#entities.set(type, counts);
      }
    }
  }

  result() {
    return {
      runs: this.#runs,
      fired: this.#fired,
      alerts: this.#alerts,
      severities: this.#severities,
      entities: this.#entities,
      examples: this.#examples,
    };
  }
}
