import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { RuleScenarios } from './scenario.ts';
import { MINUTE } from './stage.ts';

export const highRow: RuleScenarios = {
  of: 'high-row',
  scenarios: [
    {
      name: 'three wrong passwords of one user from one address',
      tell: (stage) => {
        for (const minute of [0, 1, 2])
          stage.signIn(clock('11:00') + minute * MINUTE, { user: stage.user(9) }, 50126);
      },
      alerts: [
        {
          user: 9,
          severity: 'Medium',
          story: /^3 attempts with code 50126 from \S+ since 2026-11-16 11:00 UTC\.$/,
        },
      ],
    },
    {
      name: 'Medium and Low codes',
      tell: (stage) => stage.signIn(clock('11:00'), { user: stage.user(9) }, 53003, 50140, 0),
    },
  ],
};
