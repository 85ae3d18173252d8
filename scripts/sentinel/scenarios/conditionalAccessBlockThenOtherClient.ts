import { clock } from '../../../src/sandbox/generator/storyteller.ts';
import type { RuleScenarios } from './scenario.ts';
import { MFA, MINUTE, STRANGER, STRANGER_WITH_BROWSER, type Stage } from './stage.ts';

const NOT_COVERED = { conditionalAccessStatus: 'notApplied', appliedConditionalAccessPolicies: [] };

/** The browser is blocked; an old mail program, to which no policy applies, reaches the same resource. */
function around(
  stage: Stage,
  code: number,
  minutes = 30,
  person: object = {},
  edit: object = NOT_COVERED,
  filled = true,
): void {
  const user = stage.user(34);
  if (filled) stage.filled();
  // Somebody else who is blocked, and leaves it at that.
  stage.signIn(clock('12:50'), { user: stage.user(7), ...STRANGER_WITH_BROWSER }, code);
  stage.signIn(clock('13:00'), { user, ...STRANGER_WITH_BROWSER }, code);
  stage.signIn(
    clock('13:00') + minutes * MINUTE,
    { user, ...STRANGER, application: 'Microsoft Office', ...person, edit: { ...edit } },
    0,
  );
}

export const conditionalAccessBlockThenOtherClient: RuleScenarios = {
  of: 'conditional-access-block-then-other-client',
  attack: {
    codes: [50131, 50155, 53000, 53003, 530003],
    tell: (stage, code) => around(stage, code, 55),
  },
  scenarios: [
    {
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
      name: 'another application in the browser gets in',
      tell: (stage) => around(stage, 53003, 30, { ...STRANGER_WITH_BROWSER, application: 'Microsoft Teams' }),
      alerts: [{ user: 34, app: 'Microsoft Teams', severity: 'Medium', story: /got in from/ }],
    },
    {
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
      name: 'a policy applied to the success and was met',
      tell: (stage) => around(stage, 53003, 30, {}, { conditionalAccessStatus: 'success' }),
    },
    {
      name: 'another resource',
      tell: (stage) => around(stage, 53003, 30, { resource: 'Azure Storage' }),
    },
    {
      name: 'the same client tries again and gets in',
      tell: (stage) => around(stage, 53003, 30, { ...STRANGER_WITH_BROWSER, application: 'One Outlook Web' }),
    },
    {
      name: 'more than an hour later',
      tell: (stage) => around(stage, 53003, 65),
    },
    {
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
      name: 'the baseline is not filled yet',
      tell: (stage) => around(stage, 53003, 30, {}, NOT_COVERED, false),
    },
    {
      name: 'the data is ten hours old',
      tell: (stage) => {
        stage.signIn(clock('04:00'), { user: stage.user(9) }, MFA);
        around(stage, 53003, 30, {}, NOT_COVERED, false);
      },
    },
  ],
};
