import { ordinaryMorning } from '../../../src/sandbox/generator/stories/ordinaryMorning.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { RuleScenarios } from './scenario.ts';
import { DAY } from './stage.ts';

export const highCodeNeverSeen: RuleScenarios = {
  of: 'high-code-never-seen',
  attack: {
    codes: [50011, 50074, 50076, 50126, 65002, 70037, 500121],
    tell: (stage, code) => {
      stage.filled();
      stage.signIn(clock('11:00'), { user: stage.user(9) }, code);
    },
  },
  scenarios: [
    {
      name: 'the first wrong challenge response in two weeks',
      tell: (stage) => {
        stage.filled();
        stage.signIn(clock('11:00'), { user: stage.user(9) }, 70037);
        stage.signIn(clock('11:20'), { user: stage.user(19) }, 70037);
      },
      alerts: [
        {
          user: 9,
          severity: 'Medium',
          story:
            /^Code 70037 was not seen here in 14 days; 2 attempts of 2 users since 2026-11-16 11:00 UTC, the first one by user0009@example\.com with One Outlook Web\.$/,
        },
      ],
    },
    {
      name: 'a High code that was seen five days before',
      tell: (stage) => {
        stage.filled();
        stage.signIn(clock('11:00') - 5 * DAY, { user: stage.user(3) }, 70037);
        stage.signIn(clock('11:00'), { user: stage.user(9) }, 70037);
      },
    },
    {
      name: 'a Medium code that is new',
      tell: (stage) => {
        stage.filled();
        stage.signIn(clock('11:00'), { user: stage.user(9) }, 53003);
      },
    },
    {
      name: 'the baseline is not filled yet',
      tell: ({ teller }) => ordinaryMorning.tell(teller),
    },
    {
      name: 'the baseline lacks a day and a half',
      tell: (stage) => {
        stage.filled(12);
        stage.signIn(clock('11:00'), { user: stage.user(9) }, 70037);
      },
    },
  ],
};
