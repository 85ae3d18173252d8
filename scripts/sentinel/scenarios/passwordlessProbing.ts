import { newLaptops } from '../../../src/sandbox/generator/stories/newLaptops.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { RuleScenarios } from './scenario.ts';
import { MFA, MINUTE, STRANGER_WITH_BROWSER, type Stage } from './stage.ts';

/** Passes and passkeys of several users from one address. */
function probe(
  stage: Stage,
  code: number,
  users: number,
  person: object = STRANGER_WITH_BROWSER,
  at = clock('19:10'),
): void {
  for (let index = 0; index < users; index++)
    stage.signIn(at + index * 25 * MINUTE, { user: stage.user(301 + index), ...person }, code);
}

export const passwordlessProbing: RuleScenarios = {
  of: 'passwordless-probing',
  attack: {
    codes: [70037, 130504, 130507, 135010, 1003033],
    tell: (stage, code) => probe(stage, code, 3),
  },
  scenarios: [
    {
      name: 'access passes of three users tried from one address within an hour',
      tell: (stage) => probe(stage, 130507, 3),
      alerts: [
        {
          ip: '203.0.113.221',
          severity: 'Medium',
          story:
            /^203\.0\.113\.221 tried access passes, passkeys or remote approvals of 3 users between 2026-11-16 19:10 and 20:00 UTC: (user030[123]@example\.com(, |(?=\.$))){3}\.$/,
        },
      ],
    },
    {
      name: 'three users tried, and one of them gets in',
      tell: (stage) => {
        probe(stage, 130507, 3);
        stage.signIn(clock('19:50'), { user: stage.user(302), ...STRANGER_WITH_BROWSER }, MFA);
      },
      alerts: [{ ip: '203.0.113.221', severity: 'High', story: /It got in as 1 of them\.$/ }],
    },
    { name: 'two users', tell: (stage) => probe(stage, 130507, 2) },
    {
      name: 'an onboarding day at a trusted named location',
      tell: (stage) => probe(stage, 130507, 4, { place: stage.user(4).office, address: '192.0.2.10' }),
    },
    {
      name: 'the sample of new laptops and access passes',
      tell: ({ teller }) => newLaptops.tell(teller),
    },
    {
      name: 'three users over almost three hours',
      tell: (stage) => {
        for (const [index, minutes] of [0, 90, 170].entries())
          stage.signIn(
            clock('18:00') + minutes * MINUTE,
            { user: stage.user(301 + index), ...STRANGER_WITH_BROWSER },
            130507,
          );
      },
    },
    {
      name: 'one of the three had got in before',
      tell: (stage) => {
        stage.signIn(clock('18:30'), { user: stage.user(302), ...STRANGER_WITH_BROWSER }, MFA);
        probe(stage, 130507, 3);
      },
      alerts: [{ severity: 'Medium', ip: '203.0.113.221', story: /\.$/ }],
    },
    {
      name: 'three users within an hour across a full hour',
      tell: (stage) => probe(stage, 130507, 3, STRANGER_WITH_BROWSER, clock('18:40')),
      alerts: [{ severity: 'Medium', ip: '203.0.113.221', story: /18:40 and 19:30 UTC/ }],
    },
    {
      name: 'three users over two hours',
      tell: (stage) => {
        for (const index of [0, 1, 2])
          stage.signIn(
            clock('17:30') + index * 60 * MINUTE,
            { user: stage.user(301 + index), ...STRANGER_WITH_BROWSER },
            130507,
          );
      },
    },
  ],
};
