import { beforeAll, describe, expect, it } from 'vitest';
import { readRules } from '../../scripts/sentinel/content.ts';
import { PIPELINE } from '../../scripts/sentinel/scenarios/pipeline.ts';
import { WARM_UP_TIMEOUT, warmUp } from './support/database.ts';
import { ruleOf, runRule } from './support/scheduler.ts';

beforeAll(warmUp, WARM_UP_TIMEOUT);

it('every rule about the pipeline has its scenarios', () => {
  const names = readRules().flatMap(({ name }) => (name.startsWith('pipeline-') ? [name] : []));
  expect(PIPELINE.map(({ of }) => of).sort()).toEqual(names);
});

describe.each(PIPELINE)('rule $of', ({ of, scenarios }) => {
  it.each(scenarios.filter(({ alerts }) => alerts !== undefined))('tells once: $name', (scenario) => {
    const { rows, alerts = [], tail } = scenario;
    expect(runRule(ruleOf(of), rows(), { ...(tail !== undefined && { tail }) })).toMatchObject(alerts);
  });

  it.each(scenarios.filter(({ alerts }) => alerts === undefined))('stays silent: $name', (scenario) => {
    const { rows, tail } = scenario;
    const told = runRule(ruleOf(of), rows(), { ...(tail !== undefined && { tail }) });
    expect(told.map(({ Story }) => Story)).toEqual([]);
  });
});
