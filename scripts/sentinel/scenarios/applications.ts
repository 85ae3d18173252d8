import { appRollout } from '../../../src/sandbox/generator/stories/appRollout.ts';
import { brokenReplyUrl } from '../../../src/sandbox/generator/stories/brokenReplyUrl.ts';
import { firstPartyConsent } from '../../../src/sandbox/generator/stories/firstPartyConsent.ts';
import { ordinaryMorning } from '../../../src/sandbox/generator/stories/ordinaryMorning.ts';
import { wrongSecret } from '../../../src/sandbox/generator/stories/wrongSecret.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { Attack, Scenario } from './scenario.ts';
import { DAY, HOUR, MFA, MIDNIGHT, MINUTE, STRANGER, type Stage } from './stage.ts';

const APIS = [
  'Azure Key Vault',
  'Office 365 SharePoint Online',
  'Azure Storage',
  'Azure SQL Database',
  'Microsoft Graph',
];

/** A script asks for tokens under Teams' id, for one API after another. */
export function walk(stage: Stage, apis: number, at = clock('14:05'), number = 88): void {
  for (const [index, resource] of APIS.slice(0, apis).entries())
    stage.signIn(
      at + index * MINUTE,
      {
        user: stage.user(number),
        ...STRANGER,
        category: 'NonInteractiveUserSignInLogs',
        application: 'Microsoft Teams',
        resource,
      },
      65002,
    );
}

/** Secrets of several workloads are tried from one foreign address. */
export function guess(stage: Stage, code: number, workloads: number, tries: number): void {
  stage.filled();
  for (let index = 0; index < workloads; index++)
    for (let round = 0; round < tries; round++)
      stage.workloadSignIn(
        clock('03:00') + (index * tries + round) * 20_000,
        { ...stage.workload(index), address: '203.0.113.221' },
        code,
      );
}

export const letIn = (stage: Stage, index: number, at: string) =>
  stage.workloadSignIn(clock(at), { ...stage.workload(index), address: '203.0.113.221' }, 0);

