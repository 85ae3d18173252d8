import { endedSessions } from '../../../src/sandbox/generator/stories/endedSessions.ts';
import { newLaptops } from '../../../src/sandbox/generator/stories/newLaptops.ts';
import { partnerTenants } from '../../../src/sandbox/generator/stories/partnerTenants.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { Attack, Scenario } from './scenario.ts';
import {
  DAY,
  ELSEWHERE,
  HOUR,
  MFA,
  MIDNIGHT,
  MINUTE,
  STRANGER,
  STRANGER_WITH_BROWSER,
  type Stage,
} from './stage.ts';

const NOT_COVERED = { conditionalAccessStatus: 'notApplied', appliedConditionalAccessPolicies: [] };

/** The browser is blocked; an old mail program, to which no policy applies, reaches the same resource. */
export function around(
  stage: Stage,
  code: number,
  minutes = 30,
  person: object = {},
  edit: object = NOT_COVERED,
): void {
  const user = stage.user(34);
  stage.signIn(clock('13:00'), { user, ...STRANGER_WITH_BROWSER }, code);
  stage.signIn(
    clock('13:00') + minutes * MINUTE,
    { user, ...STRANGER, application: 'Microsoft Office', ...person, edit: { ...edit } },
    0,
  );
}

const [PARTNER, OTHER] = ['7a000000-0000-4000-8000-00000000000a', '7a000000-0000-4000-8000-00000000000b'];

/** One foreign tenant keeps the user out, another lets them in. */
export function elsewhere(stage: Stage, code: number, minutes = 45, tenant = OTHER, filled = true): void {
  const user = stage.user(262);
  const guest = { user, application: 'Microsoft Teams', resource: 'Microsoft Graph' };
  if (filled) {
    stage.filled();
    stage.past(user);
  }
  stage.signIn(clock('15:40'), { ...guest, resourceTenantId: PARTNER }, code);
  stage.signIn(clock('15:40') + minutes * MINUTE, { ...guest, resourceTenantId: tenant }, MFA);
}

/** Ended tokens of several users from one address. */
export function tokens(
  stage: Stage,
  code: number,
  users: number,
  every = 2,
  person: object = STRANGER,
  at = clock('23:00'),
): void {
  stage.filled();
  for (let index = 0; index < users; index++)
    stage.signIn(
      at + index * every * MINUTE,
      { user: stage.user(120 + index), ...person, category: 'NonInteractiveUserSignInLogs' },
      code,
    );
}

/** Passes and passkeys of several users from one address. */
export function probe(
  stage: Stage,
  code: number,
  users: number,
  person: object = STRANGER_WITH_BROWSER,
): void {
  for (let index = 0; index < users; index++)
    stage.signIn(clock('19:10') + index * 25 * MINUTE, { user: stage.user(301 + index), ...person }, code);
}

export const REGISTRATION = {
  resourceId: '01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9',
  resourceDisplayName: 'Device Registration Service',
};

/** A device check fails, then a device is registered. */
export function register(
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
  stage.signIn(clock('22:00'), { user, ...STRANGER_WITH_BROWSER }, code);
  stage.signIn(
    clock('22:00') + minutes * MINUTE,
    { user, ...person, application: 'Microsoft Authentication Broker', edit: { ...edit } },
    MFA,
  );
}

export const ACCESS_ATTACKS: readonly Attack[] = [
  {
    of: 'conditional-access-block-then-other-client',
    codes: [50131, 50155, 53000, 53003, 530003],
    tell: (stage, code) => around(stage, code, 55),
  },
  {
    of: 'cross-tenant-block-then-elsewhere',
    codes: [500021, 500212, 500213, 5000211],
    tell: (stage, code) => elsewhere(stage, code, 115),
  },
  {
    of: 'revoked-token-burst',
    codes: [50089, 50132, 50133, 50173, 54006, 700059, 700082, 700084],
    tell: (stage, code) => tokens(stage, code, 5, 3),
  },
  {
    of: 'passwordless-probing',
    codes: [70037, 130504, 130507, 135010, 1003033],
    tell: (stage, code) => probe(stage, code, 3),
  },
  {
    of: 'device-failure-then-registration',
    codes: [50097, 50155, 53000, 700003],
    tell: (stage, code) => register(stage, code),
  },
];

