/**
 * A process that does what an instance of the function app does: the Functions host's part of reading the hub, and the
 * real functions, built from the sources, in accelerated time. It is told by its environment where everything is.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { BlobCheckpointStore } from '@azure/eventhubs-checkpointstore-blob';
import { ManagedIdentityCredential } from '@azure/identity';
import { ContainerClient } from '@azure/storage-blob';
import { fromLogLine, fromRedeliveryLine } from '../../src/sandbox/batchLog.ts';
import { startHost } from '../../src/sandbox/functionsHost/host.ts';
import { bindFunction } from '../../src/sandbox/functionsHost/invoke.ts';
import { loadFunctionApp } from '../../src/sandbox/functionsHost/loadApp.ts';
import { toTimerRequest } from '../../src/sandbox/functionsHost/rpc.ts';
import { SCALE } from './accelerated/acceleration.ts';
import { accelerate } from './accelerated/hooks.ts';
import type { Message } from './messages.ts';

const TIMER_MS = 60_000;
const MEMORY_MS = 500;

const env = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};
const tell = (message: Message) => process.send?.(message);

accelerate();
const app = await loadFunctionApp(() =>
  Promise.all([import('../../functions/processSignIns.ts'), import('../../functions/redeliver.ts')]),
);
const onLog = ({ message }: { readonly message: string }) => {
  const batch = fromLogLine(message);
  if (batch !== undefined) tell({ kind: 'batch', report: batch });
  const redelivery = fromRedeliveryLine(message);
  if (redelivery !== undefined) tell({ kind: 'redelivery', report: redelivery });
};
const onFailure = (error: unknown) =>
  tell({ kind: 'failure', message: error instanceof Error ? error.message : String(error) });
const processSignIns = bindFunction(app, 'processSignIns', onLog);
const redeliver = bindFunction(app, 'redeliver', onLog);

const credential = new ManagedIdentityCredential({ clientId: env('AZURE_CLIENT_ID') });
const host = startHost({
  connectionString: env('EventHubConnection'),
  hub: env('EVENT_HUB_NAME'),
  consumerGroup: env('EVENT_HUB_CONSUMER_GROUP'),
  checkpoints: new BlobCheckpointStore(new ContainerClient(env('CHAOS_CHECKPOINTS'), credential)),
  maxEventBatchSize: 100,
  loadBalancing: { updateIntervalInMs: 300, partitionOwnershipExpirationIntervalInMs: 2_000 },
  function: processSignIns,
  onInvoke: (partition, first) => tell({ kind: 'begin', partition, first, at: Date.now() }),
  onCheckpoint: () => undefined,
  onFailure,
});

let stopping = false;
process.on('message', () => {
  stopping = true;
  // The Event Hubs SDK leaves a timer of some minutes behind: the process has to end by itself.
  host.close().finally(() => process.exit());
});
process.once('disconnect', () => process.exit());
setInterval(() => {
  const { user, system } = process.cpuUsage();
  const cpu = (user + system) / 1000;
  tell({ kind: 'memory', rss: process.memoryUsage.rss(), cpu, at: Date.now() });
}, MEMORY_MS).unref();
tell({ kind: 'ready' });

while (!stopping) {
  await delay(TIMER_MS / SCALE);
  await redeliver.invoke(toTimerRequest(redeliver.trigger)).catch(onFailure);
}
