import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type EventDataBatch, EventHubProducerClient } from '@azure/event-hubs';
import { BlobCheckpointStore } from '@azure/eventhubs-checkpointstore-blob';
import {
  CONSUMER_GROUP,
  type Endpoints,
  HUB,
  PARTITIONS,
  startEndpoints,
} from '../../src/sandbox/endpoints.ts';
import {
  type FaultProxy,
  startFaultProxy,
  writeMonitorError,
  writeStorageError,
} from '../support/faultProxy.ts';
import { createLatencies, type Latencies } from './latency.ts';
import type { Ledger } from './ledger.ts';
import { type Processor, type ProcessorOptions, startProcessor } from './processors.ts';
import { createSpillCount, type SpillCount } from './spillCount.ts';

/** The whole system on this machine, with something between the function and everything that it delivers to. */
export interface Rig {
  readonly endpoints: Endpoints;
  readonly ingestion: FaultProxy;
  readonly queue: FaultProxy;
  readonly blobs: FaultProxy;
  readonly spillCount: SpillCount;
  readonly latencies: Latencies;
  /** How much faster the processors live. */
  readonly scale: number;
  /** What arrives from now on belongs to this ledger. */
  use(ledger: Pick<Ledger, 'expect' | 'rowArrived'>): void;
  startProcessor(options?: ProcessorOptions): Promise<Processor>;
  send(bodies: Iterable<Buffer>, pauseMs?: number): Promise<void>;
  /** Events that the checkpoints have not passed yet. */
  unread(): Promise<number>;
  /** Blobs that wait for redelivery. */
  spills(): Promise<number>;
  close(): Promise<void>;
}

/** Events of a batch as they are sent: small ones, so that the load is spread over the time of a fault. */
const EVENTS_PER_BATCH = 5;

export async function startRig(scale: number): Promise<Rig> {
  let ledger: Pick<Ledger, 'expect' | 'rowArrived'> | undefined;
  const endpoints = await startEndpoints(async (rows) => {
    for (const row of rows) ledger?.rowArrived(String(JSON.parse(row).RecordId));
  });
  const { cert, key, ca } = endpoints.certificates;
  const folder = await mkdtemp(join(tmpdir(), 'entra-signin-risk-chaos-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, ca);
  const spillCount = createSpillCount();
  const latencies = createLatencies();
  const ignore = () => undefined;
  const [ingestion, queue, blobs] = await Promise.all([
    startFaultProxy(endpoints.logs.endpoint, { cert, key }, writeMonitorError, ignore),
    startFaultProxy(endpoints.azurite.queueEndpoint, { cert, key }, writeStorageError, latencies.onAnswered),
    startFaultProxy(endpoints.azurite.blobEndpoint, { cert, key }, writeStorageError, spillCount.onAnswered),
  ]);
  const settings = {
    ...endpoints.settings,
    ...endpoints.identity.env,
    LOGS_INGESTION_ENDPOINT: ingestion.endpoint,
    ALERT_QUEUE_ENDPOINT: queue.endpoint,
    BLOB_ENDPOINT: blobs.endpoint,
    CHAOS_CHECKPOINTS: endpoints.checkpoints.url,
    CHAOS_TIME_SCALE: String(scale),
    CHAOS_EPOCH: String(Date.now()),
    NODE_EXTRA_CA_CERTS: caFile,
    NO_PROXY: '127.0.0.1',
  };
  const producer = new EventHubProducerClient(endpoints.hub.connectionString, HUB);
  const checkpoints = new BlobCheckpointStore(endpoints.checkpoints);
  const sent = new Array<number>(PARTITIONS).fill(0);
  let turn = 0;

  const sendBatch = async (batch: EventDataBatch, partition: number): Promise<void> => {
    await producer.sendBatch(batch);
    sent[partition] = (sent[partition] ?? 0) + batch.count;
  };
  return {
    endpoints,
    ingestion,
    queue,
    blobs,
    spillCount,
    latencies,
    scale,
    use(next) {
      ledger = next;
      spillCount.reset();
      latencies.reset();
    },
    startProcessor: (options) => startProcessor(settings, latencies, options),
    async send(bodies, pauseMs = 0) {
      const open = (partition: number) => producer.createBatch({ partitionId: String(partition) });
      let partition = turn++ % PARTITIONS;
      let batch = await open(partition);
      for (const body of bodies) {
        ledger?.expect(body);
        if (batch.count >= EVENTS_PER_BATCH || !batch.tryAdd({ body })) {
          await sendBatch(batch, partition);
          await delay(pauseMs);
          partition = turn++ % PARTITIONS;
          batch = await open(partition);
          if (!batch.tryAdd({ body }))
            throw new Error(`an event of ${body.length} bytes does not fit the hub`);
        }
      }
      if (batch.count > 0) await sendBatch(batch, partition);
    },
    async unread() {
      const done = await checkpoints.listCheckpoints('127.0.0.1', HUB, CONSUMER_GROUP);
      let passed = 0;
      for (const { partitionId, sequenceNumber } of done) {
        passed += sequenceNumber + 1;
        endpoints.hub.release(HUB, partitionId, sequenceNumber);
      }
      return sent.reduce((sum, n) => sum + n, 0) - passed;
    },
    async spills() {
      let count = 0;
      for await (const { name } of endpoints.spills.listBlobsFlat()) if (name.endsWith('.gz')) count++;
      return count;
    },
    async close() {
      await producer.close();
      await Promise.allSettled([ingestion, queue, blobs, endpoints].map((part) => part.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
