import { expect, it } from 'vitest';
import { toHeartbeatBody } from '../../../src/core/heartbeat.ts';
import { CATEGORIES, readCategory } from '../../../src/core/signIn/category.ts';
import { onlyRow, outcomesOf, signIn, toEnricher } from './support.ts';

const known = (name: string) => ({ kind: 'sign-in', name, known: true });

it.each(CATEGORIES)('knows %s, whatever its case', (name) => {
  for (const spelled of [name, name.toLowerCase(), name.toUpperCase(), ` ${name} `]) {
    expect(readCategory({ category: spelled }, {})).toEqual(known(name));
  }
});

it('takes any other name that ends in SignInLogs, and counts it as new', () => {
  const record = signIn({ category: 'AgentSignInLogs' });
  expect(onlyRow(record)['Category']).toBe('AgentSignInLogs');
  expect(outcomesOf(record)).toMatchObject([{ kind: 'row-with-alert', notes: ['new-category'] }]);
});

it.each(['AuditLogs', 'ProvisioningLogs', 'MicrosoftGraphActivityLogs', 'RiskyUsers', 'SignInLogsSummary'])(
  'skips %s',
  (category) => {
    expect(outcomesOf(signIn({ category }))).toEqual([{ kind: 'skipped', reason: 'other-category' }]);
  },
);

it('skips another category also when its properties cannot be read', () => {
  const record = { category: 'AzureActivity', resultType: 'Update', properties: 'no JSON' };
  expect(outcomesOf(record)).toEqual([{ kind: 'skipped', reason: 'other-category' }]);
});

it.each([
  ['isInteractive', { isInteractive: true }, 'SignInLogs'],
  ['isInteractive false', { isInteractive: false }, 'NonInteractiveUserSignInLogs'],
  ['isInteractive as text', { isInteractive: 'False' }, 'NonInteractiveUserSignInLogs'],
  ['nothing', {}, 'SignInLogs'],
  ['interactiveUser', { signInEventTypes: ['interactiveUser'], isInteractive: true }, 'SignInLogs'],
  [
    'nonInteractiveUser',
    { signInEventTypes: ['nonInteractiveUser'], isInteractive: false },
    'NonInteractiveUserSignInLogs',
  ],
  [
    'servicePrincipal',
    { signInEventTypes: ['servicePrincipal'], isInteractive: false },
    'ServicePrincipalSignInLogs',
  ],
  ['managedIdentity as JSON text', { signInEventTypes: '["managedIdentity"]' }, 'ManagedIdentitySignInLogs'],
  [
    'a service principal and no user',
    { servicePrincipalId: 'x', userId: null, isInteractive: false },
    'ServicePrincipalSignInLogs',
  ],
  ['managedIdentity as text', { signInEventTypes: 'ManagedIdentity' }, 'ManagedIdentitySignInLogs'],
  ['nonInteractiveUser alone', { signInEventTypes: ['nonInteractiveUser'] }, 'NonInteractiveUserSignInLogs'],
  ['a type that is no text', { signInEventTypes: [null] }, 'SignInLogs'],
  [
    'a service principal beside a user principal name',
    { servicePrincipalId: 'x', userPrincipalName: 'y' },
    'SignInLogs',
  ],
  [
    'a service principal beside the name of a user',
    { servicePrincipalId: 'x', userDisplayName: 'y' },
    'SignInLogs',
  ],
  [
    'a service principal in an interactive sign-in',
    { servicePrincipalId: 'x', isInteractive: true },
    'SignInLogs',
  ],
  [
    'a service principal beside a user',
    { servicePrincipalId: 'x', userId: 'y', isInteractive: false },
    'NonInteractiveUserSignInLogs',
  ],
])('tells a record without a category by %s', (_, properties, name) => {
  expect(readCategory({}, properties)).toEqual(known(name));
  expect(readCategory({ category: ' ' }, properties)).toEqual(known(name));
});

it.each([
  ['SigninLogs', 'SignInLogs'],
  ['MyAADManagedIdentitySignInLogs', 'SignInLogs'],
  ['AADNonInteractiveUserSignInLogs', 'NonInteractiveUserSignInLogs'],
  ['AADServicePrincipalSignInLogs', 'ServicePrincipalSignInLogs'],
  ['AADManagedIdentitySignInLogs', 'ManagedIdentitySignInLogs'],
  ['ADFSSignInLogs', 'ADFSSignInLogs'],
  ['AADFirstPartyToFirstPartySignInLogs', 'MicrosoftServicePrincipalSignInLogs'],
])('tells a row of the table %s by its name', (table, name) => {
  const row = { TimeGenerated: '2026-03-04T09:00:00Z', Type: table, ResultType: '0', AppId: 'x' };
  expect(onlyRow(row)['Category']).toBe(name);
});

const HEARTBEAT = JSON.parse(
  toHeartbeatBody('00000000-0000-4000-8000-000000000001', '2026-11-16T08:00:00.000Z'),
).records[0];

it('takes a heartbeat for a row without an alert, whatever is filtered, and whatever a policy says', () => {
  const enricher = toEnricher({
    minRowLevel: 'High',
    categories: ['SignInLogs'],
    alertPolicy: [{ action: 'send', reason: 'all of them' }],
  });
  const [outcome, ...more] = outcomesOf(HEARTBEAT, enricher);
  expect(more).toEqual([]);
  expect(outcome).toMatchObject({
    kind: 'row',
    category: 'Heartbeat',
    notes: [],
    row: {
      Category: 'Heartbeat',
      TimeGenerated: '2026-11-16T08:00:00Z',
      RecordId: 'heartbeat-00000000-0000-4000-8000-000000000001',
    },
  });
});

it.each([
  ['another id', { ...HEARTBEAT, properties: { id: 'a' } }],
  ['no properties', { ...HEARTBEAT, properties: {} }],
  ['another case', { ...HEARTBEAT, category: 'heartbeat' }],
])('skips heartbeats of somebody else: %s', (_, record) => {
  expect(outcomesOf(record)).toEqual([{ kind: 'skipped', reason: 'other-category' }]);
});
