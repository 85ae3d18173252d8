import { RULE_SCENARIOS } from '../../../scripts/sentinel/scenarios/all.ts';
import { HUNTS, type HuntScenario } from '../../../scripts/sentinel/scenarios/hunts.ts';
import { PIPELINE, type PipelineScenarios } from '../../../scripts/sentinel/scenarios/pipeline.ts';
import type { Attack, RuleScenarios, Scenario } from '../../../scripts/sentinel/scenarios/scenario.ts';
import type { Hunt, Rule } from '../../../scripts/sentinel/schema.ts';
import { faultsOf, faultsOfHunt, faultsOfLate } from '../support/judge.ts';
import { rowsOf, withDelays, withLateFailures, withRepeats, withTheRuns } from '../support/rows.ts';
import { runHunt, runRule, toMs } from '../support/scheduler.ts';

/** Runs a rule or hunt over one scenario. @returns what is wrong with the result */
export type Judge = (changed: Rule | Hunt) => string | undefined;

const isRule = (content: Rule | Hunt): content is Rule => 'queryPeriod' in content;

/** The scenarios of a rule or hunt, as its tests have them. */
export function judgesOf(name: string): Judge[] {
  const rule = RULE_SCENARIOS.find(({ of }) => of === name);
  const pipeline = PIPELINE.find(({ of }) => of === name);
  const hunt = HUNTS.find(({ of }) => of === name);
  if (rule !== undefined) return ofRule(rule);
  if (pipeline !== undefined) return ofPipeline(pipeline);
  if (hunt !== undefined) return ofHunt(hunt);
  throw new Error(`${name} has no scenarios`);
}

function onRule(judge: (run: Run, rule: Rule) => string | undefined): Judge {
  return (changed) =>
    isRule(changed)
      ? judge((...args) => runRule({ name: changed.name, content: changed }, ...args), changed)
      : 'a hunt is no rule';
}
type Run = (...args: Tail) => ReturnType<typeof runRule>;
type Tail = Parameters<typeof runRule> extends [unknown, ...infer Rest] ? Rest : never;

/** What kills most changes comes first. */
function ofRule({ attack, scenarios }: RuleScenarios): Judge[] {
  const attacks = scenarios.filter(({ alerts = [] }) => alerts.length > 0);
  return [
    ...scenarios.map(ofScenario),
    ...(attack === undefined ? [] : ofAttack(attack)),
    ...attacks.flatMap(ofOtherDelivery),
  ];
}

function ofScenario({ tell, alerts = [] }: Scenario): Judge {
  const rows = rowsOf(tell);
  return onRule((run) => faultsOf(run(rows), alerts, rows)[0]);
}

/** The same rows repeated, and late. */
function ofOtherDelivery({ tell, alerts = [] }: Scenario): Judge[] {
  const rows = rowsOf(tell);
  return [
    onRule((run) => faultsOf(run(withRepeats(rows)), alerts, rows)[0]),
    onRule((run) => faultsOfLate(run(withDelays(rows)), alerts)[0]),
    onRule((run) => faultsOfLate(run(withLateFailures(rows)), alerts)[0]),
    onRule(
      (run, { queryFrequency }) => faultsOfLate(run(withTheRuns(rows, toMs(queryFrequency))), alerts)[0],
    ),
  ];
}

function ofAttack({ codes, tell }: Attack): Judge[] {
  return codes.map((code) => {
    const rows = rowsOf((stage) => tell(stage, code));
    return onRule((run) => {
      const alerts = run(rows, { tail: 0 });
      const told = alerts.length === 1 && String(alerts[0]?.['Codes']).split(', ').includes(String(code));
      return told ? undefined : `${code} is not told once`;
    });
  });
}

function ofPipeline({ scenarios }: PipelineScenarios): Judge[] {
  return scenarios.map(({ rows, alerts = [], tail }) => {
    const made = rows();
    return onRule((run) => {
      const told = run(made, { ...(tail !== undefined && { tail }) });
      const right =
        told.length === alerts.length &&
        alerts.every((wanted, index) =>
          Object.entries(wanted).every(([column, value]) => told[index]?.[column] === value),
        );
      return right ? undefined : `${told.length} alerts: ${told.map(({ Story }) => String(Story)).join(' ')}`;
    });
  });
}

function ofHunt({ codes, found, hidden, user, watchlists = {} }: HuntScenario): Judge[] {
  const onHunt = (
    tell: Parameters<typeof rowsOf>[0],
    judge: (rows: ReturnType<typeof runHunt>) => string | undefined,
  ) => {
    const rows = rowsOf(tell);
    return (changed: Rule | Hunt) =>
      isRule(changed) ? 'a rule is no hunt' : judge(runHunt(changed, rows, watchlists));
  };
  return [
    ...codes.map((code) =>
      onHunt(
        (stage) => found(stage, code),
        (rows) => faultsOfHunt(rows, code, user)[0],
      ),
    ),
    ...Object.values(hidden).map((tell) =>
      onHunt(tell, (rows) => (rows.length === 0 ? undefined : `${rows.length} rows`)),
    ),
  ];
}
