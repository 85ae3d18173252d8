import { z } from 'zod';
import { AzureError, type CallAzure } from './az.ts';

const COLLECTION = '/providers/microsoft.aadiam/diagnosticSettings';
const VERSION = 'api-version=2017-04-01';

/** A tenant can have no more settings than this. */
const MOST_SETTINGS = 5;

/** The categories that hold sign-ins. The same as in infra/diagnostic-settings.bicep; a test holds them together. */
export const SIGN_IN_CATEGORIES = [
  'SignInLogs',
  'NonInteractiveUserSignInLogs',
  'ServicePrincipalSignInLogs',
  'ManagedIdentitySignInLogs',
  'ADFSSignInLogs',
  'MicrosoftServicePrincipalSignInLogs',
] as const;

const settingSchema = z.object({
  name: z.string(),
  properties: z.object({
    eventHubAuthorizationRuleId: z.string().nullish(),
    eventHubName: z.string().nullish(),
    logs: z.array(z.object({ category: z.string().nullish(), enabled: z.boolean() })).nullish(),
  }),
});

/** What to connect. */
export interface Connection {
  /** Name of the diagnostic setting. */
  readonly name: string;
  /** Resource id of the shared access rule of the namespace. */
  readonly ruleId: string;
  readonly hub: string;
  readonly categories: readonly string[];
}

/** The request that connects the tenant, for those who want to see it first. */
export function toRequest({ name, ruleId, hub, categories }: Connection) {
  return {
    path: `${COLLECTION}/${name}?${VERSION}`,
    body: {
      properties: {
        eventHubAuthorizationRuleId: ruleId,
        eventHubName: hub,
        logs: categories.map((category) => ({ category, enabled: true })),
      },
    },
  };
}

/**
 * Makes the tenant's diagnostic setting, or brings an existing one of the same name up to date; also after its keys were
 * renewed. Asks afterwards whether it stands.
 * @returns the categories that are on
 * @throws AzureError when Azure refuses, or five other settings are there already
 */
export function connect(call: CallAzure, connection: Connection): string[] {
  const others = list(call).filter((name) => name !== connection.name);
  if (others.length >= MOST_SETTINGS)
    throw new AzureError(
      `the tenant has ${others.length} diagnostic settings already (${others.join(', ')}), and can have no more than ${MOST_SETTINGS}. Remove one, or add the hub to one by hand.`,
    );
  const { path, body } = toRequest(connection);
  call('put', path, body);
  const { properties } = settingSchema.parse(call('get', path));
  if (properties.eventHubAuthorizationRuleId?.toLowerCase() !== connection.ruleId.toLowerCase())
    throw new AzureError(
      `the setting ${connection.name} leads elsewhere after it was written; look at it in Entra`,
    );
  return (properties.logs ?? []).flatMap(({ category, enabled }) => (enabled && category ? [category] : []));
}

/**
 * Removes the tenant's diagnostic setting of this name. Logs that are under way may still arrive for some minutes.
 * @returns false when there was none
 */
export function disconnect(call: CallAzure, name: string): boolean {
  if (!list(call).includes(name)) return false;
  call('delete', `${COLLECTION}/${name}?${VERSION}`);
  return true;
}

function list(call: CallAzure): string[] {
  const answer = z.object({ value: z.array(z.object({ name: z.string() })) });
  return answer.parse(call('get', `${COLLECTION}?${VERSION}`)).value.map(({ name }) => name);
}
