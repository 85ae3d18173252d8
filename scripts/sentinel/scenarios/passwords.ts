import { brokenReplyUrl } from '../../../src/sandbox/generator/stories/brokenReplyUrl.ts';
import { mfaFatigue } from '../../../src/sandbox/generator/stories/mfaFatigue.ts';
import { ordinaryMorning } from '../../../src/sandbox/generator/stories/ordinaryMorning.ts';
import { passwordSpray } from '../../../src/sandbox/generator/stories/passwordSpray.ts';
import { remoteSession } from '../../../src/sandbox/generator/stories/remoteSession.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { Attack, Scenario } from './scenario.ts';
import { ELSEWHERE, MFA, MINUTE, STRANGER, STRANGER_WITH_BROWSER, type Stage } from './stage.ts';

/** The right password from a stranger's network is stopped; some minutes later another client lets them in. */
function provenThenIn(stage: Stage, code: number, minutes: number, person: object = {}): void {
  const user = stage.user(42);
  stage.filled();
  stage.past(user);
  stage.signIn(clock('20:40'), { user, ...STRANGER_WITH_BROWSER, application: 'Azure Portal' }, code);
  stage.signIn(
    clock('20:40') + minutes * MINUTE,
    { user, ...STRANGER, application: 'Microsoft Office', ...person },
    0,
  );
}

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

/** Attempt after attempt is stopped at the second factor; then one is approved. */
function fatigue(
  stage: Stage,
  code: number,
  attempts: number,
  every: number,
  last: object = STRANGER_WITH_BROWSER,
): void {
  const user = stage.user(42);
  for (let index = 0; index < attempts; index++)
    stage.signIn(
      clock('21:30') + index * every * MINUTE,
      { user, ...STRANGER_WITH_BROWSER, application: 'Azure Portal' },
      code,
    );
  stage.signIn(
    clock('21:30') + (attempts * every - 1) * MINUTE,
    { user, application: 'Azure Portal', ...last },
    MFA,
  );
}

export const PASSWORD_ATTACKS: readonly Attack[] = [
  {
    of: 'password-proven-then-in',
    codes: [50055, 50072, 50074, 50076, 50079, 50105, 50131, 50155, 53000, 53003],
    tell: (stage, code) => provenThenIn(stage, code, 115),
  },
  {
    of: 'risk-burst-then-success',
    codes: [
      50034, 50053, 50055, 50056, 50057, 50072, 50074, 50076, 50079, 50105, 50126, 53003, 70037, 130507,
      135010, 500121, 700016, 700027, 1003033, 7000215, 7000218, 7000222,
    ],
    // Light codes need more users for the same weight.
    tell: (stage, code) => spray(stage, code, [50126, 50074, 50076, 500121, 70037].includes(code) ? 5 : 30),
  },
  {
    of: 'mfa-fatigue-then-success',
    codes: [50074, 70037, 500121, 1003033],
    tell: (stage, code) => fatigue(stage, code, 5, 5),
  },
];

const FATIGUE = { user: 42, ip: '203.0.113.221', app: 'Azure Portal', severity: 'High' } as const;

