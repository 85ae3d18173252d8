import * as z from 'zod';
import type { Deployment } from '../deployment.ts';
import { type Finding, fault, ok, skipped } from '../finding.ts';
import type { App } from './app.ts';
import { type Arm, ArmError } from './client.ts';
import { findRule, toResourceIds } from './resources.ts';

/** A role that the app needs: any of these will do, the first is what the templates give. */
interface Role {
  readonly name: string;
  readonly ids: readonly string[];
}

/** Ids of built-in roles are the same in every tenant; the first of each stands in infra/modules/roles.bicep, too. */
export const ROLES = {
  receiver: {
    name: 'Azure Event Hubs Data Receiver',
    ids: ['a638d3c7-ab3a-418d-83e6-5f17a39d4fde', 'f526a384-b230-433a-b45c-95f59c4a2dec'],
  },
  publisher: { name: 'Monitoring Metrics Publisher', ids: ['3913510d-42f4-4e42-8a64-420c390055eb'] },
  sender: {
    name: 'Storage Queue Data Message Sender',
    ids: ['c6a89b2d-59bc-44d0-9896-0f6e12d7b80a', '974c5e8b-45b9-4653-ba55-5f855dd0fb88'],
  },
  blobs: {
    name: 'Storage Blob Data Contributor',
    ids: ['ba92f5b4-2d11-453d-a403-e96b0029c9fe', 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'],
  },
  hostBlobs: { name: 'Storage Blob Data Owner', ids: ['b7e6dc6d-f1e8-4753-8033-0f276bb0955b'] },
} as const satisfies Readonly<Record<string, Role>>;

const assignmentSchema = z.object({
  properties: z.object({ roleDefinitionId: z.string(), scope: z.string() }),
});

/** Has the app’s identity the roles that it needs, each where it needs it or above? */
export async function checkRoles(arm: Arm, app: App, deployment: Deployment): Promise<Finding[]> {
  const { principalId } = app;
  if (principalId === undefined || !/^[0-9a-f-]{36}$/i.test(principalId))
    return [skipped('roles', 'not looked at without the app’s identity')];
  const ids = toResourceIds(deployment, app);
  try {
    const rule = await ruleId(arm, app, deployment);
    const needed: readonly (readonly [Role, string, string | undefined])[] = [
      [ROLES.receiver, 'the hub', ids.hub],
      [ROLES.publisher, 'the data collection rule', rule],
      [ROLES.sender, 'the queue', ids.queue],
      [ROLES.blobs, 'the container of the spills', ids.spills],
      [ROLES.blobs, 'the container of the dead letters', ids.deadLetters],
      [ROLES.hostBlobs, 'the host’s storage account', ids.hostStorage],
    ];
    const findings = await Promise.all(
      needed.map(([role, what, scope]) => checkRole(arm, principalId, role, what, scope)),
    );
    const faults = findings.filter(({ state }) => state !== 'ok');
    return faults.length > 0 ? faults : [ok('roles', `the app has the ${needed.length} roles that it needs`)];
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    return [skipped('roles', `role assignments cannot be read: ${error.message}`)];
  }
}

async function ruleId(arm: Arm, app: App, { config }: Deployment): Promise<string | undefined> {
  const immutableId = config.LOGS_INGESTION_RULE_ID;
  return immutableId === undefined ? undefined : (await findRule(arm, app, immutableId))?.id;
}

async function checkRole(
  arm: Arm,
  principalId: string,
  role: Role,
  what: string,
  scope: string | undefined,
): Promise<Finding> {
  if (scope === undefined)
    return skipped('roles', `whether the app has ${role.name} on ${what}: it was not found`);
  const assignments = await arm.list(
    `${scope}/providers/Microsoft.Authorization/roleAssignments`,
    '2022-04-01',
    `principalId eq '${principalId}'`,
  );
  // The list also holds what was assigned below the scope, which says nothing about it.
  const above = assignments
    .map((one) => assignmentSchema.parse(one).properties)
    .filter((one) => `${scope}/`.toLowerCase().startsWith(`${one.scope.replace(/\/$/, '')}/`.toLowerCase()));
  const has = above.some(({ roleDefinitionId }) =>
    role.ids.some((id) => roleDefinitionId.toLowerCase().endsWith(`/${id}`)),
  );
  const name = scope.split('/').at(-1) ?? '';
  return has
    ? ok('roles', `${role.name} on ${what}`)
    : fault(
        'roles',
        `the app has not the role ${role.name} on ${what} (${name})`,
        'assign it, or deploy the infrastructure again; it takes up to 30 minutes',
      );
}
