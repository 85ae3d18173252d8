import { appRollout } from '../../../src/sandbox/generator/stories/appRollout.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { RuleScenarios } from './scenario.ts';
import { APIS, MINUTE, STRANGER, type Stage } from './stage.ts';

/** One account is refused at one door after another; every other time for another reason. */
function ladder(
  stage: Stage,
  code: number,
  doors: number,
  every = 5,
  other = code === 53003 ? 50105 : 53003,
  at = clock('16:00'),
): void {
  for (const [index, resource] of APIS.slice(0, doors).entries())
    stage.signIn(
      at + index * every * MINUTE,
      { user: stage.user(77), ...STRANGER, application: 'Travel Requests', resource },
      index % 2 === 0 ? code : other,
    );
}

export const applicationLadder: RuleScenarios = {
  of: 'application-ladder',
  attack: {
    codes: [16003, 50020, 50105, 53003, 65001, 500011, 500014, 650052],
    tell: (stage, code) => ladder(stage, code, 4),
  },
  scenarios: [
    {
      name: 'four applications refuse one account for two reasons within half an hour',
      tell: (stage) => ladder(stage, 50105, 4, 9),
      alerts: [
        {
          user: 77,
          ip: '203.0.113.221',
          app: 'Travel Requests',
          severity: 'Medium',
          story: /^4 applications or APIs refused the account between 2026-11-16 16:00 and 16:27 UTC: /,
        },
      ],
    },
    { name: 'three applications', tell: (stage) => ladder(stage, 50105, 3) },
    {
      name: 'four applications for one and the same reason',
      tell: (stage) => ladder(stage, 50105, 4, 5, 50105),
    },
    {
      name: 'four applications over two hours',
      tell: (stage) => ladder(stage, 50105, 4, 40),
    },
    {
      name: 'the sample of an app that goes live too early: many users, one refusal each',
      tell: ({ teller }) => appRollout.tell(teller),
    },
    {
      name: 'half an hour that no round interval holds',
      tell: (stage) => ladder(stage, 50105, 4, 9, 53003, clock('16:10')),
      alerts: [{ severity: 'Medium', user: 77, story: /16:10 and 16:37 UTC/ }],
    },
    {
      name: 'four applications over an hour',
      tell: (stage) => ladder(stage, 50105, 4, 20, 53003, clock('16:10')),
    },
    {
      name: 'half an hour across a full hour',
      tell: (stage) => ladder(stage, 50105, 4, 9, 53003, clock('16:50')),
      alerts: [{ severity: 'Medium', user: 77, story: /16:50 and 17:17 UTC/ }],
    },
    {
      name: 'four applications over 75 minutes, three of them within each hour',
      tell: (stage) => ladder(stage, 50105, 4, 25, 53003, clock('15:35')),
    },
  ],
};
