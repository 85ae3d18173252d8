import { describe, expect, it } from 'vitest';
import { type AlertPolicy, alertPolicySchema, createAlertDecider } from '../../../src/core/alert/policy.ts';
import { fixture, outcomesOf, POSITION, signIn, toEnricher } from './support.ts';

type Rule = AlertPolicy[number];
/** Conditions, and what differs in the row that they are held against. */
type Case = [string, Partial<Rule>, object?];
const suppress = (conditions: Partial<Rule> = {}): Rule => ({
  action: 'suppress',
  reason: 'a test',
  ...conditions,
});
const send = (conditions: Partial<Rule> = {}): Rule => ({ ...suppress(conditions), action: 'send' });

const ROW = {
  ResultType: '50126',
  Category: 'SignInLogs',
  AppId: 'eeeeeeee-0000-4000-8000-000000000001',
  AppDisplayName: 'Example Mail',
  UserPrincipalName: 'first.last@example.com',
  UserId: 'bbbbbbbb-0000-4000-8000-000000000001',
  IPAddress: '203.0.113.40',
};
const decisionOf = (
  policy: AlertPolicy,
  row: object = {},
  level: 'High' | 'Medium' | 'Low' | 'Unknown' = 'High',
) => createAlertDecider(alertPolicySchema.parse(policy))(level, { ...ROW, ...row }, POSITION.enqueuedTime);
const decide = (...args: Parameters<typeof decisionOf>) => decisionOf(...args).action;

describe('the decision', () => {
  it('without a rule is an alert for High, and for nothing else', () => {
    expect(decide([])).toBe('send');
    for (const level of ['Medium', 'Low', 'Unknown'] as const) expect(decide([], {}, level)).toBe('none');
  });

  it('is that of the first rule that matches', () => {
    const specific = { codes: ['50126'] };
    expect(decide([suppress(specific), send()])).toBe('suppress');
    expect(decide([send(specific), suppress()])).toBe('send');
    expect(decide([suppress({ codes: ['50011'] }), send(), suppress()])).toBe('send');
    expect(decide([suppress({ codes: ['50011'] })])).toBe('send');
  });

  it('of send holds for any level, that of suppress counts only where an alert was due', () => {
    expect(decide([send()], {}, 'Low')).toBe('send');
    expect(decide([send({ levels: ['Unknown'] })], {}, 'Unknown')).toBe('send');
    expect(decide([suppress()], {}, 'Medium')).toBe('none');
    expect(decide([suppress({ codes: ['50126'] }), send()], {}, 'Medium')).toBe('none');
  });

  it('names the rule that matched, also where it changes nothing', () => {
    const policy = [suppress({ codes: ['50011'] }), suppress({ expires: '2026-01-01' }), suppress()];
    expect(decisionOf(policy)).toEqual({ action: 'suppress', rule: 2 });
    expect(decisionOf(policy, {}, 'Low')).toEqual({ action: 'none', rule: 2 });
    expect(decisionOf([send()], {}, 'Low')).toEqual({ action: 'send', rule: 0 });
    expect(decisionOf(policy.slice(0, 2))).toEqual({ action: 'send', rule: undefined });
  });

  it('needs all conditions of a rule', () => {
    const rule = {
      levels: ['High'],
      codes: ['50126'],
      users: ['first.last@example.com'],
    } satisfies Partial<Rule>;
    expect(decide([suppress(rule)])).toBe('suppress');
    expect(decide([suppress({ ...rule, codes: ['0'] })])).toBe('send');
    expect(decide([suppress({ ...rule, users: ['other@example.com'] })])).toBe('send');
  });
});

describe('conditions', () => {
  const HIT: Case[] = [
    ['a level', { levels: ['Low', 'High'] }],
    ['a code', { codes: ['0', '50126'] }],
    ['a category in any case', { categories: ['signinlogs'] }],
    ['an application by its id in any case', { applications: ['EEEEEEEE-0000-4000-8000-000000000001'] }],
    ['an application by its name', { applications: ['example mail'] }],
    ['a user by principal name in any case', { users: ['First.Last@Example.com'] }],
    ['a user by id', { users: ['bbbbbbbb-0000-4000-8000-000000000001'] }],
    ['a service principal', { users: ['77777777'] }, { ServicePrincipalId: '77777777' }],
    ['an IPv4 address', { ipRanges: ['203.0.113.40'] }],
    ['an IPv4 range', { ipRanges: ['198.51.100.0/24', '203.0.113.32/28'] }],
    ['every IPv4 address', { ipRanges: ['0.0.0.0/0'] }],
    [
      'an IPv6 address, however it is written',
      { ipRanges: ['2001:DB8:0:0::25'] },
      { IPAddress: '2001:db8::25' },
    ],
    ['an IPv6 range', { ipRanges: ['2001:db8::/32'] }, { IPAddress: '2001:db8:ffff::1' }],
    ['an IPv6 range of 64 bits', { ipRanges: ['2001:db8:0:1::/64'] }, { IPAddress: '2001:db8:0:1::9' }],
    ['an IPv4 address inside IPv6', { ipRanges: ['203.0.113.0/24'] }, { IPAddress: '::ffff:203.0.113.40' }],
  ];
  it.each(HIT)('match %s', (_, conditions, row) => {
    expect(decide([suppress(conditions)], row)).toBe('suppress');
  });

  const MISS: Case[] = [
    ['another level', { levels: ['Low'] }],
    ['another code', { codes: ['5012'] }],
    ['a record without a code', { codes: ['0'] }, { ResultType: undefined }],
    ['part of a name', { applications: ['Example'] }],
    ['an application as a user', { users: ['Example Mail'] }],
    ['absent fields', { users: ['undefined'] }, { UserPrincipalName: undefined, UserId: undefined }],
    ['the next IPv4 range', { ipRanges: ['203.0.113.0/27'] }],
    ['an IPv6 range with IPv4', { ipRanges: ['2001:db8::/32'] }],
    ['the next IPv6 range', { ipRanges: ['2001:db8:0:1::/64'] }, { IPAddress: '2001:db8:0:2::9' }],
    ['an IPv6 address near a single one', { ipRanges: ['2001:db8::25'] }, { IPAddress: '2001:db8::26' }],
    ['a record without an address', { ipRanges: ['0.0.0.0/0', '::/0'] }, { IPAddress: undefined }],
    ['an address that is none', { ipRanges: ['0.0.0.0/0'] }, { IPAddress: '203.0.113.40:443' }],
  ];
  it.each(MISS)('do not match %s', (_, conditions, row) => {
    expect(decide([suppress(conditions)], row)).toBe('send');
  });
});

