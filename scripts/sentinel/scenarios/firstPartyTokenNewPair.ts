import { firstPartyConsent } from '../../../src/sandbox/generator/stories/firstPartyConsent.ts';
import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { RuleScenarios } from './scenario.ts';
import { APIS, DAY, MINUTE, STRANGER, type Stage } from './stage.ts';

/** A script asks for tokens under Teams' id, for one API after another. */
function walk(stage: Stage, apis: number, at = clock('14:05'), number = 88): void {
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

const WALK = { user: 88, ip: '203.0.113.221', app: 'Microsoft Teams' } as const;

const REFUSED = { ...WALK, severity: 'Medium', story: /not seen here before\.$/ } as const;

export const firstPartyTokenNewPair: RuleScenarios = {
  of: 'first-party-token-new-pair',
  attack: {
    codes: [65002],
    tell: (stage) => {
      stage.filled();
      walk(stage, 2);
    },
  },
  scenarios: [
    {
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
      name: 'one new pair, as a new feature of Microsoft’s asks for',
      tell: (stage) => {
        stage.filled();
        walk(stage, 1);
      },
    },
    {
      name: 'the habit of a developer: the same pairs a week before',
      tell: (stage) => {
        stage.filled();
        walk(stage, 4, clock('14:00') - 7 * DAY, 12);
        walk(stage, 4);
      },
    },
    {
      name: 'the baseline is not filled yet',
      tell: ({ teller }) => firstPartyConsent.tell(teller),
    },
    {
      name: 'another client gets in more than an hour later',
      tell: (stage) => {
        stage.filled();
        walk(stage, 2);
        asAzureCli(stage, '15:12');
      },
      alerts: [REFUSED],
    },
    {
      name: 'another client gets in 50 minutes later',
      tell: (stage) => {
        stage.filled();
        walk(stage, 2);
        asAzureCli(stage, '14:50');
      },
      alerts: [{ severity: 'High', user: 88, story: /was let in at 14:50\.$/ }],
    },
    {
      name: 'the same client gets in',
      tell: (stage) => {
        stage.filled();
        walk(stage, 2);
        asAzureCli(stage, '14:10', 'Microsoft Teams');
      },
      alerts: [REFUSED],
    },
    {
      name: 'the baseline lacks a day and a half',
      tell: (stage) => {
        stage.filled(12);
        walk(stage, 2);
      },
    },
  ],
};
