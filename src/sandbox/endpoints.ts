import { ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import { ContainerClient } from '@azure/storage-blob';
import { QueueClient } from '@azure/storage-queue';
import { ALL_COLUMNS, STREAM_NAME } from '../core/row/columns.ts';
import { type Azurite, startAzurite } from './azurite.ts';
import { type Certificates, createCertificates } from './certificates.ts';
import { type EventHubsEndpoint, startEventHubs } from './eventHubs/endpoint.ts';
import { type IdentityEndpoint, startIdentity } from './identity.ts';
import { type LogsIngestionEndpoint, startLogsIngestion } from './logsIngestion/endpoint.ts';
import { trustCertificate } from './trust.ts';

export const HUB = 'sign-ins';
export const CONSUMER_GROUP = '$Default';
export const PARTITIONS = 4;
/** The service takes 1 MB; the sandbox more, so that one large line of somebody's file can travel. */
export const MAX_EVENT_BYTES = 20 * 1024 * 1024;

const CLIENT_ID = '00000000-0000-4000-8000-000000000001';
const RULE_ID = 'dcr-00000000000000000000000000000001';
const ALERT_QUEUE = 'signin-alerts';
const DEAD_LETTERS = 'dead-letters';
const SPILLS = 'spills';

/** Everything that a deployment talks to, on this machine. */
export interface Endpoints {
  readonly hub: EventHubsEndpoint;
  readonly identity: IdentityEndpoint;
  readonly azurite: Azurite;
  readonly logs: LogsIngestionEndpoint;
  readonly alerts: QueueClient;
  readonly deadLetters: ContainerClient;
  readonly spills: ContainerClient;
  readonly checkpoints: ContainerClient;
  /** The managed identity; it may do everything here. */
  readonly credential: TokenCredential;
  readonly certificates: Certificates;
  /** The application settings of a function app that is connected to all of it. */
  readonly settings: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Starts the endpoints and creates queue and containers. This process then trusts their certificate and finds its
 * managed identity, so that the product's own clients work as they are.
 * @param onRows takes the rows of each accepted request
 */
export async function startEndpoints(onRows: (rows: readonly string[]) => Promise<void>): Promise<Endpoints> {
  const certificates = await createCertificates();
  const { ca, cert, key } = certificates;
  trustCertificate(ca);
  const started: { close(): Promise<void> }[] = [];
  const close = async () => {
    await Promise.allSettled(started.map((endpoint) => endpoint.close()));
  };
  const keep = <T extends { close(): Promise<void> }>(endpoint: T): T => {
    started.push(endpoint);
    return endpoint;
  };
  try {
    const streams = { [STREAM_NAME]: ALL_COLUMNS };
    const [hub, identity, azurite, logs] = await Promise.all([
      startEventHubs({ hubs: { [HUB]: PARTITIONS }, maxMessageBytes: MAX_EVENT_BYTES + 64 * 1024 }).then(
        keep,
      ),
      startIdentity({ clientId: CLIENT_ID }).then(keep),
      startAzurite({ cert, key }).then(keep),
      startLogsIngestion({ cert, key, ruleId: RULE_ID, streams, onRows: (_, rows) => onRows(rows) }).then(
        keep,
      ),
    ]);
    Object.assign(process.env, identity.env, { NO_PROXY: withLoopback(process.env['NO_PROXY']) });
    const credential = new ManagedIdentityCredential({ clientId: CLIENT_ID });
    const alerts = new QueueClient(`${azurite.queueEndpoint}/${ALERT_QUEUE}`, credential);
    const deadLetters = new ContainerClient(`${azurite.blobEndpoint}/${DEAD_LETTERS}`, credential);
    const spills = new ContainerClient(`${azurite.blobEndpoint}/${SPILLS}`, credential);
    const checkpoints = new ContainerClient(`${azurite.blobEndpoint}/azure-webjobs-eventhub`, credential);
    await Promise.all([alerts, deadLetters, spills, checkpoints].map((client) => client.create()));
    const settings = {
      LOGS_INGESTION_ENDPOINT: logs.endpoint,
      LOGS_INGESTION_RULE_ID: RULE_ID,
      ALERT_QUEUE_ENDPOINT: azurite.queueEndpoint,
      ALERT_QUEUE_NAME: ALERT_QUEUE,
      BLOB_ENDPOINT: azurite.blobEndpoint,
      DEAD_LETTER_CONTAINER: DEAD_LETTERS,
      SPILL_CONTAINER: SPILLS,
      AZURE_CLIENT_ID: CLIENT_ID,
      EVENT_HUB_NAME: HUB,
      EVENT_HUB_CONSUMER_GROUP: CONSUMER_GROUP,
      EventHubConnection: hub.connectionString,
    };
    const clients = { alerts, deadLetters, spills, checkpoints };
    return { hub, identity, azurite, logs, ...clients, credential, certificates, settings, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** With a proxy in the environment the SDKs would send even traffic for this machine through it. */
function withLoopback(noProxy: string | undefined): string {
  return noProxy ? `${noProxy},127.0.0.1` : '127.0.0.1';
}