describe('expiry', () => {
  // The event came at 2026-03-04T10:00:00.5Z.
  it.each([
    ['2026-03-04T10:00:00.6Z', 'suppress'],
    ['2026-03-04T10:00:00.5Z', 'send'],
    ['2026-03-04T10:00:00Z', 'send'],
    ['2026-03-04T12:30:00+02:00', 'suppress'],
    ['2026-03-05', 'suppress'],
    ['2026-03-04', 'send'],
  ])('at %s is held against the time the hub got the event', (expires, decision) => {
    expect(decide([suppress({ expires })])).toBe(decision);
  });

  it('lets the next rule decide', () => {
    expect(decide([send({ expires: '2026-01-01' }), suppress()])).toBe('suppress');
  });
});

describe('the schema of a policy', () => {
  const refused = (rule: object): boolean => !alertPolicySchema.safeParse([rule]).success;
  const rule = { action: 'suppress', reason: 'a test' };

  it('takes a rule with all conditions', () => {
    const full = {
      ...rule,
      expires: '2026-12-31',
      levels: ['High'],
      codes: ['0'],
      categories: ['SignInLogs'],
      applications: ['x'],
      users: ['x'],
      ipRanges: ['192.0.2.0/24', '2001:db8::/32', '192.0.2.1'],
    };
    expect(refused(full)).toBe(false);
  });

  it.each([
    '203.0.113.0/33',
    '2001:db8::/129',
    '203.0.113/24',
    '203.0.113.256',
    '203.0.113.0/',
    '203.0.113.0/-1',
    '203.0.113.0/2.5',
    '203.0.113.0/ 8',
    '203.0.113.0/24/8',
    '203.0.113.0-203.0.113.9',
    ' 203.0.113.1',
    'example.com',
    '',
  ])('refuses the range %j', (range) => {
    expect(refused({ ...rule, ipRanges: [range] })).toBe(true);
  });

  it.each([
    ['another action', { action: 'drop' }],
    ['no reason', { reason: '' }],
    ['an unknown condition', { user: ['x'] }],
    ['an empty condition', { users: [] }],
    ['an empty name', { users: [''] }],
    ['a code with leading zeros', { codes: ['050126'] }],
    ['a code that is a number', { codes: [50126] }],
    ['an unknown level', { levels: ['high'] }],
    ['an expiry that is no time', { expires: 'soon' }],
    ['an expiry on an impossible day', { expires: '2026-02-30' }],
  ])('refuses %s', (_, change) => {
    expect(refused({ ...rule, ...change })).toBe(true);
  });
});

describe('with a policy', () => {
  it('a suppressed alert is counted, and its record is still a row', () => {
    const enricher = toEnricher({ alertPolicy: [suppress({ users: ['first.last@example.com'] })] });
    const outcomes = outcomesOf(
      [signIn({}), signIn({}, { userPrincipalName: 'x@example.com', userId: null })],
      enricher,
    );
    expect(outcomes).toMatchObject([
      { kind: 'row', suppressed: true, level: 'High' },
      { kind: 'row-with-alert', suppressed: false },
    ]);
  });

  it('a suppressed alert is counted also when its row is filtered', () => {
    const enricher = toEnricher({ alertPolicy: [suppress()], categories: ['ADFSSignInLogs'] });
    const [outcome] = outcomesOf(signIn({}), enricher);
    expect(outcome).toMatchObject({ kind: 'skipped', judged: { suppressed: true, level: 'High' } });
    expect(outcome).not.toHaveProperty('alert');
  });

  it('a rule may send an alert of any level', () => {
    const enricher = toEnricher({ alertPolicy: [send({ categories: ['ManagedIdentitySignInLogs'] })] });
    expect(outcomesOf(fixture('ManagedIdentitySignInLogs'), enricher)).toMatchObject([
      { kind: 'row-with-alert', level: 'Low', suppressed: false },
    ]);
    expect(outcomesOf(fixture('ServicePrincipalSignInLogs'), enricher)).toMatchObject([{ kind: 'row' }]);
  });
});

it.each([
  ['a reason that turns the direction of writing', { reason: 'a\u202eb' }],
  ['a reason of two lines', { reason: 'a\nb' }],
  ['a category that is none', { categories: ['Nonsense'] }],
  ['a code with leading zeros', { codes: ['050126'] }],
])('refuses %s, which would never match or would deceive', (_, change) => {
  const rule = { action: 'suppress', reason: 'A scanner of our own.' };
  expect(alertPolicySchema.safeParse([rule]).success).toBe(true);
  expect(alertPolicySchema.safeParse([{ ...rule, ...change }]).success).toBe(false);
});
