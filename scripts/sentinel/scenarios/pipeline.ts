import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import { DAY, HOUR, MIDNIGHT, MINUTE, Stage, type TableRow, toTableRows } from './stage.ts';

/** A course of the pipeline's health, and what a rule makes of it. */
export interface PipelineScenario {
  readonly name: string;
  readonly rows: () => readonly TableRow[];
  /** Columns of the alerts, in their order; none for a look-alike. */
  readonly alerts?: readonly Readonly<Record<string, unknown>>[];
  /** How long the scheduler goes on behind the last row, in milliseconds. */
  readonly tail?: number;
}

export interface PipelineScenarios {
  readonly of: string;
  readonly scenarios: readonly PipelineScenario[];
}

const template = new Stage();
template.signIn(clock('12:00'), { user: template.user(50) }, 0);
const [TEMPLATE] = toTableRows(template.records());

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

/** Some rows an hour, from eight days before to the given hour of the day of the stories, when `isOn` says so. */
function rhythm(untilHour: number, isOn: (time: number) => boolean = () => true): TableRow[] {
  const rows: TableRow[] = [];
  for (let time = MIDNIGHT - 8 * DAY; time < MIDNIGHT + untilHour * HOUR; time += 20 * MINUTE)
    if (isOn(time)) rows.push(success(time, `rhythm-${time}`));
  return rows;
}

/** A row of another category, so that the scheduler goes on. */
const later = (hour: number) => ({ ...success(MIDNIGHT + hour * HOUR, 'later'), Category: 'ADFSSignInLogs' });
const heartbeats = () =>
  Array.from({ length: 24 }, (_, hour) => ({
    ...success(MIDNIGHT + hour * HOUR, `beat-${hour}`),
    Category: 'Heartbeat',
  }));
const hourOf = (time: number) => new Date(time).getUTCHours();

/** Rows that come one a second, each as late as the others. */
const burst = (count: number, lag: number, at: string) =>
  Array.from({ length: count }, (_, index) => success(clock(at) + index * 1000, `${at}-${index}`, lag));

/** Users who meet a code, one after another, some times each. */
function met(stage: Stage, code: number, users: number, times = 1, day = 0): void {
  for (let user = 0; user < users; user++)
    for (let time = 0; time < times; time++)
      stage.signIn(
        clock('09:00') - day * DAY + (user * times + time) * MINUTE,
        { user: stage.user(20 + user) },
        code,
      );
}

function rowsOf(tell: (stage: Stage) => void): TableRow[] {
  const stage = new Stage();
  tell(stage);
  return toTableRows(stage.records());
}

const STOPPED = { Category: 'SignInLogs', Table: 'EntraSigninRisk_CL' };

export const PIPELINE: readonly PipelineScenarios[] = [
  {
    of: 'pipeline-silence',
    scenarios: [
      {
        name: 'a category that has rows at this time every day stops',
        rows: () => [...rhythm(10), later(20)],
        alerts: [
          {
            ...STOPPED,
            Severity: 'High',
            Story:
              'EntraSigninRisk_CL has had no rows of SignInLogs since 2026-11-16 09:43 UTC; at this time of day it usually has 6 in 2 hours. No heartbeat is known.',
          },
        ],
      },
      {
        name: 'the same, while the function app’s heartbeat goes on',
        rows: () => [...rhythm(10), ...heartbeats(), later(20)],
        alerts: [{ ...STOPPED, Severity: 'Medium' }],
      },
      {
        name: 'rows that stop in a quiet night are told in the morning',
        rows: () => [
          ...rhythm(0, (time) => hourOf(time) >= 6 && hourOf(time) < 20),
          { ...later(0), RecordId: 'early' },
          later(12),
        ],
        alerts: [{ ...STOPPED, Severity: 'High' }],
      },
      // Behind the last row everything is silent: what a look-alike is about lies before.
      { name: 'rows that go on', rows: () => rhythm(23), tail: -6 * HOUR },
      {
        name: 'an hour without rows',
        rows: () => [
          ...rhythm(10),
          ...rhythm(23).filter(({ TimeGenerated }) => Date.parse(TimeGenerated) > clock('11:10')),
        ],
        tail: -6 * HOUR,
      },
      {
        name: 'a night that is always quiet',
        rows: () => rhythm(20, (time) => hourOf(time) < 20),
        tail: 0,
      },
      {
        name: 'a day of the week on which nobody works',
        rows: () => [...rhythm(0, (time) => new Date(time).getUTCDay() !== 1), later(20)],
        tail: 0,
      },
      {
        name: 'a category that has been there for two days only',
        rows: () => [...rhythm(10, (time) => time > MIDNIGHT - 2 * DAY), later(20)],
        tail: 0,
      },
    ],
  },
  {
    of: 'pipeline-lag',
    scenarios: [
      {
        name: 'rows that come late, told again only after they did not',
        rows: () => [...burst(20, 45 * MINUTE, '09:00'), ...burst(20, 45 * MINUTE, '10:00')],
        alerts: [{ Severity: 'Medium', Category: 'SignInLogs', LagMinutes: 45 }],
      },
      {
        name: 'rows that were spilled for 30 hours',
        rows: () => burst(20, 30 * HOUR, '09:00'),
        alerts: [{ LagMinutes: 1800 }],
      },
      { name: 'rows in time', rows: () => burst(40, 12 * MINUTE, '09:00') },
      { name: 'rows that take 29 minutes', rows: () => burst(40, 29 * MINUTE, '09:00') },
      { name: 'a few late rows', rows: () => burst(19, 45 * MINUTE, '09:00') },
      {
        name: 'late rows among many in time',
        rows: () => [...burst(400, 5 * MINUTE, '09:00'), ...burst(10, 45 * MINUTE, '08:30')],
      },
    ],
  },
  {
    of: 'pipeline-unknown-codes',
    scenarios: [
      {
        name: 'a new code that three users met',
        rows: () => rowsOf((stage) => met(stage, 50057, 3)),
        alerts: [{ Codes: '50057', Users: 3, Rows: 3, Severity: 'Low' }],
      },
      {
        name: 'a code that is a sixth of a day’s failures',
        rows: () =>
          rowsOf((stage) => {
            met(stage, 50057, 1, 20);
            met(stage, 50140, 10, 10);
          }),
        alerts: [{ Codes: '50057', Share: 0.167 }],
      },
      { name: 'a new code that two users met', rows: () => rowsOf((stage) => met(stage, 50057, 2)) },
      {
        name: 'a code that comes every Monday',
        rows: () =>
          rowsOf((stage) => {
            met(stage, 50057, 3, 1, 7);
            met(stage, 50057, 3);
          }),
      },
      {
        name: 'a code of one user that is a sixth of a day’s failures, but 19 of them',
        rows: () =>
          rowsOf((stage) => {
            met(stage, 50057, 1, 19);
            met(stage, 50140, 10, 9);
          }),
      },
      {
        name: 'a code of one user that is a twenty-first of a day’s failures',
        rows: () =>
          rowsOf((stage) => {
            met(stage, 50057, 1, 20);
            met(stage, 50140, 20, 20);
          }),
      },
      { name: 'codes of the catalog', rows: () => rowsOf((stage) => met(stage, 50126, 5, 5)) },
    ],
  },
];
