import { mfaFatigue } from '../../../src/sandbox/generator/stories/mfaFatigue.ts';
import { remoteSession } from '../../../src/sandbox/generator/stories/remoteSession.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { RuleScenarios } from './scenario.ts';
import { MFA, MINUTE, STRANGER_WITH_BROWSER, type Stage } from './stage.ts';

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

const FATIGUE = { user: 42, ip: '203.0.113.221', app: 'Azure Portal', severity: 'High' } as const;

export const mfaFatigueThenSuccess: RuleScenarios = {
  of: 'mfa-fatigue-then-success',
  attack: {
    codes: [50074, 70037, 500121, 1003033],
    tell: (stage, code) => fatigue(stage, code, 5, 5),
  },
  scenarios: [
    {
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
      name: 'five refused within 30 minutes',
      tell: (stage) => fatigue(stage, 500121, 5, 5),
      alerts: [{ ...FATIGUE, story: /^5 attempts/ }],
    },
    {
      name: 'four refused only',
      tell: (stage) => fatigue(stage, 500121, 4, 5),
    },
    {
      name: 'five refused, spread over more than 30 minutes',
      tell: (stage) => fatigue(stage, 500121, 5, 9),
    },
    {
      name: 'six refused from a foreign network, then the user signs in from home',
      tell: (stage) => fatigue(stage, 500121, 6, 4, { place: stage.user(42).home }),
    },
    {
      name: 'seven ordinary sign-ins with a prompt each, all answered',
      tell: (stage) => {
        for (let index = 0; index < 7; index++)
          stage.signIn(clock('09:00') + index * 3 * MINUTE, { user: stage.user(42) }, 50074, MFA);
      },
    },
    {
      name: 'the sample of refused remote sessions: the user signs in from home an hour later',
      tell: ({ teller }) => remoteSession.tell(teller),
    },
  ],
};
