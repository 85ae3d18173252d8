import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import { DAY, ELSEWHERE, HOUR, MFA, MIDNIGHT, MINUTE, STRANGER_WITH_BROWSER, type Stage } from './stage.ts';

/** What happens in every tenant, and what no rule may take for an attack; `high-row`, which tells every High row, apart. */
export interface OrdinaryLife {
  readonly name: string;
  readonly tell: (stage: Stage) => void;
}

/** A company that is used to prompts, typing errors and ended sessions: without a past every code would be new. */
function history(stage: Stage): void {
  stage.filled();
  for (const [index, code] of [50126, 50074, 50076, 50011, 500121, 65002].entries())
    stage.signIn(MIDNIGHT - 6 * DAY + index * HOUR, { user: stage.user(3) }, code);
  for (let number = 20; number < 32; number++)
    stage.signIn(MIDNIGHT - 3 * DAY + 9 * HOUR + number * MINUTE, { user: stage.user(number) }, 50074, MFA);
}

export const ORDINARY_LIFE: readonly OrdinaryLife[] = [
  {
    name: 'ordinary MFA prompts: twelve people, one of them slow, one who tries again, background renewals without MFA',
    tell: (stage) => {
      history(stage);
      for (let number = 20; number < 32; number++) {
        const user = stage.user(number);
        const at = clock('09:00') + (number - 20) * 2 * MINUTE;
        if (number === 21) stage.signIn(at - 4 * MINUTE, { user }, 500121);
        stage.signIn(at, { user }, 50074, MFA);
        stage.signIn(at + 20 * MINUTE, { user, category: 'NonInteractiveUserSignInLogs' }, 0);
      }
    },
  },
  {
    name: 'a travelling user: a prompt left open on a new network, then answered, and apps that renew their tokens there',
    tell: (stage) => {
      history(stage);
      const user = stage.user(25);
      stage.past(user);
      stage.signIn(clock('09:00'), { user, ...ELSEWHERE }, 50074);
      stage.signIn(clock('09:03'), { user, ...ELSEWHERE }, 50074, MFA);
      for (const minutes of [10, 40, 100])
        stage.signIn(
          clock('09:00') + minutes * MINUTE,
          { user, ...ELSEWHERE, category: 'NonInteractiveUserSignInLogs' },
          0,
        );
    },
  },
  {
    name: 'NAT: twelve people behind one address, most of whom mistype their password before they get in',
    tell: (stage) => {
      history(stage);
      for (let number = 20; number < 32; number++) {
        const behind = { user: stage.user(number), ...STRANGER_WITH_BROWSER };
        const at = clock('09:00') + (number - 20) * MINUTE;
        if (number % 4 !== 0) stage.signIn(at, behind, 50126);
        stage.signIn(at + 30_000, behind, MFA);
      }
    },
  },
  {
    name: 'a morning on which sign-in frequency and a password policy end the sessions of twelve people at home',
    tell: (stage) => {
      history(stage);
      for (let number = 20; number < 32; number++) {
        const user = stage.user(number);
        const at = clock('08:30') + (number - 20) * MINUTE;
        for (const [index, code] of [70043, 70044, 50133].entries())
          stage.signIn(at + index * 10_000, { user, category: 'NonInteractiveUserSignInLogs' }, code);
        stage.signIn(at + 2 * MINUTE, { user }, 50074, MFA);
      }
    },
  },
  {
    name: 'the tenant’s own application is rolled out before its consent, its assignments and its reply URL are right',
    tell: (stage) => {
      history(stage);
      for (let number = 20; number < 32; number++) {
        const edit = { appOwnerTenantId: stage.teller.tenant.id };
        const person = { user: stage.user(number), application: 'Expenses', edit };
        for (const [index, code] of [65001, 50105, 50011].entries())
          stage.signIn(clock('10:00') + ((number - 20) * 5 + index) * MINUTE, person, code);
        stage.signIn(clock('15:00') + (number - 20) * MINUTE, person, MFA);
      }
    },
  },
];
