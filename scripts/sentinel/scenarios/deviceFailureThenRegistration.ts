import { newLaptops } from '../../../src/sandbox/generator/stories/newLaptops.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { RuleScenarios } from './scenario.ts';
import { ELSEWHERE, HOUR, MFA, MINUTE, STRANGER_WITH_BROWSER, type Stage } from './stage.ts';

const REGISTRATION = {
  resourceId: '01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9',
  resourceDisplayName: 'Device Registration Service',
};

/** A device check fails, then a device is registered. */
function register(
  stage: Stage,
  code: number,
  person: object = STRANGER_WITH_BROWSER,
  edit: object = REGISTRATION,
  minutes = 40,
  filled = true,
): void {
  const user = stage.user(303);
  if (filled) {
    stage.filled();
    stage.past(user);
  }
  // Somebody else whose device fails, and who registers none.
  stage.signIn(clock('21:50'), { user: stage.user(7), ...STRANGER_WITH_BROWSER }, code);
  stage.signIn(clock('22:00'), { user, ...STRANGER_WITH_BROWSER }, code);
  stage.signIn(
    clock('22:00') + minutes * MINUTE,
    { user, ...person, application: 'Microsoft Authentication Broker', edit: { ...edit } },
    MFA,
  );
}

export const deviceFailureThenRegistration: RuleScenarios = {
  of: 'device-failure-then-registration',
  attack: {
    codes: [50097, 50155, 53000, 700003],
    tell: (stage, code) => register(stage, code),
  },
  scenarios: [
    {
      name: 'a device check fails, then a device registers from a new network',
      tell: (stage) => register(stage, 50155),
      alerts: [
        {
          user: 303,
          ip: '203.0.113.221',
          app: 'Microsoft Authentication Broker',
          severity: 'Medium',
          story:
            /^A device check failed at 2026-11-16 22:00 UTC; at 22:40 the user was let in to register a device from 203\.0\.113\.221, network 64507/,
        },
      ],
    },
    {
      name: 'a laptop is set up again at home',
      tell: (stage) => register(stage, 50155, { place: stage.user(303).home }),
    },
    {
      name: 'a success at another resource',
      tell: (stage) => register(stage, 50155, STRANGER_WITH_BROWSER, {}),
    },
    {
      name: 'later than two hours',
      tell: (stage) => register(stage, 50155, ELSEWHERE, REGISTRATION, 119 + 6),
    },
    {
      name: 'a trusted named location',
      tell: (stage) => register(stage, 50155, { place: stage.user(4).office, address: '192.0.2.10' }),
    },
    {
      name: 'the sample of new laptops',
      tell: (stage) => {
        stage.filled();
        for (let hour = 0; hour < 2; hour++)
          stage.signIn(clock('10:00') + hour * HOUR, { user: stage.user(8) }, 0);
        newLaptops.tell(stage.teller);
      },
    },
    {
      name: 'almost two hours later',
      tell: (stage) => register(stage, 50155, STRANGER_WITH_BROWSER, REGISTRATION, 115),
      alerts: [{ severity: 'Medium', user: 303, story: /^A device check failed/ }],
    },
    {
      name: 'the baseline is not filled yet',
      tell: (stage) => register(stage, 50155, STRANGER_WITH_BROWSER, REGISTRATION, 40, false),
    },
    {
      name: 'the baseline lacks a day and a half',
      tell: (stage) => {
        stage.filled(4);
        register(stage, 50155, STRANGER_WITH_BROWSER, REGISTRATION, 40, false);
      },
    },
  ],
};
