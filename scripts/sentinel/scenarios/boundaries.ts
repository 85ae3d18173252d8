import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import { elsewhere, probe, REGISTRATION, register, tokens } from './access.ts';
import { guess, LURE, ladder, letIn, walk } from './applications.ts';
import type { Scenario } from './scenario.ts';
import { DAY, HOUR, MFA, MIDNIGHT, MINUTE, STRANGER, STRANGER_WITH_BROWSER, type Stage } from './stage.ts';

/** Failures of these codes, one user each, and a success some minutes after the last one. */
function burst(stage: Stage, codes: readonly number[], minutesLater = 5): void {
  for (const [index, code] of codes.entries())
    stage.signIn(clock('02:10') + index * MINUTE, { user: stage.user(100 + index), ...STRANGER }, code);
  stage.signIn(
    clock('02:10') + (codes.length - 1 + minutesLater) * MINUTE,
    { user: stage.user(99), ...STRANGER },
    0,
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

function guesses(stage: Stage, times: readonly string[]): void {
  stage.filled();
  for (const [index, time] of times.entries())
    stage.workloadSignIn(clock(time), { ...stage.workload(index), address: '203.0.113.221' }, 7000215);
}

const asAzureCli = (stage: Stage, time: string, application = 'Microsoft Azure CLI') =>
  stage.signIn(
    clock(time),
    {
      user: stage.user(88),
      ...STRANGER,
      category: 'NonInteractiveUserSignInLogs',
      application,
      resource: 'Microsoft Graph',
    },
    0,
  );

const BURST = {
  severity: 'High',
  ip: '203.0.113.221',
  story: /^203\.0\.113\.221 failed for 5 users/,
} as const;
const WALK = { severity: 'Medium', user: 88, story: /not seen here before\.$/ } as const;
const TOKENS = { severity: 'Medium', ip: '203.0.113.221', story: /of 5 users/ } as const;

/** What lies just inside and just outside of a rule's limits: a limit that moves fails one of these. */
export const BOUNDARIES: readonly Scenario[] = [
  {
    of: 'password-proven-then-in',
    name: 'a stop and a success without MFA on the network that the user always has',
    tell: (stage) => {
      const user = stage.user(42);
      stage.filled();
      stage.past(user);
      stage.signIn(clock('20:40'), { user, application: 'Azure Portal' }, 50074);
      stage.signIn(clock('21:00'), { user, application: 'Microsoft Office' }, 0);
    },
  },
  {
    of: 'risk-burst-then-success',
    name: 'five users whose codes weigh 250 together',
    tell: (stage) => burst(stage, [50126, 50126, 50074, 53003, 50055]),
    alerts: [BURST],
  },
  {
    of: 'risk-burst-then-success',
    name: 'five users whose codes weigh 249 together',
    tell: (stage) => burst(stage, [50126, 50126, 50074, 53003, 50072]),
  },
  {
    of: 'risk-burst-then-success',
    name: 'a success 55 minutes after the burst',
    tell: (stage) => burst(stage, [50126, 50126, 50126, 50126, 50126], 55),
    alerts: [BURST],
  },
  {
    of: 'risk-burst-then-success',
    name: 'a success 65 minutes after the burst',
    tell: (stage) => burst(stage, [50126, 50126, 50126, 50126, 50126], 65),
  },
  {
    of: 'risk-burst-then-success',
    name: 'twelve fail and four get in',
    tell: (stage) => {
      burst(
        stage,
        Array.from({ length: 12 }, () => 50126),
      );
      for (const number of [96, 97, 98])
        stage.signIn(clock('02:25'), { user: stage.user(number), ...STRANGER }, 0);
    },
  },
  {
    of: 'risk-burst-then-success',
    name: 'four wrong passwords, and a prompt that its attempt answers',
    tell: (stage) => {
      for (const number of [100, 101, 102, 103])
        stage.signIn(clock('02:10') + number * 1000, { user: stage.user(number), ...STRANGER }, 50126);
      stage.signIn(clock('02:15'), { user: stage.user(99), ...STRANGER }, 50074, MFA);
    },
  },
  {
    of: 'first-party-token-new-pair',
    name: 'another client gets in more than an hour later',
    tell: (stage) => {
      stage.filled();
      walk(stage, 2);
      asAzureCli(stage, '15:12');
    },
    alerts: [WALK],
  },
  {
    of: 'first-party-token-new-pair',
    name: 'another client gets in 50 minutes later',
    tell: (stage) => {
      stage.filled();
      walk(stage, 2);
      asAzureCli(stage, '14:50');
    },
    alerts: [{ severity: 'High', user: 88, story: /was let in at 14:50\.$/ }],
  },
  {
    of: 'first-party-token-new-pair',
    name: 'the same client gets in',
    tell: (stage) => {
      stage.filled();
      walk(stage, 2);
      asAzureCli(stage, '14:10', 'Microsoft Teams');
    },
    alerts: [WALK],
  },
  {
    of: 'workload-secret-guessing',
    name: 'three applications within seven hours',
    tell: (stage) => guesses(stage, ['03:00', '06:00', '10:00']),
    alerts: [{ severity: 'Medium', ip: '203.0.113.221', story: /for 3 applications/ }],
  },
  {
    of: 'workload-secret-guessing',
    name: 'three applications within twelve hours',
    tell: (stage) => guesses(stage, ['01:00', '07:00', '13:00']),
  },
  {
    of: 'workload-secret-guessing',
    name: 'the address was let in before it guessed, and not after',
    tell: (stage) => {
      guess(stage, 7000215, 3, 1);
      letIn(stage, 1, '02:50');
    },
    alerts: [{ severity: 'Medium', ip: '203.0.113.221', story: /UTC\.$/ }],
  },
  {
    of: 'workload-secret-guessing',
    name: 'the baseline is not filled yet',
    tell: (stage) => {
      for (const index of [0, 1, 2, 3])
        stage.workloadSignIn(clock('03:00'), { ...stage.workload(index), address: '203.0.113.221' }, 7000215);
    },
  },
  {
    of: 'application-ladder',
    name: 'half an hour that no round interval holds',
    tell: (stage) => ladder(stage, 50105, 4, 9, 53003, clock('16:10')),
    alerts: [{ severity: 'Medium', user: 77, story: /16:10 and 16:37 UTC/ }],
  },
  {
    of: 'application-ladder',
    name: 'four applications over an hour',
    tell: (stage) => ladder(stage, 50105, 4, 20, 53003, clock('16:10')),
  },
  {
    of: 'consent-or-redirect-lure',
    name: 'three users within a day',
    tell: (stage) => consents(stage, [1, 12, 23]),
    alerts: [{ severity: 'Medium', user: 60, app: 'Shared Documents', story: /^3 users came/ }],
  },
  {
    of: 'consent-or-redirect-lure',
    name: 'three users over almost two days',
    tell: (stage) => consents(stage, [-36, -10, 10]),
  },
  {
    of: 'cross-tenant-block-then-elsewhere',
    name: 'the baseline is not filled yet',
    tell: (stage) => elsewhere(stage, 500212, 45, undefined, false),
  },
  {
    of: 'revoked-token-burst',
    name: 'a quarter of an hour that no round interval holds',
    tell: (stage) => tokens(stage, 50133, 5, 3.4, STRANGER, clock('23:10')),
    alerts: [TOKENS],
  },
  {
    of: 'revoked-token-burst',
    name: 'five users within 40 minutes',
    tell: (stage) => tokens(stage, 50133, 5, 10, STRANGER, clock('22:00')),
  },
  {
    of: 'revoked-token-burst',
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
    of: 'revoked-token-burst',
    name: 'an address that one person has worked from',
    tell: (stage) => {
      stage.signIn(MIDNIGHT - 2 * DAY, { user: stage.user(120), ...STRANGER }, MFA);
      tokens(stage, 50133, 5);
    },
    alerts: [TOKENS],
  },
  {
    of: 'passwordless-probing',
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
    of: 'passwordless-probing',
    name: 'one of the three had got in before',
    tell: (stage) => {
      stage.signIn(clock('18:30'), { user: stage.user(302), ...STRANGER_WITH_BROWSER }, MFA);
      probe(stage, 130507, 3);
    },
    alerts: [{ severity: 'Medium', ip: '203.0.113.221', story: /\.$/ }],
  },
  {
    of: 'device-failure-then-registration',
    name: 'almost two hours later',
    tell: (stage) => register(stage, 50155, STRANGER_WITH_BROWSER, REGISTRATION, 115),
    alerts: [{ severity: 'Medium', user: 303, story: /^A device check failed/ }],
  },
  {
    of: 'device-failure-then-registration',
    name: 'the baseline is not filled yet',
    tell: (stage) => register(stage, 50155, STRANGER_WITH_BROWSER, REGISTRATION, 40, false),
  },
];
