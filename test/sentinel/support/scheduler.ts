import { type Named, readRules } from '../../../scripts/sentinel/content.ts';
import type { Watchlists } from '../../../scripts/sentinel/scenarios/scenario.ts';
import { DAY, HOUR, MIDNIGHT, MINUTE, type TableRow } from '../../../scripts/sentinel/scenarios/stage.ts';
import type { Hunt, Rule } from '../../../scripts/sentinel/schema.ts';
import { createDataset, createRun } from '../../../src/kql/dataset.ts';
import { type Prepared, prepare } from '../../../src/kql/evaluate.ts';
import { toTicks } from '../../../src/kql/query.ts';
import { type OutputRow, toRows } from '../../../src/kql/table/toRows.ts';
import { database } from './database.ts';

/** The data of a scheduled run ends five minutes before it runs. */
export const DELAY = 5 * MINUTE;
/** The scheduler starts at no round time. */
export const OFFSET = 7 * MINUTE;

const prepared = new WeakMap<Rule | Hunt, Prepared>();

function toPrepared(content: Rule | Hunt): Prepared {
  const found = prepared.get(content) ?? prepare(content.query, database());
  prepared.set(content, found);
  return found;
}

const rules = readRules();

/** The rule of a file. */
export function ruleOf(name: string): Named<Rule> {
  const found = rules.find((rule) => rule.name === name);
  if (found === undefined) throw new Error(`no rule ${name}`);
  return found;
}

export const toMs = (duration: string) =>
  Number.parseInt(duration, 10) * { m: MINUTE, h: HOUR, d: DAY }[duration.slice(-1) as 'm'];

export interface RunOptions {
  readonly watchlists?: Watchlists;
  /** How long the scheduler goes on behind the last row, in milliseconds. */
  readonly tail?: number;
  /** Rows of Microsoft's own tables. */
  readonly native?: Readonly<Record<string, readonly TableRow[]>>;
}

/** What a rule finds on the day of the stories, and for some hours after it. */
export function runRule(
  { content }: Named<Rule>,
  rows: readonly TableRow[],
  { watchlists = {}, tail = 3 * HOUR, native = {} }: RunOptions = {},
): OutputRow[] {
  const { run } = toPrepared(content);
  const dataset = createDataset(database(), { EntraSigninRisk_CL: rows, ...native }, watchlists);
  const [frequency, period] = [toMs(content.queryFrequency), toMs(content.queryPeriod)];
  const times = rows.map((row) => Date.parse(row.TimeGenerated)).filter((time) => time >= MIDNIGHT);
  if (times.length === 0) throw new Error('nothing happens on the day of the stories');
  const arrivals = rows.map((row) => Date.parse(row._IngestionTime ?? row.TimeGenerated));
  // Runs before the day's first row see what runs on the days before saw; those after the last one, rows that drop out.
  const first = MIDNIGHT + OFFSET + Math.floor((Math.min(...times) - MIDNIGHT) / frequency) * frequency;
  const end = Math.max(...arrivals) + 2 * frequency + Math.min(period, tail);
  const alerts: OutputRow[] = [];
  for (let at = first; at < end; at += frequency) {
    const view = {
      now: ticks(at),
      after: ticks(at - DELAY - period),
      upTo: ticks(at - DELAY),
      ingestedBy: ticks(at),
    };
    alerts.push(...toRows(run(createRun(dataset, view))));
  }
  return alerts;
}

/** What a hunting query finds when it is asked at the end of the day. */
export function runHunt(hunt: Hunt, rows: readonly TableRow[], watchlists: Watchlists = {}): OutputRow[] {
  const dataset = createDataset(database(), { EntraSigninRisk_CL: rows }, watchlists);
  return toRows(toPrepared(hunt).run(createRun(dataset, { now: ticks(MIDNIGHT + DAY) })));
}

function ticks(ms: number): number {
  return toTicks(new Date(ms).toISOString());
}
