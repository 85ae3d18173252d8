import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createDataset } from '../../src/kql/dataset.ts';
import { check } from '../../src/kql/language/check.ts';
import { createDatabase } from '../../src/kql/language/database.ts';
import { runQuery } from '../../src/kql/query.ts';
import { at, type Example, type Resource, readPipelines } from '../support/snapshots.ts';
import { ROOT } from '../support/sources.ts';

/** The columns of Log Analytics that the rules use: metrics of Application Insights, and errors of ingestion. */
const database = createDatabase({
  tables: {
    AppMetrics: {
      TimeGenerated: 'datetime',
      Name: 'string',
      Sum: 'real',
      ItemCount: 'int',
      Min: 'real',
      Max: 'real',
      Properties: 'dynamic',
    },
    DCRLogErrors: { TimeGenerated: 'datetime', Message: 'string', _ResourceId: 'string' },
  },
  functions: [],
  watchlists: {},
});

const TimeGenerated = '2026-11-16T08:00:00Z';
const pipelines = readPipelines();

const ruleSchema = z.object({
  displayName: z.string(),
  severity: z.number(),
  windowSize: z.enum(['PT15M', 'PT1H', 'PT6H', 'P1D']),
  criteria: z.object({
    allOf: z.tuple([
      z.object({
        query: z.string(),
        metricMeasureColumn: z.literal('Value'),
        operator: z.enum(['LessThan', 'GreaterThan']),
        threshold: z.number(),
      }),
    ]),
  }),
});

function rulesOf(example: Example) {
  return example.of('Microsoft.Insights/scheduledQueryRules').map(({ properties }) => {
    const { displayName, criteria, ...rest } = ruleSchema.parse(properties);
    return { name: displayName.replace('Entra sign-in risk: ', ''), ...rest, ...criteria.allOf[0] };
  });
}

const [first] = pipelines;
const rules = first === undefined ? [] : rulesOf(first);
const ruleId = String(
  first?.of('Microsoft.Insights/dataCollectionRules').map(({ id }: Resource) => id)[0] ?? '',
);

/** Whether a rule tells of these rows. */
function tells(name: string, table: string, rows: readonly Readonly<Record<string, unknown>>[]): boolean {
  const rule = rules.find((one) => one.name === name);
  if (rule === undefined) throw new Error(`there is no rule ${name}`);
  const timed = rows.map((row) => ({ TimeGenerated, ...row }));
  const dataset = createDataset(database, { [table]: timed });
  const [result, ...more] = runQuery(rule.query, database, '2026-11-16T08:10:00Z', dataset);
  expect(more).toEqual([]);
  const value = z.number().parse(result?.['Value']);
  return rule.operator === 'LessThan' ? value < rule.threshold : value > rule.threshold;
}

const metric = (Name: string, Sum: number, Properties: object = {}) => ({
  Name,
  Sum,
  ItemCount: 1,
  Min: Sum,
  Max: Sum,
  Properties,
});
const letter = (count: number, reason: string) => metric('entra_signin_risk.dead_letters', count, { reason });
const rows = (count: number, level: string) =>
  metric('entra_signin_risk.records', count, { outcome: 'row', level });
const heartbeatRecords = metric('entra_signin_risk.records', 12, { outcome: 'row', category: 'Heartbeat' });
const wait = (seconds: number) => metric('entra_signin_risk.spills.oldest_age', seconds);
const lag = (seconds: number, since: string) => metric('entra_signin_risk.lag', seconds, { since });
const batch = (error?: string) =>
  metric('messaging.process.duration', 1, error === undefined ? {} : { 'error.type': error });

describe.each(pipelines)('$name', (example) => {
  it('has every rule, and each query is one that Log Analytics understands', () => {
    const own = rulesOf(example);
    expect(own.map(({ name }) => name).toSorted()).toEqual([
      'backlog',
      'batches-fail',
      'dead-letters',
      'ingestion-errors',
      'lag',
      'nothing-processed',
      'refused-rows',
      'unknown-codes',
    ]);
    for (const { query, name } of own) {
      const { diagnostics, columns } = check(query, database);
      expect(diagnostics, name).toEqual([]);
      expect(Object.keys(columns ?? {}), name).toEqual(['Value']);
    }
    expect(
      example.of('Microsoft.Insights/metricAlerts').map(({ properties }) => at(properties, 'severity')),
    ).toEqual([1, 1]);
  });

  it('has a workbook whose charts are understood, too', () => {
    const [workbook] = example.of('Microsoft.Insights/workbooks');
    const { items } = z
      .object({ items: z.array(z.looseObject({ content: z.looseObject({ query: z.string().optional() }) })) })
      .parse(JSON.parse(String(at(workbook, 'properties', 'serializedData'))));
    const queries = items.flatMap(({ content }) => content.query ?? []);
    expect(queries.length).toBeGreaterThanOrEqual(8);
    for (const query of queries) {
      const { diagnostics, columns } = check(query, database);
      expect(diagnostics, query).toEqual([]);
      expect(columns, query).toMatchObject({ TimeGenerated: 'datetime' });
    }
  });
});

