import { ordinaryMorning } from '../../../src/sandbox/generator/stories/ordinaryMorning.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { RuleScenarios } from './scenario.ts';
import { ELSEWHERE, MFA, MINUTE, STRANGER, STRANGER_WITH_BROWSER, type Stage } from './stage.ts';

/** The right password from a stranger's network is stopped; some minutes later another client lets them in. */
function provenThenIn(stage: Stage, code: number, minutes: number, person: object = {}, days = 14): void {
  const user = stage.user(42);
  stage.filled(days);
  if (days === 14) stage.past(user);
  // Somebody else who knows a password, and gets no further.
  stage.signIn(clock('20:30'), { user: stage.user(7), ...STRANGER_WITH_BROWSER }, code);
  stage.signIn(clock('20:40'), { user, ...STRANGER_WITH_BROWSER, application: 'Azure Portal' }, code);
  stage.signIn(
    clock('20:40') + minutes * MINUTE,
    { user, ...STRANGER, application: 'Microsoft Office', ...person },
    0,
  );
}

export const passwordProvenThenIn: RuleScenarios = {
  of: 'password-proven-then-in',
  attack: {
    codes: [50055, 50072, 50074, 50076, 50079, 50105, 50131, 50155, 53000, 53003],
    tell: (stage, code) => provenThenIn(stage, code, 115),
  },
  scenarios: [
    {
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
      name: 'a success later than the window',
      tell: (stage) => provenThenIn(stage, 50074, 125),
    },
    {
      name: 'a success on another network',
      tell: (stage) => provenThenIn(stage, 50074, 20, ELSEWHERE),
    },
    {
      name: 'the baseline is not filled yet',
      tell: (stage) => {
        const user = stage.user(42);
        stage.signIn(clock('20:40'), { user, ...STRANGER_WITH_BROWSER }, 50074);
        stage.signIn(clock('21:00'), { user, ...STRANGER }, 0);
      },
    },
    {
      name: 'the sample of an ordinary morning',
      tell: ({ teller }) => ordinaryMorning.tell(teller),
    },
    {
      name: 'a stop and a success without MFA on the network that the user always has',
      tell: (stage) => {
        const user = stage.user(42);
        stage.filled();
        stage.past(user);
        stage.signIn(clock('20:40'), { user, application: 'Azure Portal' }, 50074);
        stage.signIn(clock('21:00'), { user, application: 'Microsoft Office' }, 0);
      },
    },
    {
      name: 'back from holiday: an application that is not assigned, at an office that is a trusted named location',
      tell: (stage) => {
        const user = stage.user(42);
        const atOffice = { user, place: user.office, address: '192.0.2.10' };
        stage.filled();
        stage.signIn(clock('09:00'), { ...atOffice, application: 'Expenses' }, 50105);
        stage.signIn(clock('09:10'), { ...atOffice, application: 'Microsoft Office' }, 0);
      },
    },
    { name: 'the baseline lacks a day and a half', tell: (stage) => provenThenIn(stage, 50074, 20, {}, 4) },
  ],
};
