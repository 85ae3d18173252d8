import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { Watchlists } from './scenario.ts';
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

/** What a hunt finds, with each code that it names, and what it leaves out. */
export interface HuntScenario {
  readonly of: string;
  readonly codes: readonly number[];
  readonly found: (stage: Stage, code: number) => void;
  /** What is left out, by what happens. */
  readonly hidden: Readonly<Record<string, (stage: Stage) => void>>;
  /** Number of the user whom the first row names. */
  readonly user?: number;
  readonly watchlists?: Watchlists;
}

const fromAbroad = (stage: Stage, code: number) => {
  stage.past(stage.user(50));
  stage.signIn(clock('12:00'), { user: stage.user(50), ...STRANGER_WITH_BROWSER }, code);
};
const fromHome = (code: number) => (stage: Stage) => {
  stage.past(stage.user(50));
  stage.signIn(clock('12:00'), { user: stage.user(50) }, code);
};
const often = (stage: Stage, code: number, times: number) => {
  for (let index = 0; index < times; index++)
    stage.signIn(clock('12:00') + index * MINUTE, { user: stage.user(50), ...STRANGER }, code);
};
const once = (stage: Stage, code: number) => stage.signIn(clock('12:00'), { user: stage.user(50) }, code);
const success = (stage: Stage) => stage.past(stage.user(50));

export const HUNTS: readonly HuntScenario[] = [
  {
    of: 'users-by-weight',
    codes: [50126, 50074, 500121, 53003],
    found: (stage, code) => often(stage, code, 3),
    hidden: {
      'a single refused prompt': (stage) => once(stage, 500121),
      'ten sessions that ended': (stage) => often(stage, 70044, 10),
      successes: success,
    },
    user: 50,
  },
  {
    of: 'code-new-for-user',
    codes: [16003, 53003, 50126, 500011],
    found: once,
    hidden: {
      'a code that the user met last week': (stage) => {
        stage.signIn(MIDNIGHT - 5 * DAY, { user: stage.user(50) }, 53003);
        once(stage, 53003);
      },
      'a Low code': (stage) => once(stage, 50140),
    },
    user: 50,
  },
  {
    of: 'password-known-not-in',
    codes: [50055, 50072, 50074, 50076, 50079, 50105, 50131, 50155, 50206, 53000, 53003, 500121],
    found: fromAbroad,
    hidden: { 'the same at home': fromHome(50074), 'a wrong password': (stage) => fromAbroad(stage, 50126) },
    user: 50,
  },
  {
    of: 'guests-at-the-door',
    codes: [16003, 50014, 50020, 500142, 500212, 500213, 500021, 5000211, 700059],
    found: once,
    hidden: { 'a wrong password': (stage) => once(stage, 50126), successes: success },
    user: 50,
  },
  {
    of: 'ended-sessions-elsewhere',
    codes: [50078, 50089, 50132, 50133, 50173, 54006, 70043, 70044, 70046, 700059, 700082, 700084],
    found: fromAbroad,
    hidden: {
      'a sign-in-frequency prompt at home': fromHome(70044),
      'an office that is a trusted named location': (stage) =>
        stage.signIn(clock('12:00'), { user: stage.user(50), place: stage.user(50).office }, 70044),
    },
    user: 50,
  },
  {
    of: 'interrupted-and-left',
    codes: [50055, 50072, 50079, 50097, 50140, 50201, 90095, 500142],
    found: once,
    hidden: {
      'the user goes on': (stage) => stage.signIn(clock('12:00'), { user: stage.user(50) }, 50140, MFA),
      'the user comes back within the hour': (stage) => {
        once(stage, 50072);
        stage.signIn(clock('12:50'), { user: stage.user(50) }, MFA);
      },
    },
    user: 50,
  },
  {
    of: 'workload-errors',
    codes: [7000218, 7000222, 500011, 500014, 53003],
    found: (stage, code) => stage.workloadSignIn(clock('12:00'), stage.workload(1), code),
    hidden: {
      'a workload that works': (stage) => stage.workloadSignIn(clock('12:00'), stage.workload(1), 0),
      'a person’s error': (stage) => once(stage, 500011),
    },
  },
  {
    of: 'risk-that-identity-protection-does-not-see',
    codes: [50126, 50074, 50076, 70037, 500121],
    found: (stage, code) => often(stage, code, 5),
    hidden: {
      'the same with a risk': (stage) => {
        for (const minute of [0, 1, 2, 3, 4])
          stage.signIn(
            clock('12:00') + minute * MINUTE,
            { user: stage.user(50), ...STRANGER, risk: 'medium' },
            500121,
          );
      },
      'three wrong passwords': (stage) => often(stage, 50126, 3),
    },
    user: 50,
  },
  {
    of: 'consent-by-application',
    codes: [50011, 50105, 65001, 65002, 65004, 90095, 500011, 500014, 650052],
    found: once,
    hidden: { 'other codes': (stage) => once(stage, 50126) },
    user: 50,
  },
  {
    of: 'devices-refused',
    codes: [50097, 50131, 50155, 50206, 53000, 130504, 130507, 135010, 530003, 700003, 1003033, 70037],
    found: once,
    hidden: { 'other codes': (stage) => once(stage, 50126) },
    user: 50,
  },
  {
    of: 'what-exclusions-hide',
    codes: [50126, 53003],
    found: (stage, code) => stage.signIn(clock('12:00'), { user: stage.user(50), ...ELSEWHERE }, code),
    hidden: {
      'what no entry excludes': (stage) =>
        stage.signIn(clock('12:00') + HOUR, { user: stage.user(51) }, 50126),
      'what an entry for one rule excludes': (stage) =>
        stage.signIn(clock('12:00'), { user: stage.user(52) }, 50126),
    },
    user: 50,
    watchlists: {
      EntraRiskExclusions: [
        {
          SearchKey: '1',
          EntryType: 'user',
          Value: 'user0050@example.com',
          Code: '',
          Rule: '',
          ExpiresOn: '',
          Reason: 'test',
        },
        {
          SearchKey: '2',
          EntryType: 'user',
          Value: 'user0052@example.com',
          Code: '',
          Rule: 'high-row',
          ExpiresOn: '',
          Reason: 'test',
        },
      ],
    },
  },
];