describe('a rule tells of what it is for, and not of what is well', () => {
  it.each([
    ['nothing-processed', [heartbeatRecords], [heartbeatRecords, rows(1, 'Low')]],
    [
      'batches-fail',
      Array.from({ length: 4 }, () => batch('DeliveryError')),
      [...Array(9)].map(() => batch()),
    ],
    ['backlog', [wait(31 * 60)], [wait(29 * 60), wait(0)]],
    ['backlog', [wait(31 * 60)], []],
    ['lag', [lag(16 * 60, 'enqueued')], [lag(14 * 60, 'enqueued'), lag(9_999, 'event')]],
    ['dead-letters', [letter(1, 'not-json')], [letter(5, 'refused')]],
    ['refused-rows', [letter(1, 'refused')], [letter(5, 'not-json')]],
    ['unknown-codes', [rows(79, 'Low'), rows(21, 'Unknown')], [rows(81, 'Low'), rows(19, 'Unknown')]],
    ['unknown-codes', [rows(100, 'Unknown')], [rows(99, 'Unknown')]],
  ])('%s', (name, bad, good) => {
    expect(tells(name, 'AppMetrics', bad)).toBe(true);
    expect(tells(name, 'AppMetrics', good)).toBe(false);
  });

  it('ingestion-errors: of its own rule', () => {
    expect(ruleId).toMatch(/\/dataCollectionRules\/dcr-/);
    const error = { Message: 'dropped', _ResourceId: ruleId.toLowerCase() };
    expect(tells('ingestion-errors', 'DCRLogErrors', [error])).toBe(true);
    expect(tells('ingestion-errors', 'DCRLogErrors', [{ ...error, _ResourceId: `${ruleId}-other` }])).toBe(
      false,
    );
    expect(tells('ingestion-errors', 'DCRLogErrors', [])).toBe(false);
  });
});

describe('docs/operate.md', () => {
  const page = readFileSync(join(ROOT, 'docs/operate.md'), 'utf8');
  const table = /\n\| symptom \(alert rule\)[^\n]*\n\| ---[^\n]*\n((?:\|[^\n]*\n)+)/.exec(page)?.[1] ?? '';
  // A bar inside a cell is escaped.
  const cells = table.split('\n').flatMap((line) => {
    const [, symptom, , query] = line.split(/(?<!\\)\|/);
    return query === undefined
      ? []
      : [{ symptom: symptom ?? '', query: query.replaceAll('\\|', '|').trim() }];
  });

  it('tells of every rule what to do', () => {
    const metricRules = (first?.of('Microsoft.Insights/metricAlerts') ?? []).map(({ name }) =>
      name.replace(/^entra-signin-risk-|-\w{13}$/g, ''),
    );
    const named = cells.flatMap(({ symptom }) => /\(([\w-]+)[,)]/.exec(symptom)?.[1] ?? []);
    // With heartbeats there is one more.
    const all = [...rules.map(({ name }) => name), ...metricRules, 'no-heartbeat'];
    expect(named.toSorted()).toEqual(all.toSorted());
  });

  it('has queries that Log Analytics understands', () => {
    const queries = cells.flatMap(({ query }) => /^`(.*)`$/.exec(query)?.[1] ?? []);
    expect(queries.length).toBeGreaterThan(10);
    for (const query of queries) expect(check(query, database).diagnostics, query).toEqual([]);
  });

  it('names only metrics that there are', () => {
    const source = readFileSync(join(ROOT, 'src/adapters/instruments.ts'), 'utf8').replace(/\s+/g, '');
    const names = cells.flatMap(({ query }) => /Name == "([^"]+)"/.exec(query)?.[1] ?? []);
    expect(names.length).toBeGreaterThan(10);
    const known = (name: string) =>
      source.includes(`'${name}'`) || source.includes(`('${name.replace('entra_signin_risk.', '')}'`);
    expect(names.filter((name) => !known(name))).toEqual([]);
  });
});
