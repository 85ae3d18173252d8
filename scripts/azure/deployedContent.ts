import { z } from 'zod';
import { AzureError, type CallAzure } from './az.ts';

const DEPLOYMENTS = 'api-version=2024-03-01';

const operationsSchema = z.object({
  nextLink: z.string().nullish(),
  value: z.array(
    z.object({
      properties: z.object({
        provisioningOperation: z.string().nullish(),
        targetResource: z.object({ id: z.string(), resourceType: z.string() }).nullish(),
      }),
    }),
  ),
});

/** What may never be deleted here: it holds things of others, or, as the onboarding does, turns Sentinel off for them. */
const KEPT =
  /^Microsoft\.(OperationalInsights\/workspaces|Resources\/resourceGroups|Insights\/privateLinkScopes|SecurityInsights\/onboardingStates)$/i;

/** What was found: the resources, and the deployments that Azure has no record of. */
export interface DeployedContent {
  readonly resources: readonly string[];
  readonly unknown: readonly string[];
}

/**
 * What deployments put into somebody else's resource group, the last one first, so that what rests on another goes before
 * it. Told by Azure's own record of each deployment, the nested ones included, and not by names.
 * @param deploymentIds resource ids of deployments. Azure forgets the oldest of 800 in a group
 */
export function listDeployedContent(call: CallAzure, deploymentIds: readonly string[]): DeployedContent {
  const unknown: string[] = [];
  const found = deploymentIds.flatMap((id) => {
    try {
      return listResources(call, id);
    } catch (error) {
      if (!(error instanceof AzureError) || !error.message.includes('DeploymentNotFound')) throw error;
      unknown.push(id);
      return [];
    }
  });
  return { resources: [...new Set(found.toReversed())].filter((id) => !KEPT.test(toType(id))), unknown };
}

function listResources(call: CallAzure, deploymentId: string): string[] {
  const { value, nextLink } = operationsSchema.parse(
    call('get', `${deploymentId}/operations?${DEPLOYMENTS}`),
  );
  // Half a list would look like a whole one, and leave the rest behind without a word.
  if (nextLink)
    throw new AzureError(
      `${deploymentId} has more operations than Azure tells at once; nothing was removed. List and delete by hand: az deployment operation group list`,
    );
  return value.flatMap(({ properties: { provisioningOperation, targetResource } }) => {
    // A deployment also reads; what it only read is not ours.
    if (!targetResource || (provisioningOperation && provisioningOperation !== 'Create')) return [];
    const isDeployment = /^Microsoft\.Resources\/deployments$/i.test(targetResource.resourceType);
    return isDeployment ? listResources(call, targetResource.id) : [targetResource.id];
  });
}

/** The type of a resource: what stands behind the last `/providers/`, without the names. */
export function toType(id: string): string {
  const [namespace = '', ...rest] = (id.split('/providers/').at(-1) ?? '').split('/');
  return [namespace, ...rest.filter((_, index) => index % 2 === 0)].join('/');
}

/**
 * Deletes one resource.
 * @returns false when it was gone already: Azure's record of a deployment still names it after a removal that was cut off
 * @throws AzureError when Azure refuses
 */
export function deleteResource(call: CallAzure, id: string): boolean {
  try {
    call('delete', `${id}?api-version=${findApiVersion(call, toType(id))}`);
    return true;
  } catch (error) {
    if (!(error instanceof AzureError) || !/\b(Resource)?Not ?Found\b/.test(error.message)) throw error;
    return false;
  }
}

const providerSchema = z.object({
  resourceTypes: z.array(z.object({ resourceType: z.string(), apiVersions: z.array(z.string()) })),
});

/** The newest version that Azure offers for a type in this cloud; a preview only where there is nothing else. */
function findApiVersion(call: CallAzure, type: string): string {
  const [namespace = '', ...rest] = type.split('/');
  const name = rest.join('/').toLowerCase();
  const { resourceTypes } = providerSchema.parse(
    call('get', `/providers/${namespace}?api-version=2021-04-01`),
  );
  const versions =
    resourceTypes.find(({ resourceType }) => resourceType.toLowerCase() === name)?.apiVersions ?? [];
  const newest = versions.toSorted().toReversed();
  return newest.find((version) => !version.includes('preview')) ?? newest[0] ?? 'unknown';
}
