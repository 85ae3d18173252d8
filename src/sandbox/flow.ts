import { setTimeout as delay } from 'node:timers/promises';
import { BlobCheckpointStore } from '@azure/eventhubs-checkpointstore-blob';
import { toRiskSources } from '../compose.ts';
import { toConfig } from '../config.ts';
import { type Classification, createClassifier } from '../core/risk/classify.ts';
import { type BatchReport, emptyReport } from '../delivery/report.ts';
import { fromLogLine, fromRedeliveryLine } from './batchLog.ts';
import { CONSUMER_GROUP, type Endpoints, HUB } from './endpoints.ts';
import { startHost } from './functionsHost/host.ts';
import { bindFunction } from './functionsHost/invoke.ts';
import { loadFunctionApp } from './functionsHost/loadApp.ts';
import { toTimerRequest } from './functionsHost/rpc.ts';

/** The way from the hub through the function, and what is known of it. */
export interface Flow {
  /** Invocations that failed and were repeated. */
  readonly retries: number;
  /** The meaning and level of a code, by the settings that the function has. */
  readonly classify: (code: string) => Classification;
  /** Makes the run hopeless: whoever waits for it gets this error. */
  fail(error: Error): void;
  /** Resolves when a batch is through; rejects with the failure, should there be one. */
  whenChanged(): Promise<void>;
  /** Resolves when that many events are processed and checkpointed; rejects like whenChanged. */
  whenDone(events: number): Promise<void>;
  /** Has the function redeliver what waits in blob storage until nothing does; rejects like whenChanged. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** As in host.json. */
export const MAX_EVENT_BATCH_SIZE = 100;

/** Between two turns of the redelivery, which has its own patience with a sink that is down. */
const DRAIN_PAUSE_MS = 250;

/** So many failures in a row mean that it will not work: better an end with the reason than a run without one. */
const MAX_FAILURES = 8;

/**
 * Connects the function app, as `functions/` registers it, to the endpoints and starts to read the hub.
 * @param onReport called with what the function reported for each batch, and for rows that were refused later
 * @throws what the app throws while loading
 */
export async function startFlow(
  endpoints: Endpoints,
  onReport: (report: BatchReport) => void,
): Promise<Flow> {
  Object.assign(process.env, endpoints.settings);
  const app = await loadFunctionApp(() =>
    Promise.all([
      import('../../functions/processSignIns.ts'),
      import('../../functions/redeliver.ts'),
      import('../../functions/flushTelemetry.ts'),
    ]),
  );
  const classify = createClassifier(toRiskSources(toConfig(process.env)));
  let done = 0;
  let retries = 0;
  let inARow = 0;
  let failure: Error | undefined;
  let changed = Promise.withResolvers<void>();
  const change = () => {
    changed.resolve();
    changed = Promise.withResolvers();
  };
  const whenChanged = async (): Promise<void> => {
    if (failure === undefined) await changed.promise;
    if (failure !== undefined) throw failure;
  };
  const fail = (error: Error): void => {
    failure ??= error;
    change();
  };

  const host = startHost({
    connectionString: endpoints.hub.connectionString,
    hub: HUB,
    consumerGroup: CONSUMER_GROUP,
    checkpoints: new BlobCheckpointStore(endpoints.checkpoints),
    maxEventBatchSize: MAX_EVENT_BATCH_SIZE,
    function: bindFunction(app, 'processSignIns', ({ message }) => {
      const report = fromLogLine(message);
      if (report !== undefined) onReport(report);
    }),
    onCheckpoint: (partition, through, events) => {
      done += events;
      inARow = 0;
      endpoints.hub.release(HUB, partition, through);
      change();
    },
    onFailure: (error) => {
      retries++;
      if (++inARow < MAX_FAILURES) return;
      const reason = error instanceof Error ? error.message : String(error);
      const message = `the function failed ${inARow} times in a row, the last time with: ${reason}`;
      fail(new Error(message, { cause: error }));
    },
  });
  const redelivery = bindFunction(app, 'redeliver', ({ message }) => {
    const { deadLetters } = fromRedeliveryLine(message) ?? { deadLetters: 0 };
    if (deadLetters > 0) onReport(asDeadLetters(deadLetters));
  });
  const hasSpills = async (): Promise<boolean> => {
    for await (const { name } of endpoints.spills.listBlobsFlat()) if (name.endsWith('.gz')) return true;
    return false;
  };

  return {
    get retries() {
      return retries;
    },
    classify,
    fail,
    whenChanged,
    async whenDone(events) {
      while (done < events) await whenChanged();
    },
    async drain() {
      while (await hasSpills()) {
        if (failure !== undefined) throw failure;
        await redelivery.invoke(toTimerRequest(redelivery.trigger));
        await delay(DRAIN_PAUSE_MS);
      }
    },
    async close() {
      await host.close();
      await app.terminate();
    },
  };
}

/** Rows that were reported as rows, and refused when they were redelivered. */
function asDeadLetters(count: number): BatchReport {
  return {
    ...emptyReport(),
    rows: -count,
    deadLetters: count,
    deadLettersBy: { refused: count },
  };
}