/** One account is refused at one door after another; every other time for another reason. */
export function ladder(
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

export const LURE = {
  appId: '5c0c2a55-0000-4000-8000-000000000001',
  appDisplayName: 'Shared Documents',
  appOwnerTenantId: '5c0c2a55-0000-4000-8000-00000000000f',
};

/** Several users come to the application of a foreign tenant. */
export function lure(stage: Stage, code: number, users: number, edit: object = LURE): void {
  stage.filled();
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

export const APPLICATION_ATTACKS: readonly Attack[] = [
  {
    of: 'workload-secret-guessing',
    codes: [700027, 7000215, 7000218],
    tell: (stage, code) => guess(stage, code, 3, 1),
  },
  {
    of: 'application-ladder',
    codes: [16003, 50020, 50105, 53003, 65001, 500011, 500014, 650052],
    tell: (stage, code) => ladder(stage, code, 4),
  },
  {
    of: 'consent-or-redirect-lure',
    codes: [50011, 65001, 65004, 90095],
    tell: (stage, code) => lure(stage, code, 3),
  },
  {
    of: 'high-code-never-seen',
    codes: [50011, 50074, 50076, 50126, 65002, 70037, 500121],
    tell: (stage, code) => {
      stage.filled();
      stage.signIn(clock('11:00'), { user: stage.user(9) }, code);
    },
  },
  {
    of: 'first-party-token-new-pair',
    codes: [65002],
    tell: (stage) => {
      stage.filled();
      walk(stage, 2);
    },
  },
];

const WALK = { user: 88, ip: '203.0.113.221', app: 'Microsoft Teams' } as const;
const GUESS = { ip: '203.0.113.221' } as const;

export const APPLICATION_SCENARIOS: readonly Scenario[] = [
  {
    of: 'first-party-token-new-pair',
    name: 'tokens for two APIs asked for in new pairs',
    tell: (stage) => {
      stage.filled();
      walk(stage, 2);
    },
    alerts: [
      {
        ...WALK,
        severity: 'Medium',
        story: /^Microsoft Teams asked for tokens to .*, pairs of app and API not seen here before\.$/,
      },
    ],
  },
  {
    of: 'first-party-token-new-pair',
    name: 'the sample of a borrowed id: four APIs refuse, and Azure CLI gets in from the same address',
    tell: (stage) => {
      stage.filled();
      stage.past(stage.user(88));
      walk(stage, 4);
      stage.signIn(
        clock('14:10'),
        {
          user: stage.user(88),
          ...STRANGER,
          category: 'NonInteractiveUserSignInLogs',
          application: 'Microsoft Azure CLI',
          resource: 'Microsoft Graph',
        },
        0,
      );
    },
    alerts: [
      {
        ...WALK,
        severity: 'High',
        story: /From the same address Microsoft Azure CLI was let in at 14:10\.$/,
      },
    ],
  },
  {
    of: 'first-party-token-new-pair',
    name: 'one new pair, as a new feature of Microsoft’s asks for',
    tell: (stage) => {
      stage.filled();
      walk(stage, 1);
    },
  },
  {
    of: 'first-party-token-new-pair',
    name: 'the habit of a developer: the same pairs a week before',
    tell: (stage) => {
      stage.filled();
      walk(stage, 4, clock('14:00') - 7 * DAY, 12);
      walk(stage, 4);
    },
  },
  {
    of: 'first-party-token-new-pair',
    name: 'the baseline is not filled yet',
    tell: ({ teller }) => firstPartyConsent.tell(teller),
  },

  {
    of: 'workload-secret-guessing',
    name: 'secrets of three applications tried from a foreign address',
    tell: (stage) => guess(stage, 7000215, 3, 2),
    alerts: [
      {
        ...GUESS,
        severity: 'Medium',
        story: /^203\.0\.113\.221 sent wrong or missing secrets for 3 applications, 6 times/,
      },
    ],
  },
  {
    of: 'workload-secret-guessing',
    name: 'twenty tries for one application',
    tell: (stage) => guess(stage, 7000215, 1, 20),
    alerts: [{ ...GUESS, severity: 'Medium', story: /for 1 applications, 20 times/ }],
  },
  {
    of: 'workload-secret-guessing',
    name: 'three applications tried, and one lets the address in',
    tell: (stage) => {
      guess(stage, 7000215, 3, 1);
      letIn(stage, 1, '03:02');
    },
    alerts: [{ ...GUESS, severity: 'High', story: /It was let in as / }],
  },
  {
    of: 'workload-secret-guessing',
    name: 'three applications tried, and hours later one lets the address in: a second alert',
    tell: (stage) => {
      guess(stage, 7000215, 3, 1);
      letIn(stage, 1, '06:30');
    },
    alerts: [
      { ...GUESS, severity: 'Medium', story: /for 3 applications/ },
      { ...GUESS, severity: 'High', story: /It was let in as / },
    ],
  },
  { of: 'workload-secret-guessing', name: 'two applications', tell: (stage) => guess(stage, 7000215, 2, 3) },
  {
    of: 'workload-secret-guessing',
    name: 'nineteen tries for one application',
    tell: (stage) => guess(stage, 7000215, 1, 19),
  },
  {
    of: 'workload-secret-guessing',
    name: 'a rotation gone wrong: 30 tries from where the application always signs in',
    tell: (stage) => {
      for (let day = 6; day >= 1; day--)
        stage.workloadSignIn(MIDNIGHT - day * DAY, { ...stage.workload(0), address: '203.0.113.221' }, 0);
      guess(stage, 7000215, 1, 30);
    },
  },
  {
    of: 'workload-secret-guessing',
    name: 'the sample of a wrong secret',
    tell: (stage) => {
      stage.filled();
      wrongSecret.tell(stage.teller);
    },
  },

  {
    of: 'high-code-never-seen',
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
    of: 'high-code-never-seen',
    name: 'a High code that was seen five days before',
    tell: (stage) => {
      stage.filled();
      stage.signIn(clock('11:00') - 5 * DAY, { user: stage.user(3) }, 70037);
      stage.signIn(clock('11:00'), { user: stage.user(9) }, 70037);
    },
  },
  {
    of: 'high-code-never-seen',
    name: 'a Medium code that is new',
    tell: (stage) => {
      stage.filled();
      stage.signIn(clock('11:00'), { user: stage.user(9) }, 53003);
    },
  },
  {
    of: 'high-code-never-seen',
    name: 'the baseline is not filled yet',
    tell: ({ teller }) => ordinaryMorning.tell(teller),
  },

  {
    of: 'application-ladder',
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
  { of: 'application-ladder', name: 'three applications', tell: (stage) => ladder(stage, 50105, 3) },
  {
    of: 'application-ladder',
    name: 'four applications for one and the same reason',
    tell: (stage) => ladder(stage, 50105, 4, 5, 50105),
  },
  {
    of: 'application-ladder',
    name: 'four applications over two hours',
    tell: (stage) => ladder(stage, 50105, 4, 40),
  },
  {
    of: 'application-ladder',
    name: 'the sample of an app that goes live too early: many users, one refusal each',
    tell: ({ teller }) => appRollout.tell(teller),
  },

  {
    of: 'consent-or-redirect-lure',
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
  { of: 'consent-or-redirect-lure', name: 'two users', tell: (stage) => lure(stage, 65001, 2) },
  {
    of: 'consent-or-redirect-lure',
    name: 'an application of the tenant’s own that is rolled out',
    tell: (stage) => lure(stage, 65001, 6, { appOwnerTenantId: stage.teller.tenant.id }),
  },
  {
    of: 'consent-or-redirect-lure',
    name: 'an application of Microsoft’s',
    tell: (stage) =>
      lure(stage, 65001, 6, { ...LURE, appOwnerTenantId: 'f8cdef31-a31e-4b4a-93e4-5f571e91255a' }),
  },
  {
    of: 'consent-or-redirect-lure',
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
    of: 'consent-or-redirect-lure',
    name: 'the sample of a broken reply URL',
    tell: (stage) => {
      stage.filled();
      brokenReplyUrl.tell(stage.teller);
    },
  },

  {
    of: 'high-row',
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
    of: 'high-row',
    name: 'Medium and Low codes',
    tell: (stage) => stage.signIn(clock('11:00'), { user: stage.user(9) }, 53003, 50140, 0),
  },
];
