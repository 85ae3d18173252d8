import { brokenReplyUrl } from '../../../src/sandbox/generator/stories/brokenReplyUrl.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { RuleScenarios } from './scenario.ts';
import { DAY, HOUR, MFA, MIDNIGHT, MINUTE, type Stage } from './stage.ts';

const LURE = {
  appId: '5c0c2a55-0000-4000-8000-000000000001',
  appDisplayName: 'Shared Documents',
  appOwnerTenantId: '5c0c2a55-0000-4000-8000-00000000000f',
};

/** Several users come to the application of a foreign tenant. */
function lure(stage: Stage, code: number, users: number, edit: object = LURE, days = 14): void {
  stage.filled(days);
  for (let index = 0; index < users; index++)
    stage.signIn(
      clock('10:00') + index * 40 * MINUTE,
      {
        user: stage.user(60 + index),
        application: 'Expenses',
        resource: 'Microsoft Graph',
        edit: { ...edit },
      },
      code,
    );
}

function consents(stage: Stage, hours: readonly number[]): void {
  stage.filled();
  for (const [index, hour] of hours.entries())
    stage.signIn(
      MIDNIGHT + hour * HOUR,
      { user: stage.user(60 + index), application: 'Expenses', edit: LURE },
      65001,
    );
}

export const consentOrRedirectLure: RuleScenarios = {
  of: 'consent-or-redirect-lure',
  attack: {
    codes: [50011, 65001, 65004, 90095],
    tell: (stage, code) => lure(stage, code, 3),
  },
  scenarios: [
    {
      name: 'three users come to a foreign application that asks for consent',
      tell: (stage) => lure(stage, 65001, 3),
      alerts: [
        {
          user: 60,
          app: 'Shared Documents',
          severity: 'Medium',
          story:
            /^3 users came to Shared Documents \(5c0c2a55-0000-4000-8000-000000000001, owned by tenant 5c0c2a55-0000-4000-8000-00000000000f\), new here, since 2026-11-16 10:00 UTC: /,
        },
      ],
    },
    { name: 'two users', tell: (stage) => lure(stage, 65001, 2) },
    {
      name: 'an application of the tenant’s own that is rolled out',
      tell: (stage) => lure(stage, 65001, 6, { appOwnerTenantId: stage.teller.tenant.id }),
    },
    {
      name: 'an application of Microsoft’s',
      tell: (stage) =>
        lure(stage, 65001, 6, { ...LURE, appOwnerTenantId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a' }),
    },
    {
      name: 'a foreign application that somebody already uses',
      tell: (stage) => {
        stage.signIn(
          MIDNIGHT - 4 * DAY + HOUR,
          { user: stage.user(5), application: 'Expenses', edit: LURE },
          MFA,
        );
        lure(stage, 65001, 6);
      },
    },
    {
      name: 'the sample of a broken reply URL',
      tell: (stage) => {
        stage.filled();
        brokenReplyUrl.tell(stage.teller);
      },
    },
    {
      name: 'three users within a day',
      tell: (stage) => consents(stage, [1, 12, 23]),
      alerts: [{ severity: 'Medium', user: 60, app: 'Shared Documents', story: /^3 users came/ }],
    },
    {
      name: 'three users over almost two days',
      tell: (stage) => consents(stage, [-36, -10, 10]),
    },
    {
      name: 'a name that was made to mislead is shown without what misleads',
      tell: (stage) =>
        lure(stage, 65001, 3, { ...LURE, appDisplayName: '[Payroll](https://example.com)<b>|\u202egpj`' }),
      alerts: [
        {
          user: 60,
          severity: 'Medium',
          story: /came to \?Payroll\?\(https:\/\/example\.com\)\?b\?\?\?gpj\? \(5c0c/,
        },
      ],
    },
    { name: 'the baseline lacks a day and a half', tell: (stage) => lure(stage, 65001, 3, LURE, 12) },
  ],
};