export const PASSWORD_SCENARIOS: readonly Scenario[] = [
  {
    of: 'password-proven-then-in',
    name: 'the password is right, MFA stops it, and an old client gets in from the same network',
    tell: (stage) => provenThenIn(stage, 50074, 20),
    alerts: [
      {
        user: 42,
        ip: '203.0.113.221',
        app: 'Microsoft Office',
        severity: 'High',
        story:
          /^The right password came from network 64507, .* at 2026-11-16 20:40 UTC; at 21:00 Microsoft Office .* without MFA\.$/,
      },
    ],
  },
  {
    of: 'password-proven-then-in',
    name: 'an ordinary MFA prompt at home, and background renewals without MFA',
    tell: (stage) => {
      const user = stage.user(42);
      stage.filled();
      stage.past(user);
      stage.signIn(clock('09:00'), { user }, 50074, MFA);
      stage.signIn(clock('09:05'), { user, category: 'NonInteractiveUserSignInLogs' }, 0);
    },
  },
  {
    of: 'password-proven-then-in',
    name: 'a traveller passes MFA on a new network, and apps renew their tokens there',
    tell: (stage) => {
      const user = stage.user(42);
      stage.filled();
      stage.past(user);
      stage.signIn(clock('09:00'), { user, ...ELSEWHERE }, 50074);
      stage.signIn(clock('09:02'), { user, ...ELSEWHERE }, 50074, MFA);
      stage.signIn(clock('09:10'), { user, ...ELSEWHERE, category: 'NonInteractiveUserSignInLogs' }, 0);
    },
  },
  {
    of: 'password-proven-then-in',
    name: 'a success later than the window',
    tell: (stage) => provenThenIn(stage, 50074, 125),
  },
  {
    of: 'password-proven-then-in',
    name: 'a success on another network',
    tell: (stage) => provenThenIn(stage, 50074, 20, ELSEWHERE),
  },
  {
    of: 'password-proven-then-in',
    name: 'the baseline is not filled yet',
    tell: (stage) => {
      const user = stage.user(42);
      stage.signIn(clock('20:40'), { user, ...STRANGER_WITH_BROWSER }, 50074);
      stage.signIn(clock('21:00'), { user, ...STRANGER }, 0);
    },
  },
  {
    of: 'password-proven-then-in',
    name: 'the sample of an ordinary morning',
    tell: ({ teller }) => ordinaryMorning.tell(teller),
  },

  {
    of: 'risk-burst-then-success',
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
    of: 'risk-burst-then-success',
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
    of: 'risk-burst-then-success',
    name: 'four users only',
    tell: (stage) => {
      spray(stage, 50126, 4);
      spray(stage, 50126, 4);
    },
  },
  {
    of: 'risk-burst-then-success',
    name: 'many attempts with light codes',
    tell: (stage) => spray(stage, 50055, 10),
  },
  {
    of: 'risk-burst-then-success',
    name: 'a shared address: ten mistype their password, and eight of them get in',
    tell: (stage) => {
      for (let index = 0; index < 10; index++) {
        const user = stage.user(20 + index);
        stage.signIn(clock('09:00') + index * MINUTE, { user, ...STRANGER_WITH_BROWSER }, 50126);
        if (index < 8) stage.signIn(clock('09:01') + index * MINUTE, { user, ...STRANGER_WITH_BROWSER }, MFA);
      }
    },
  },
  {
    of: 'risk-burst-then-success',
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
    of: 'risk-burst-then-success',
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
    of: 'risk-burst-then-success',
    name: 'the sample of a broken reply URL',
    tell: ({ teller }) => brokenReplyUrl.tell(teller),
  },

  {
    of: 'mfa-fatigue-then-success',
    name: 'the sample of MFA fatigue: seven prompts refused in 13 minutes, the eighth approved',
    tell: ({ teller }) => mfaFatigue.tell(teller),
    alerts: [
      {
        ...FATIGUE,
        story:
          /^7 attempts were stopped at the second factor from 2026-11-16 21:40 UTC on, then a sign-in to Azure Portal succeeded at 21:55 from 203\.0\.113\.221\.$/,
      },
    ],
  },
  {
    of: 'mfa-fatigue-then-success',
    name: 'five refused within 30 minutes',
    tell: (stage) => fatigue(stage, 500121, 5, 5),
    alerts: [{ ...FATIGUE, story: /^5 attempts/ }],
  },
  {
    of: 'mfa-fatigue-then-success',
    name: 'four refused only',
    tell: (stage) => fatigue(stage, 500121, 4, 5),
  },
  {
    of: 'mfa-fatigue-then-success',
    name: 'five refused, spread over more than 30 minutes',
    tell: (stage) => fatigue(stage, 500121, 5, 9),
  },
  {
    of: 'mfa-fatigue-then-success',
    name: 'six refused from a foreign network, then the user signs in from home',
    tell: (stage) => fatigue(stage, 500121, 6, 4, { place: stage.user(42).home }),
  },
  {
    of: 'mfa-fatigue-then-success',
    name: 'seven ordinary sign-ins with a prompt each, all answered',
    tell: (stage) => {
      for (let index = 0; index < 7; index++)
        stage.signIn(clock('09:00') + index * 3 * MINUTE, { user: stage.user(42) }, 50074, MFA);
    },
  },
  {
    of: 'mfa-fatigue-then-success',
    name: 'the sample of refused remote sessions: the user signs in from home an hour later',
    tell: ({ teller }) => remoteSession.tell(teller),
  },
];
