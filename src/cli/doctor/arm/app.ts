import * as z from 'zod';
import { UsageError } from '../../arguments.ts';
import type { Settings } from '../../storage.ts';
import { type Finding, fault, ok } from '../finding.ts';
import { type Arm, ArmError } from './client.ts';

const VERSION = '2024-04-01';
const ID =
  /^(\/subscriptions\/[\w-]+\/resourceGroups\/[\w.()-]+)\/providers\/Microsoft\.Web\/sites\/[\w-]+$/i;

const identitySchema = z.object({ principalId: z.string(), clientId: z.string().optional() });
const appSchema = z.object({
  identity: z
    .object({
      principalId: z.string().optional(),
      userAssignedIdentities: z.record(z.string(), identitySchema).optional(),
    })
    .optional(),
  properties: z.object({ state: z.string().optional() }),
});
const settingsSchema = z.object({ properties: z.record(z.string(), z.string()) });

/** A deployed function app. */
export interface App {
  readonly id: string;
  /** The resource group: what was deployed with the app is there. */
  readonly group: string;
  readonly state: string;
  readonly settings: Settings;
  /** Object id of the identity that the app signs in with; undefined when it has none, or another than the settings say. */
  readonly principalId: string | undefined;
}

/** @throws UsageError for anything but the resource id of a function app; ArmError */
export async function readApp(arm: Arm, id: string): Promise<App> {
  const [, group] = ID.exec(id) ?? [];
  if (group === undefined)
    throw new UsageError(
      '--app must be the resource id of the function app: /subscriptions/…/resourceGroups/…/providers/Microsoft.Web/sites/…',
    );
  const { identity, properties } = appSchema.parse(await arm.get(id, VERSION));
  const answer = settingsSchema.parse(await arm.reveal(`${id}/config/appsettings/list`, VERSION));
  const wanted = answer.properties['AZURE_CLIENT_ID'];
  const assigned = Object.values(identity?.userAssignedIdentities ?? {});
  const principalId = wanted
    ? assigned.find(({ clientId }) => clientId === wanted)?.principalId
    : identity?.principalId;
  return { id, group, state: properties.state ?? 'unknown', settings: answer.properties, principalId };
}

/** Why the app could not be read, as a finding. */
export function toAppFault(error: unknown): Finding {
  if (error instanceof z.ZodError)
    return fault('app', 'what Azure says of the function app is not understood', 'check that --app is one');
  if (!(error instanceof ArmError)) throw error;
  const todo =
    error.status === 403
      ? 'to read the app and its settings takes the role Website Contributor, or Contributor, on it'
      : 'check --app and the subscription you are signed in to';
  return fault('app', `the function app cannot be read: ${error.message}`, todo);
}

export function checkApp({ id, state, principalId }: App): Finding[] {
  const name = id.split('/').at(-1) ?? '';
  const running =
    state === 'Running'
      ? ok('app', `${name} runs`)
      : fault(
          'app',
          `${name} is ${state}`,
          'start it: az functionapp start; events wait in the hub meanwhile',
        );
  if (principalId !== undefined) return [running];
  const todo =
    'assign the identity of AZURE_CLIENT_ID to the app, or mend the setting: it gets no token like this';
  return [running, fault('identity', 'the app has no identity with the client id of AZURE_CLIENT_ID', todo)];
}
