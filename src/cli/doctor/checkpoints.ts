import { isRestError } from '@azure/core-rest-pipeline';
import { ContainerClient } from '@azure/storage-blob';
import { toFailure } from '../../adapters/failure.ts';
import { within } from '../../adapters/within.ts';
import type { HubAddress } from '../hub/address.ts';
import type { Grounded } from './deployment.ts';
import { type Finding, skipped } from './finding.ts';

/** Where the Functions host keeps what each partition is read to (Event Hubs extension 5 and later). */
const CONTAINER = 'azure-webjobs-eventhub';
const LIST_MS = 20_000;

/**
 * The sequence number that each partition is done to, by the checkpoints of the Functions host; null where a checkpoint
 * names its place by the offset alone, as it may in a geo-replicated namespace.
 * @returns a finding where they cannot be read: that is this identity's matter, and no fault of the deployment
 */
export async function readCheckpoints(
  deployment: Grounded,
  hub: HubAddress,
): Promise<ReadonlyMap<string, number | null> | Finding> {
  const container = openContainer(deployment);
  if (container === undefined)
    return skipped(
      'lag',
      'not looked at without AzureWebJobsStorage__blobServiceUri: the host keeps its checkpoints there',
    );
  const group = deployment.config.EVENT_HUB_CONSUMER_GROUP ?? '$Default';
  const prefix = `${hub.namespace}/${hub.hub}/${group}/checkpoint/`.toLowerCase();
  const checkpoints = new Map<string, number | null>();
  try {
    await within(LIST_MS, async (abortSignal) => {
      const options = { prefix, includeMetadata: true, abortSignal };
      for await (const { name, metadata } of container.listBlobsFlat(options)) {
        const number = Number(metadata?.['sequencenumber'] || Number.NaN);
        checkpoints.set(name.slice(prefix.length), Number.isSafeInteger(number) ? number : null);
      }
    });
    return checkpoints;
  } catch (error) {
    // The host makes the container when it reads the hub for the first time.
    if (isRestError(error) && error.code === 'ContainerNotFound') return checkpoints;
    const { detail } = toFailure(error, { canRefuse: false });
    return skipped(
      'lag',
      `the host’s checkpoints cannot be read: ${detail}`,
      'for a look, give yourself Storage Blob Data Reader on the account of AzureWebJobsStorage',
    );
  }
}

function openContainer({ settings, credential }: Grounded): ContainerClient | undefined {
  const retryOptions = { maxTries: 2 };
  const connectionString = settings['AzureWebJobsStorage'];
  if (connectionString) {
    try {
      return new ContainerClient(connectionString, CONTAINER, { retryOptions });
    } catch {
      return undefined;
    }
  }
  const account = settings['AzureWebJobsStorage__accountName'];
  const endpoint =
    settings['AzureWebJobsStorage__blobServiceUri'] ||
    (account && `https://${account}.blob.core.windows.net`);
  if (!endpoint || !URL.canParse(endpoint)) return undefined;
  return new ContainerClient(`${endpoint.replace(/\/+$/, '')}/${CONTAINER}`, credential, { retryOptions });
}
