import { brokenReplyUrl } from '../../../src/sandbox/generator/stories/brokenReplyUrl.ts';
import { passwordSpray } from '../../../src/sandbox/generator/stories/passwordSpray.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { RuleScenarios } from './scenario.ts';
import { ELSEWHERE, HOUR, MFA, MINUTE, STRANGER, STRANGER_WITH_BROWSER, type Stage } from './stage.ts';

/** As many users as it takes fail from one address; the last one tried gets in. */
function spray(stage: Stage, code: number, users: number, person: object = {}): void {
  for (let index = 0; index < users; index++)
    stage.signIn(
      clock('02:14') + index * 30_000,
      { user: stage.user(3 + index * 8), ...STRANGER, ...person },
      code,
    );
  stage.signIn(
    clock('02:31'),
    { user: stage.user(391), ...STRANGER, application: 'Microsoft Office', ...person },
    0,
  );
}

/** Failures of these codes, one user each, and a success some minutes after the last one. */
function burst(stage: Stage, codes: readonly number[], minutesLater = 5): void {
  // Another address fails as much, and does not get in.
  for (const number of [201, 202, 203, 204, 205])
    stage.signIn(clock('02:00'), { user: stage.user(number), ...ELSEWHERE }, 50126);
  for (const [index, code] of codes.entries())
    stage.signIn(clock('02:10') + index * MINUTE, { user: stage.user(100 + index), ...STRANGER }, code);
  stage.signIn(
    clock('02:10') + (codes.length - 1 + minutesLater) * MINUTE,
    { user: stage.user(99), ...STRANGER },
    0,
  );
}

/** As many wrong passwords, and as many who get in. */
function burstOf(stage: Stage, failures: number, successes: number): void {
  burst(
    stage,
    Array.from({ length: failures }, () => 50126),
  );
  for (let index = 1; index < successes; index++)
    stage.signIn(clock('02:25') + index * MINUTE, { user: stage.user(90 + index), ...STRANGER }, 0);
}

const BURST = {
  severity: 'High',
  ip: '203.0.113.221',
  story: /^203\.0\.113\.221 failed for 5 users/,
} as const;

