import { endedSessions } from '../../../src/sandbox/generator/stories/endedSessions.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { RuleScenarios } from './scenario.ts';
import { DAY, MFA, MIDNIGHT, MINUTE, STRANGER, type Stage } from './stage.ts';

/** Ended tokens of several users from one address. */
function tokens(
  stage: Stage,
  code: number,
  users: number,
  every = 2,
  person: object = STRANGER,
  at = clock('23:00'),
  days = 14,
): void {
  stage.filled(days);
  for (let index = 0; index < users; index++)
    stage.signIn(
      at + index * every * MINUTE,
      { user: stage.user(120 + index), ...person, category: 'NonInteractiveUserSignInLogs' },
      code,
    );
}

const TOKENS = { severity: 'Medium', ip: '203.0.113.221', story: /of 5 users/ } as const;

export const revokedTokenBurst: RuleScenarios = {
  of: 'revoked-token-burst',
  attack: {
    codes: [50089, 50132, 50133, 50173, 54006, 700059, 700082, 700084],
    tell: (stage, code) => tokens(stage, code, 5, 3),
  },
  scenarios: [
    {
      name: 'revoked sessions of five users from one foreign address',
      tell: (stage) => tokens(stage, 50133, 5),
      alerts: [
        {
          ip: '203.0.113.221',
          severity: 'Medium',
          story:
            /^203\.0\.113\.221 presented ended sessions or tokens of 5 users between 2026-11-16 23:00 and 23:08 UTC: /,
        },
      ],
    },
    { name: 'four users', tell: (stage) => tokens(stage, 50133, 4) },
    {
      name: 'five users over two hours',
      tell: (stage) => tokens(stage, 50133, 5, 30),
    },
    {
      name: 'a sign-in-frequency morning: many users, 70043 and 70044',
      tell: (stage) => {
        tokens(stage, 70043, 12);
        tokens(stage, 70044, 12);
      },
    },
    {
      name: 'a mass password reset behind an address that several people work from',
      tell: (stage) => {
        for (const number of [120, 121, 122])
          stage.signIn(MIDNIGHT - 2 * DAY + number * MINUTE, { user: stage.user(number), ...STRANGER }, MFA);
        tokens(stage, 50133, 8, 1);
      },
    },
    {
      name: 'an office that is a trusted named location',
      tell: (stage) => tokens(stage, 50133, 8, 1, { place: stage.user(4).office, address: '192.0.2.10' }),
    },
    {
      name: 'the sample of sessions that end',
      tell: (stage) => {
        stage.filled();
        endedSessions.tell(stage.teller);
      },
    },
    {
      name: 'a quarter of an hour that no round interval holds',
      tell: (stage) => tokens(stage, 50133, 5, 3.4, STRANGER, clock('23:10')),
      alerts: [TOKENS],
    },
    {
      name: 'five users within 40 minutes',
      tell: (stage) => tokens(stage, 50133, 5, 10, STRANGER, clock('22:00')),
    },
    {
      name: 'tokens of three users still work',
      tell: (stage) => {
        tokens(stage, 50133, 5);
        for (const number of [120, 121, 122])
          stage.signIn(
            clock('23:20'),
            { user: stage.user(number), ...STRANGER, category: 'NonInteractiveUserSignInLogs' },
            0,
          );
      },
      alerts: [TOKENS],
    },
    {
      name: 'an address that one person has worked from',
      tell: (stage) => {
        stage.signIn(MIDNIGHT - 2 * DAY, { user: stage.user(120), ...STRANGER }, MFA);
        tokens(stage, 50133, 5);
      },
      alerts: [TOKENS],
    },
    {
      name: 'a quarter of an hour across a full hour',
      tell: (stage) => tokens(stage, 50133, 5, 3.4, STRANGER, clock('22:55')),
      alerts: [TOKENS],
    },
    {
      name: 'five users within 36 minutes, four of them within half an hour',
      tell: (stage) => tokens(stage, 50133, 5, 9, STRANGER, clock('22:47')),
    },
    {
      name: 'the baseline lacks a day and a half',
      tell: (stage) => tokens(stage, 50133, 5, 2, STRANGER, clock('23:00'), 4),
    },
  ],
};
