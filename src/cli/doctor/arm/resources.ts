import * as z from 'zod';
import type { Deployment } from '../deployment.ts';
import type { App } from './app.ts';
import type { Arm } from './client.ts';

const ruleSchema = z.object({
  id: z.string(),
  properties: z.object({
    immutableId: z.string().optional(),
    streamDeclarations: z
      .record(z.string(), z.object({ columns: z.array(z.object({ name: z.string(), type: z.string() })) }))
      .optional(),
    destinations: z
      .object({ logAnalytics: z.array(z.object({ workspaceResourceId: z.string() })).optional() })
      .optional(),
  }),
});

export type Rule = z.infer<typeof ruleSchema>;

/** The data collection rule of the settings; undefined when there is none of this id in the app's resource group. */
export async function findRule(arm: Arm, { group }: App, immutableId: string): Promise<Rule | undefined> {
  const rules = await arm.list(`${group}/providers/Microsoft.Insights/dataCollectionRules`, '2023-03-11');
  return rules
    .map((rule) => ruleSchema.parse(rule))
    .find(({ properties }) => properties.immutableId === immutableId);
}

/** Resource ids of what the settings name, in the app's resource group: where the templates put them. */
export interface ResourceIds {
  readonly namespace: string | undefined;
  readonly hub: string | undefined;
  readonly queue: string | undefined;
  readonly spills: string | undefined;
  readonly deadLetters: string | undefined;
  readonly hostStorage: string | undefined;
}

export function toResourceIds({ config, hub, settings }: Deployment, { group }: App): ResourceIds {
  const host = settings['EventHubConnection__fullyQualifiedNamespace'];
  const namespace = below(`${group}/providers/Microsoft.EventHub/namespaces`, firstLabel(host));
  const account = (address: string | undefined) =>
    below(`${group}/providers/Microsoft.Storage/storageAccounts`, firstLabel(hostOf(address)));
  const blobs = below(account(config.BLOB_ENDPOINT), 'blobServices/default/containers');
  return {
    namespace,
    hub: below(below(namespace, 'eventhubs'), hub?.hub),
    queue: below(
      below(account(config.ALERT_QUEUE_ENDPOINT), 'queueServices/default/queues'),
      config.ALERT_QUEUE_NAME,
    ),
    spills: below(blobs, config.SPILL_CONTAINER),
    deadLetters: below(blobs, config.DEAD_LETTER_CONTAINER),
    hostStorage: account(settings['AzureWebJobsStorage__blobServiceUri']),
  };
}

function below(parent: string | undefined, name: string | undefined): string | undefined {
  return parent === undefined || name === undefined || !/^[\w./-]+$/.test(name)
    ? undefined
    : `${parent}/${name}`;
}

function hostOf(address: string | undefined): string | undefined {
  return address !== undefined && URL.canParse(address) ? new URL(address).hostname : undefined;
}

/** Names of namespaces and accounts are the first part of their hosts' names. */
function firstLabel(host: string | undefined): string | undefined {
  return host?.split('.', 1)[0];
}
