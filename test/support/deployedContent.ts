import { ALL_COLUMNS, STREAM_NAME, TABLE_NAME } from '../../src/core/row/columns.ts';
import { CATEGORIES } from '../../src/core/signIn/category.ts';
import type { ArmContent } from './armEndpoint.ts';

const GROUP = '/subscriptions/00000000-0000-4000-8000-00000000dddd/resourceGroups/rg-example';
const WORKSPACE = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/log-example`;
const RULES = `${GROUP}/providers/Microsoft.Insights/dataCollectionRules`;
const PRINCIPAL = '00000000-0000-4000-8000-00000000eeee';
const ROLES = '/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions';

export const APP = `${GROUP}/providers/Microsoft.Web/sites/func-example`;
export const NAMESPACE = `${GROUP}/providers/Microsoft.EventHub/namespaces/evhns-example`;
export const TABLE = `${WORKSPACE}/tables/${TABLE_NAME}`;
export const SETTINGS = `${APP}/config/appsettings/list`;
export const RULE_LIST = RULES;
export const KEYS = `${NAMESPACE}/authorizationRules`;
export const DIAGNOSTICS = '/providers/microsoft.aadiam/diagnosticSettings';

/** The list of role assignments of a resource. */
export function rolesOf(scope: string): string {
  return `${scope}/providers/Microsoft.Authorization/roleAssignments`;
}

/** The resources that the app needs a role on, by what they are. */
export const SCOPES = {
  hub: `${NAMESPACE}/eventhubs/sign-ins`,
  rule: `${RULES}/dcr-example`,
  // Named after the hosts of the settings: the sandbox's is an address.
  queue: `${GROUP}/providers/Microsoft.Storage/storageAccounts/127/queueServices/default/queues/signin-alerts`,
  spills: `${GROUP}/providers/Microsoft.Storage/storageAccounts/127/blobServices/default/containers/spills`,
  deadLetters: `${GROUP}/providers/Microsoft.Storage/storageAccounts/127/blobServices/default/containers/dead-letters`,
  host: `${GROUP}/providers/Microsoft.Storage/storageAccounts/127`,
} as const;

function assigned(role: string, scope: string) {
  return { value: [{ properties: { roleDefinitionId: `${ROLES}/${role}`, scope, principalId: PRINCIPAL } }] };
}

/** What Azure tells of a deployment in which nothing is wrong. */
export function deployedContent(settings: Readonly<Record<string, string>>): ArmContent {
  const columns = ALL_COLUMNS.map(({ name, type }) => ({ name, type }));
  return {
    [APP]: {
      identity: {
        type: 'UserAssigned',
        userAssignedIdentities: {
          [`${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-example`]: {
            principalId: PRINCIPAL,
            clientId: settings['AZURE_CLIENT_ID'],
          },
        },
      },
      properties: { state: 'Running' },
    },
    [SETTINGS]: { properties: settings },
    [RULES]: {
      value: [
        {
          id: SCOPES.rule,
          properties: {
            immutableId: settings['LOGS_INGESTION_RULE_ID'],
            streamDeclarations: { [STREAM_NAME]: { columns } },
            destinations: { logAnalytics: [{ name: 'workspace', workspaceResourceId: WORKSPACE }] },
          },
        },
      ],
    },
    // Tables spell one of the types another way.
    [TABLE]: {
      properties: {
        schema: {
          columns: columns.map(({ name, type }) => ({ name, type: type === 'datetime' ? 'dateTime' : type })),
        },
      },
    },
    [NAMESPACE]: { properties: { disableLocalAuth: false } },
    [KEYS]: {
      value: [
        {
          id: `${KEYS}/RootManageSharedAccessKey`,
          name: 'RootManageSharedAccessKey',
          properties: { rights: ['Manage', 'Send', 'Listen'] },
        },
        {
          id: `${KEYS}/entra-diagnostic-settings`,
          name: 'entra-diagnostic-settings',
          properties: { rights: ['Send'] },
        },
      ],
    },
    [DIAGNOSTICS]: {
      value: [
        {
          name: 'entra-signin-risk',
          properties: {
            eventHubAuthorizationRuleId: `${KEYS}/entra-diagnostic-settings`,
            eventHubName: 'sign-ins',
            logs: CATEGORIES.map((category) => ({ category, enabled: true })),
          },
        },
      ],
    },
    [rolesOf(SCOPES.hub)]: assigned('a638d3c7-ab3a-418d-83e6-5f17a39d4fde', SCOPES.hub),
    [rolesOf(SCOPES.rule)]: assigned('3913510d-42f4-4e42-8a64-420c390055eb', GROUP),
    [rolesOf(SCOPES.queue)]: assigned('c6a89b2d-59bc-44d0-9896-0f6e12d7b80a', SCOPES.queue),
    [rolesOf(SCOPES.spills)]: assigned('ba92f5b4-2d11-453d-a403-e96b0029c9fe', SCOPES.spills),
    [rolesOf(SCOPES.deadLetters)]: assigned('ba92f5b4-2d11-453d-a403-e96b0029c9fe', SCOPES.deadLetters),
    [rolesOf(SCOPES.host)]: assigned('b7e6dc6d-f1e8-4753-8033-0f276bb0955b', SCOPES.host),
  };
}