export const riskBurstThenSuccess: RuleScenarios = {
  of: 'risk-burst-then-success',
  attack: {
    codes: [
      50034, 50053, 50055, 50056, 50057, 50072, 50074, 50076, 50079, 50105, 50126, 53003, 70037, 130507,
      135010, 500121, 700016, 700027, 1003033, 7000215, 7000218, 7000222,
    ],
    // Light codes need more users for the same weight.
    tell: (stage, code) => spray(stage, code, [50126, 50074, 50076, 500121, 70037].includes(code) ? 5 : 30),
  },
  scenarios: [
    {
      name: 'the sample of a password spray: 29 wrong passwords, a locked account, an unknown name, and one success',
      tell: ({ teller }) => passwordSpray.tell(teller),
      alerts: [
        {
          user: 251,
          ip: '203.0.113.150',
          app: 'Microsoft Office',
          severity: 'High',
          story:
            /^203\.0\.113\.150 failed for 31 users or workloads between 2026-11-16 02:14 and 02:29 UTC, and got in at 02:29 \(Microsoft Office\)\.$/,
        },
      ],
    },
    {
      name: 'wrong secrets of six workloads from one address, and one of them gets in',
      tell: (stage) => {
        for (let index = 0; index < 9; index++)
          for (const minute of [0, 1, 2])
            stage.workloadSignIn(
              clock('03:00') + (index * 5 + minute) * MINUTE,
              { ...stage.workload(index), address: '203.0.113.221' },
              7000218,
            );
        stage.workloadSignIn(clock('03:50'), { ...stage.workload(9), address: '203.0.113.221' }, 0);
      },
      alerts: [{ ip: '203.0.113.221', severity: 'High', story: /failed for 9 users or workloads/ }],
    },
    {
      name: 'four users only',
      tell: (stage) => {
        spray(stage, 50126, 4);
        spray(stage, 50126, 4);
      },
    },
    {
      name: 'many attempts with light codes',
      tell: (stage) => spray(stage, 50055, 10),
    },
    {
      name: 'a shared address: ten mistype their password, and eight of them get in',
      tell: (stage) => {
        for (let index = 0; index < 10; index++) {
          const user = stage.user(20 + index);
          stage.signIn(clock('09:00') + index * MINUTE, { user, ...STRANGER_WITH_BROWSER }, 50126);
          if (index < 8)
            stage.signIn(clock('09:01') + index * MINUTE, { user, ...STRANGER_WITH_BROWSER }, MFA);
        }
      },
    },
    {
      name: 'prompts that the same attempts answer',
      tell: (stage) => {
        for (let index = 0; index < 3; index++) {
          stage.signIn(
            clock('09:00') + index * MINUTE,
            { user: stage.user(20 + index), ...STRANGER_WITH_BROWSER },
            50074,
            MFA,
          );
          stage.signIn(
            clock('09:20') + index * MINUTE,
            { user: stage.user(30 + index), ...STRANGER_WITH_BROWSER },
            50126,
          );
        }
      },
    },
    {
      name: 'an office that is a trusted named location',
      tell: (stage) => {
        const office = stage.user(4).office;
        for (let index = 0; index < 9; index++)
          stage.signIn(
            clock('09:00') + index * MINUTE,
            { user: stage.user(4 + index * 4), place: office, address: '192.0.2.10' },
            50126,
          );
        stage.signIn(clock('09:15'), { user: stage.user(80), place: office, address: '192.0.2.10' }, MFA);
      },
    },
    {
      name: 'the sample of a broken reply URL',
      tell: ({ teller }) => brokenReplyUrl.tell(teller),
    },
    {
      name: 'five users whose codes weigh 250 together',
      tell: (stage) => burst(stage, [50126, 50126, 50074, 53003, 50055]),
      alerts: [BURST],
    },
    {
      name: 'five users whose codes weigh 249 together',
      tell: (stage) => burst(stage, [50126, 50126, 50074, 53003, 50072]),
    },
    {
      name: 'a success 55 minutes after the burst',
      tell: (stage) => burst(stage, [50126, 50126, 50126, 50126, 50126], 55),
      alerts: [BURST],
    },
    {
      name: 'a success 65 minutes after the burst',
      tell: (stage) => burst(stage, [50126, 50126, 50126, 50126, 50126], 65),
    },
    { name: 'twelve fail and four get in', tell: (stage) => burstOf(stage, 12, 4) },
    {
      name: 'nine fail and three get in',
      tell: (stage) => burstOf(stage, 9, 3),
      alerts: Array.from({ length: 3 }, () => ({ ...BURST, story: /failed for 9 users/ })),
    },
    {
      name: 'seven fail and two get in',
      tell: (stage) => burstOf(stage, 7, 2),
      alerts: Array.from({ length: 2 }, () => ({ ...BURST, story: /failed for 7 users/ })),
    },
    { name: 'five fail and two get in', tell: (stage) => burstOf(stage, 5, 2) },
    {
      name: 'three users around the success, two others three hours before',
      tell: (stage) => {
        for (const number of [111, 112])
          stage.signIn(clock('02:10') - 3 * HOUR, { user: stage.user(number), ...STRANGER }, 50126);
        burst(stage, [50126, 50126, 50126]);
        for (const number of [100, 101, 102])
          stage.signIn(clock('02:12'), { user: stage.user(number), ...STRANGER }, 500121);
      },
    },
    {
      name: 'five light codes around the success, four heavy ones three hours before',
      tell: (stage) => {
        for (const number of [101, 102, 103, 104])
          stage.signIn(clock('02:10') - 3 * HOUR, { user: stage.user(number), ...STRANGER }, 50126);
        burst(stage, [50055, 50055, 50055, 50055, 50055]);
      },
    },
    {
      name: 'four wrong passwords, and a prompt that its attempt answers',
      tell: (stage) => {
        for (const number of [100, 101, 102, 103])
          stage.signIn(clock('02:10') + number * 1000, { user: stage.user(number), ...STRANGER }, 50126);
        stage.signIn(clock('02:15'), { user: stage.user(99), ...STRANGER }, 50074, MFA);
      },
    },
  ],
};
