import { partnerTenants } from '../../../src/sandbox/generator/stories/partnerTenants.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { RuleScenarios } from './scenario.ts';
import { DAY, MFA, MIDNIGHT, MINUTE, type Stage } from './stage.ts';

const [PARTNER, OTHER] = ['7a000000-0000-4000-8000-00000000000a', '7a000000-0000-4000-8000-00000000000b'];

/** One foreign tenant keeps the user out, another lets them in. */
function elsewhere(stage: Stage, code: number, minutes = 45, tenant = OTHER, filled = true): void {
  const user = stage.user(262);
  const guest = { user, application: 'Microsoft Teams', resource: 'Microsoft Graph' };
  if (filled) {
    stage.filled();
    stage.past(user);
  }
  // Somebody else who is kept out, and tries no other tenant.
  stage.signIn(clock('15:30'), { ...guest, user: stage.user(7), resourceTenantId: PARTNER }, code);
  stage.signIn(clock('15:40'), { ...guest, resourceTenantId: PARTNER }, code);
  stage.signIn(clock('15:40') + minutes * MINUTE, { ...guest, resourceTenantId: tenant }, MFA);
}

export const crossTenantBlockThenElsewhere: RuleScenarios = {
  of: 'cross-tenant-block-then-elsewhere',
  attack: {
    codes: [500021, 500212, 500213, 5000211],
    tell: (stage, code) => elsewhere(stage, code, 115),
  },
  scenarios: [
    {
      name: 'kept out of a partner’s tenant, then into a tenant that is new for the user',
      tell: (stage) => elsewhere(stage, 500212),
      alerts: [
        {
          user: 262,
          app: 'Microsoft Teams',
          severity: 'Medium',
          story:
            /^Access to tenant 7a000000-0000-4000-8000-00000000000a was blocked at 2026-11-16 15:40 UTC; at 16:25 the user got into tenant 7a000000-0000-4000-8000-00000000000b/,
        },
      ],
    },
    {
      name: 'later than two hours',
      tell: (stage) => elsewhere(stage, 500212, 125),
    },
    {
      name: 'the same tenant lets the user in after all',
      tell: (stage) => elsewhere(stage, 500212, 45, PARTNER),
    },
    {
      name: 'a tenant where the user has worked before',
      tell: (stage) => {
        stage.signIn(MIDNIGHT - 5 * DAY, { user: stage.user(262), resourceTenantId: OTHER }, MFA);
        elsewhere(stage, 500212);
      },
    },
    {
      name: 'the sample of a partner’s door',
      tell: (stage) => {
        stage.filled();
        partnerTenants.tell(stage.teller);
      },
    },
    {
      name: 'the baseline is not filled yet',
      tell: (stage) => elsewhere(stage, 500212, 45, undefined, false),
    },
    {
      name: 'the baseline lacks a day and a half',
      tell: (stage) => {
        stage.filled(12);
        elsewhere(stage, 500212, 45, undefined, false);
      },
    },
  ],
};
