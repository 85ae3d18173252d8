import { setTimeout as delay } from 'node:timers/promises';
import {
  type CheckpointStore,
  EventHubConsumerClient,
  earliestEventPosition,
  type LoadBalancingOptions,
  type ReceivedEventData,
} from '@azure/event-hubs';
import type { FunctionBinding } from './invoke.ts';
import { toInvocationRequest } from './rpc.ts';

export interface HostOptions {
  readonly connectionString: string;
  readonly hub: string;
  readonly consumerGroup: string;
  readonly checkpoints: CheckpointStore;
  readonly function: FunctionBinding;
  /** `maxEventBatchSize` of host.json. */
  readonly maxEventBatchSize: number;
  /** How partitions are shared among hosts; by the settings of the SDK where left out. */
  readonly loadBalancing?: Omit<LoadBalancingOptions, 'strategy'>;
  /** Called before each invocation, also of a batch that is tried again. */
  readonly onInvoke?: (partition: string, firstSequenceNumber: number) => void;
  /** Called when a batch is done and checkpointed. */
  readonly onCheckpoint: (partition: string, throughSequenceNumber: number, events: number) => void;
  /** Called when an invocation failed; the host tries again until it works. */
  readonly onFailure: (error: unknown) => void;
}

export interface Host {
  close(): Promise<void>;
}

/** The retry policy's 5 s to 5 min, shortened: nobody waits for minutes in front of a sandbox. */
const RETRY_MS = { first: 200, most: 5_000 };

/**
 * What the Functions host does for an Event Hub trigger: owns partitions, reads batches, invokes the function again and
 * again until it succeeds (`maxRetryCount: -1`), and only then moves the checkpoint.
 */
export function startHost(options: HostOptions): Host {
  const client = new EventHubConsumerClient(
    options.consumerGroup,
    options.connectionString,
    options.hub,
    options.checkpoints,
    {
      loadBalancingOptions: { strategy: 'greedy', updateIntervalInMs: 1_000, ...options.loadBalancing },
    },
  );
  const closing = new AbortController();

  const invokeUntilDone = async (attempt: () => Promise<void>): Promise<boolean> => {
    for (let wait = RETRY_MS.first; !closing.signal.aborted; wait = Math.min(wait * 2, RETRY_MS.most)) {
      try {
        await attempt();
        return true;
      } catch (error) {
        options.onFailure(error);
        await delay(wait, undefined, { signal: closing.signal }).catch(() => undefined);
      }
    }
    return false;
  };

  const subscription = client.subscribe(
    {
      async processEvents(events, context) {
        const [first] = events;
        const last: ReceivedEventData | undefined = events.at(-1);
        if (first === undefined || last === undefined) return;
        const request = toInvocationRequest(options.function.trigger, events, context);
        const invoke = () => {
          options.onInvoke?.(context.partitionId, first.sequenceNumber);
          return options.function.invoke(request);
        };
        if (!(await invokeUntilDone(invoke))) return;
        await context.updateCheckpoint(last);
        options.onCheckpoint(context.partitionId, last.sequenceNumber, events.length);
      },
      async processError(error) {
        if (!closing.signal.aborted) options.onFailure(error);
      },
    },
    {
      startPosition: earliestEventPosition,
      maxBatchSize: options.maxEventBatchSize,
      maxWaitTimeInSeconds: 1,
      skipParsingBodyAsJson: true,
    },
  );

  return {
    async close() {
      closing.abort();
      await subscription.close();
      await client.close();
    },
  };
}