export const ACCESS_SCENARIOS: readonly Scenario[] = [
  {
    of: 'conditional-access-block-then-other-client',
    name: 'the browser is blocked, an old mail program gets in',
    tell: (stage) => around(stage, 53003),
    alerts: [
      {
        user: 34,
        ip: '203.0.113.221',
        app: 'Microsoft Office',
        severity: 'High',
        story:
          /^Access to Office 365 Exchange Online was blocked at 2026-11-16 13:00 UTC; at 13:30 Microsoft Office \(Other clients, protocol ropc\) got in from 203\.0\.113\.221 on an unmanaged device, and no policy applied\.$/,
      },
    ],
  },
  {
    of: 'conditional-access-block-then-other-client',
    name: 'another application in the browser gets in',
    tell: (stage) => around(stage, 53003, 30, { ...STRANGER_WITH_BROWSER, application: 'Microsoft Teams' }),
    alerts: [{ user: 34, app: 'Microsoft Teams', severity: 'Medium', story: /got in from/ }],
  },
  {
    of: 'conditional-access-block-then-other-client',
    name: 'a private laptop is blocked, the managed work laptop gets in',
    tell: (stage) =>
      around(stage, 53003, 30, {
        device: {
          ...STRANGER_WITH_BROWSER.device,
          deviceId: '5c0c2a55-0000-4000-8000-0000000000d1',
          isManaged: true,
          isCompliant: true,
          clientApp: 'Mobile Apps and Desktop clients',
        },
      }),
  },
  {
    of: 'conditional-access-block-then-other-client',
    name: 'a policy applied to the success and was met',
    tell: (stage) => around(stage, 53003, 30, {}, { conditionalAccessStatus: 'success' }),
  },
  {
    of: 'conditional-access-block-then-other-client',
    name: 'another resource',
    tell: (stage) => around(stage, 53003, 30, { resource: 'Azure Storage' }),
  },
  {
    of: 'conditional-access-block-then-other-client',
    name: 'the same client tries again and gets in',
    tell: (stage) => around(stage, 53003, 30, { ...STRANGER_WITH_BROWSER, application: 'One Outlook Web' }),
  },
  {
    of: 'conditional-access-block-then-other-client',
    name: 'more than an hour later',
    tell: (stage) => around(stage, 53003, 65),
  },
  {
    of: 'conditional-access-block-then-other-client',
    name: 'a phone that the user had all day renews its token',
    tell: (stage) => {
      stage.signIn(
        clock('03:00'),
        { user: stage.user(34), ...STRANGER, application: 'Microsoft Office', edit: NOT_COVERED },
        0,
      );
      around(stage, 53003);
    },
  },

  {
    of: 'cross-tenant-block-then-elsewhere',
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
    of: 'cross-tenant-block-then-elsewhere',
    name: 'later than two hours',
    tell: (stage) => elsewhere(stage, 500212, 125),
  },
  {
    of: 'cross-tenant-block-then-elsewhere',
    name: 'the same tenant lets the user in after all',
    tell: (stage) => elsewhere(stage, 500212, 45, PARTNER),
  },
  {
    of: 'cross-tenant-block-then-elsewhere',
    name: 'a tenant where the user has worked before',
    tell: (stage) => {
      stage.signIn(MIDNIGHT - 5 * DAY, { user: stage.user(262), resourceTenantId: OTHER }, MFA);
      elsewhere(stage, 500212);
    },
  },
  {
    of: 'cross-tenant-block-then-elsewhere',
    name: 'the sample of a partner’s door',
    tell: (stage) => {
      stage.filled();
      partnerTenants.tell(stage.teller);
    },
  },

  {
    of: 'revoked-token-burst',
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
  { of: 'revoked-token-burst', name: 'four users', tell: (stage) => tokens(stage, 50133, 4) },
  {
    of: 'revoked-token-burst',
    name: 'five users over two hours',
    tell: (stage) => tokens(stage, 50133, 5, 30),
  },
  {
    of: 'revoked-token-burst',
    name: 'a sign-in-frequency morning: many users, 70043 and 70044',
    tell: (stage) => {
      tokens(stage, 70043, 12);
      tokens(stage, 70044, 12);
    },
  },
  {
    of: 'revoked-token-burst',
    name: 'a mass password reset behind an address that several people work from',
    tell: (stage) => {
      for (const number of [120, 121, 122])
        stage.signIn(MIDNIGHT - 2 * DAY + number * MINUTE, { user: stage.user(number), ...STRANGER }, MFA);
      tokens(stage, 50133, 8, 1);
    },
  },
  {
    of: 'revoked-token-burst',
    name: 'an office that is a trusted named location',
    tell: (stage) => tokens(stage, 50133, 8, 1, { place: stage.user(4).office, address: '192.0.2.10' }),
  },
  {
    of: 'revoked-token-burst',
    name: 'the sample of sessions that end',
    tell: (stage) => {
      stage.filled();
      endedSessions.tell(stage.teller);
    },
  },

  {
    of: 'passwordless-probing',
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
    of: 'passwordless-probing',
    name: 'three users tried, and one of them gets in',
    tell: (stage) => {
      probe(stage, 130507, 3);
      stage.signIn(clock('19:50'), { user: stage.user(302), ...STRANGER_WITH_BROWSER }, MFA);
    },
    alerts: [{ ip: '203.0.113.221', severity: 'High', story: /It got in as 1 of them\.$/ }],
  },
  { of: 'passwordless-probing', name: 'two users', tell: (stage) => probe(stage, 130507, 2) },
  {
    of: 'passwordless-probing',
    name: 'an onboarding day at a trusted named location',
    tell: (stage) => probe(stage, 130507, 4, { place: stage.user(4).office, address: '192.0.2.10' }),
  },
  {
    of: 'passwordless-probing',
    name: 'the sample of new laptops and access passes',
    tell: ({ teller }) => newLaptops.tell(teller),
  },

  {
    of: 'device-failure-then-registration',
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
    of: 'device-failure-then-registration',
    name: 'a laptop is set up again at home',
    tell: (stage) => register(stage, 50155, { place: stage.user(303).home }),
  },
  {
    of: 'device-failure-then-registration',
    name: 'a success at another resource',
    tell: (stage) => register(stage, 50155, STRANGER_WITH_BROWSER, {}),
  },
  {
    of: 'device-failure-then-registration',
    name: 'later than two hours',
    tell: (stage) => register(stage, 50155, ELSEWHERE, REGISTRATION, 119 + 6),
  },
  {
    of: 'device-failure-then-registration',
    name: 'a trusted named location',
    tell: (stage) => register(stage, 50155, { place: stage.user(4).office, address: '192.0.2.10' }),
  },
  {
    of: 'device-failure-then-registration',
    name: 'the sample of new laptops',
    tell: (stage) => {
      stage.filled();
      for (let hour = 0; hour < 2; hour++)
        stage.signIn(clock('10:00') + hour * HOUR, { user: stage.user(8) }, 0);
      newLaptops.tell(stage.teller);
    },
  },
];
