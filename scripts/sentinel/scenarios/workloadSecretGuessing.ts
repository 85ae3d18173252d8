import { wrongSecret } from '../../../src/sandbox/generator/stories/wrongSecret.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { RuleScenarios } from './scenario.ts';
import { DAY, MIDNIGHT, type Stage } from './stage.ts';

/** Secrets of several workloads are tried from one foreign address. */
function guess(stage: Stage, code: number, workloads: number, tries: number, days = 14): void {
  stage.filled(days);
  // Another address with the old secret of one application.
  stage.workloadSignIn(clock('02:50'), { ...stage.workload(5), address: '203.0.113.150' }, code);
  for (let index = 0; index < workloads; index++)
    for (let round = 0; round < tries; round++)
      stage.workloadSignIn(
        clock('03:00') + (index * tries + round) * 20_000,
        { ...stage.workload(index), address: '203.0.113.221' },
        code,
      );
}

const letIn = (stage: Stage, index: number, at: string) =>
  stage.workloadSignIn(clock(at), { ...stage.workload(index), address: '203.0.113.221' }, 0);

function guesses(stage: Stage, times: readonly string[]): void {
  stage.filled();
  for (const [index, time] of times.entries())
    stage.workloadSignIn(clock(time), { ...stage.workload(index), address: '203.0.113.221' }, 7000215);
}

const GUESS = { ip: '203.0.113.221' } as const;

export const workloadSecretGuessing: RuleScenarios = {
  of: 'workload-secret-guessing',
  attack: {
    codes: [700027, 7000215, 7000218],
    tell: (stage, code) => guess(stage, code, 3, 1),
  },
  scenarios: [
    {
      name: 'secrets of three applications tried from a foreign address',
      tell: (stage) => guess(stage, 7000215, 3, 2),
      alerts: [
        {
          ...GUESS,
          app: 'billing-export-test',
          severity: 'Medium',
          story: /^203\.0\.113\.221 sent wrong or missing secrets for 3 applications, 6 times/,
        },
      ],
    },
    {
      name: 'twenty tries for one application',
      tell: (stage) => guess(stage, 7000215, 1, 20),
      alerts: [{ ...GUESS, severity: 'Medium', story: /for 1 applications, 20 times/ }],
    },
    {
      name: 'three applications tried, and one lets the address in',
      tell: (stage) => {
        guess(stage, 7000215, 3, 1);
        letIn(stage, 1, '03:02');
      },
      alerts: [{ ...GUESS, app: 'backup-prod', severity: 'High', story: /It was let in as backup-prod\.$/ }],
    },
    {
      name: 'three applications tried, and hours later one lets the address in: a second alert',
      tell: (stage) => {
        guess(stage, 7000215, 3, 1);
        letIn(stage, 1, '06:30');
      },
      alerts: [
        { ...GUESS, severity: 'Medium', story: /for 3 applications/ },
        { ...GUESS, app: 'backup-prod', severity: 'High', story: /It was let in as backup-prod\.$/ },
      ],
    },
    { name: 'two applications', tell: (stage) => guess(stage, 7000215, 2, 3) },
    {
      name: 'nineteen tries for one application',
      tell: (stage) => guess(stage, 7000215, 1, 19),
    },
    {
      name: 'a rotation gone wrong: 30 tries from where the application always signs in',
      tell: (stage) => {
        for (let day = 6; day >= 1; day--)
          stage.workloadSignIn(MIDNIGHT - day * DAY, { ...stage.workload(0), address: '203.0.113.221' }, 0);
        guess(stage, 7000215, 1, 30);
      },
    },
    {
      name: 'the sample of a wrong secret',
      tell: (stage) => {
        stage.filled();
        wrongSecret.tell(stage.teller);
      },
    },
    {
      name: 'three applications within six hours',
      tell: (stage) => guesses(stage, ['03:00', '06:00', '08:50']),
      alerts: [{ severity: 'Medium', ip: '203.0.113.221', story: /for 3 applications/ }],
    },
    {
      name: 'three applications within twelve hours',
      tell: (stage) => guesses(stage, ['01:00', '07:00', '13:00']),
    },
    {
      name: 'the address was let in before it guessed, and not after',
      tell: (stage) => {
        guess(stage, 7000215, 3, 1);
        letIn(stage, 1, '02:50');
      },
      alerts: [{ severity: 'Medium', ip: '203.0.113.221', story: /UTC\.$/ }],
    },
    {
      name: 'the baseline is not filled yet',
      tell: (stage) => {
        for (const index of [0, 1, 2, 3])
          stage.workloadSignIn(
            clock('03:00'),
            { ...stage.workload(index), address: '203.0.113.221' },
            7000215,
          );
      },
    },
    {
      name: 'the sign-ins of people are there for two weeks, those of workloads are new',
      tell: (stage) => {
        stage.past(stage.user(42));
        for (const index of [0, 1, 2])
          stage.workloadSignIn(
            clock('03:00'),
            { ...stage.workload(index), address: '203.0.113.221' },
            7000215,
          );
      },
    },
    { name: 'the baseline lacks a day and a half', tell: (stage) => guess(stage, 7000215, 3, 1, 5) },
  ],
};
