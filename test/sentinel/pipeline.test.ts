import { beforeAll, describe, expect, it } from 'vitest';
import { type Named, readRules } from '../../scripts/sentinel/content.ts';
import {
  DAY,
  HOUR,
  MIDNIGHT,
  MINUTE,
  Stage,
  type TableRow,
  toTableRows,
} from '../../scripts/sentinel/scenarios/stage.ts';
import type { Rule } from '../../scripts/sentinel/schema.ts';
import { clock } from '../../src/sandbox/generator/storyteller.ts';
import { WARM_UP_TIMEOUT, warmUp } from './support/database.ts';
import { runRule } from './support/scheduler.ts';

beforeAll(warmUp, WARM_UP_TIMEOUT);

function ruleOf(name: string): Named<Rule> {
  const found = readRules().find((rule) => rule.name === name);
  if (found === undefined) throw new Error(`no rule ${name}`);
  return found;
}

const stage = new Stage();
stage.signIn(clock('12:00'), { user: stage.user(50) }, 0);
const [TEMPLATE] = toTableRows(stage.records());

/** A success at a time, which reaches the table some minutes later. */
function success(time: number, id: string, lag = 3 * MINUTE): TableRow {
  if (TEMPLATE === undefined) throw new Error('no row');
  return {
    ...TEMPLATE,
    RecordId: id,
    CreatedDateTime: new Date(time).toISOString(),
    TimeGenerated: new Date(time + MINUTE).toISOString(),
    _IngestionTime: new Date(time + lag).toISOString(),
  };
}

/** Some rows an hour, from eight days before to the given hour of the day of the stories, on the days and hours that are meant. */
function rhythm(untilHour: number, isOn: (time: number) => boolean = () => true): TableRow[] {
  const rows: TableRow[] = [];
  for (let time = MIDNIGHT - 8 * DAY; time < MIDNIGHT + untilHour * HOUR; time += 20 * MINUTE)
    if (isOn(time)) rows.push(success(time, `rhythm-${time}`));
  return rows;
}

/** A row of another category, so that the test's clock goes on. */
const later = (hour: number) => ({ ...success(MIDNIGHT + hour * HOUR, 'later'), Category: 'ADFSSignInLogs' });

describe('pipeline-silence', () => {
  const rule = ruleOf('pipeline-silence');

  it('tells once when a category that has rows at this time every day stops', () => {
    const alerts = runRule(rule, [...rhythm(10), later(20)]);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({
      Severity: 'High',
      Category: 'SignInLogs',
      Table: 'EntraSigninRisk_CL',
    });
    expect(alerts[0]?.['Story']).toMatch(
      /^EntraSigninRisk_CL has had no rows of SignInLogs since 2026-11-16 09:43 UTC; .* No heartbeat is known\.$/,
    );
  });

  it('says that the function app lives, where its heartbeat goes on', () => {
    const heartbeats = Array.from({ length: 24 }, (_, hour) => ({
      ...success(MIDNIGHT + hour * HOUR, `beat-${hour}`),
      Category: 'Heartbeat',
    }));
    const alerts = runRule(rule, [...rhythm(10), ...heartbeats, later(20)]);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({ Severity: 'Medium' });
    expect(alerts[0]?.['Story']).toMatch(/The function app is alive/);
  });

  it('tells in the morning when the rows stopped in a quiet night', () => {
    const byDay = (time: number) => new Date(time).getUTCHours() >= 6 && new Date(time).getUTCHours() < 20;
    const alerts = runRule(rule, [...rhythm(0, byDay), { ...later(0), RecordId: 'early' }, later(12)]);
    expect(alerts).toHaveLength(1);
  });

  it.each([
    ['rows that go on', rhythm(23)],
    [
      'an hour without rows',
      [
        ...rhythm(10),
        ...rhythm(23).filter(({ TimeGenerated }) => Date.parse(TimeGenerated) > clock('11:10')),
      ],
    ],
    ['a night that is always quiet', rhythm(20, (time) => new Date(time).getUTCHours() < 20)],
    [
      'a day of the week on which nobody works',
      [...rhythm(0, (time) => new Date(time).getUTCDay() !== 1), later(20)],
    ],
    [
      'a category that has been there for two days only',
      [...rhythm(10, (time) => time > MIDNIGHT - 2 * DAY), later(20)],
    ],
  ])('stays silent for %s', (_, rows) => {
    expect(
      runRule(rule, rows, { tail: 0 }).filter(({ LastRow }) => Date.parse(String(LastRow)) < clock('19:00')),
    ).toEqual([]);
  });
});

describe('pipeline-lag', () => {
  const rule = ruleOf('pipeline-lag');
  const burst = (count: number, lag: number, at: string) =>
    Array.from({ length: count }, (_, index) => success(clock(at) + index * 1000, `${at}-${index}`, lag));

  it('tells once when rows come late, and again only after they did not', () => {
    const alerts = runRule(rule, [...burst(20, 45 * MINUTE, '09:00'), ...burst(20, 45 * MINUTE, '10:00')]);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({ Severity: 'Medium', Category: 'SignInLogs', LagMinutes: 45 });
  });

  it.each([
    ['rows in time', burst(40, 12 * MINUTE, '09:00')],
    ['a few late rows', burst(19, 45 * MINUTE, '09:00')],
    [
      'late ones among many in time',
      [...burst(400, 5 * MINUTE, '09:00'), ...burst(10, 45 * MINUTE, '08:30')],
    ],
  ])('stays silent for %s', (_, rows) => {
    expect(runRule(rule, rows)).toEqual([]);
  });
});

describe('pipeline-unknown-codes', () => {
  const rule = ruleOf('pipeline-unknown-codes');
  const rows = (tell: (teller: Stage) => void) => {
    const told = new Stage();
    tell(told);
    return toTableRows(told.records());
  };
  const met = (told: Stage, code: number, users: number, times = 1) => {
    for (let user = 0; user < users; user++)
      for (let time = 0; time < times; time++)
        told.signIn(clock('09:00') + (user * times + time) * MINUTE, { user: told.user(20 + user) }, code);
  };

  it('tells a new code that three users met', () => {
    const alerts = runRule(
      rule,
      rows((told) => met(told, 50057, 3)),
    );
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({ Codes: '50057', Users: 3, Rows: 3, Severity: 'Low' });
    expect(alerts[0]?.['Story']).toMatch(
      /^Code 50057 UserDisabled is in no catalog: 3 rows of 3 users in a day, 100\S*% of all that did not succeed\./,
    );
  });

  it('tells a code that makes up much of a day', () => {
    const alerts = runRule(
      rule,
      rows((told) => {
        met(told, 50057, 1, 20);
        met(told, 50140, 10, 10);
      }),
    );
    expect(alerts.map(({ Codes }) => Codes)).toEqual(['50057']);
  });

  it.each([
    ['two users', (told: Stage) => met(told, 50057, 2)],
    ['codes of the catalog', (told: Stage) => met(told, 50126, 5, 5)],
  ])('stays silent for %s', (_, tell) => {
    expect(runRule(rule, rows(tell))).toEqual([]);
  });
});
