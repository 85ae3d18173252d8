import { beforeAll, describe, expect, it } from 'vitest';
import { createDataset } from '../../../src/kql/dataset.ts';
import { check } from '../../../src/kql/language/check.ts';
import { createDatabase, type Database } from '../../../src/kql/language/database.ts';
import { runQuery } from '../../../src/kql/query.ts';
import { createWorkspace } from '../../../src/kql/schema/workspace.ts';
import { toAttemptQuery, toRowQuery, toSucceededQuery } from '../../../src/notify/queries.ts';

const NOW = '2026-11-26T12:00:00Z';
let database: Database;
beforeAll(() => {
  database = createDatabase(createWorkspace());
}, 180_000);

const row = (record: string, time: string, code: string, correlation: string) => ({
  TimeGenerated: `2026-11-26T${time}Z`,
  CreatedDateTime: `2026-11-26T${time}Z`,
  RecordId: record,
  CorrelationId: correlation,
  ResultType: code,
  ResultRiskLevel: code === '0' ? 'Low' : 'High',
  UserPrincipalName: 'user@example.com',
});
const HOSTILE = '"; SigninLogs | take 1 // \\ 田';
const rows = [
  row('1', '10:00:00', '50126', HOSTILE),
  row('2', '10:00:20', '50074', HOSTILE),
  row('3', '10:00:30', '0', HOSTILE),
  row('3', '10:00:30', '0', HOSTILE),
  row('4', '10:01:00', '50126', 'never got in'),
  row('5', '10:02:00', '0', 'nothing wrong'),
];

const run = (query: string) => {
  expect(check(query, database).diagnostics).toEqual([]);
  return runQuery(query, database, NOW, createDataset(database, { EntraSigninRisk_CL: rows }, {}));
};

describe('the query of a card', () => {
  it('for an attempt shows its steps in order, the success last, whatever the id holds', () => {
    expect(run(toAttemptQuery(HOSTILE)).map(({ ResultType }) => ResultType)).toEqual(['50126', '50074', '0']);
    expect(run(toAttemptQuery('never got in')).map(({ ResultType }) => ResultType)).toEqual(['50126']);
  });

  it('for a row finds it', () => {
    expect(run(toRowQuery('4'))).toEqual([expect.objectContaining({ RecordId: '4' })]);
  });

  it('for a digest finds the attempts that succeeded later', () => {
    const times = ['10:00:00', '10:01:00'].map((time) => Date.parse(`2026-11-26T${time}Z`));
    expect(run(toSucceededQuery(times[0] ?? 0, times[1] ?? 0))).toEqual([
      expect.objectContaining({ CorrelationId: HOSTILE, UserPrincipalName: 'user@example.com' }),
    ]);
  });
});
