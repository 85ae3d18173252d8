import { setTimeout as delay } from 'node:timers/promises';
import type { DequeuedMessageItem, QueueClient } from '@azure/storage-queue';
import type { Host } from './host.ts';
import type { FunctionBinding } from './invoke.ts';
import { toQueueRequest } from './rpc.ts';

/** `extensions.queues` of host.json, in the units of the SDK. */
export interface QueueHostSettings {
  readonly batchSize: number;
  readonly newBatchThreshold: number;
  readonly maxDequeueCount: number;
  /** How long a message is hidden after an attempt that failed. */
  readonly visibilitySeconds: number;
  readonly maxPollingMs: number;
}

export interface QueueHostOptions {
  readonly queue: QueueClient;
  /** `<queue>-poison`; it must exist. */
  readonly poison: QueueClient;
  readonly function: FunctionBinding;
  readonly settings: QueueHostSettings;
  /** Called when a message is done: by the function, or by the poison queue. */
  readonly onDone: (end: 'succeeded' | 'poisoned') => void;
  /** Called when an invocation failed. */
  readonly onFailure: (error: unknown) => void;
}

/** How long a message is hidden while an invocation has it. The host renews it; nothing in a sandbox takes so long. */
const HIDDEN_SECONDS = 600;

/** The first wait at an empty queue; it doubles up to the longest. */
const FIRST_WAIT_MS = 100;

/** The wait after a call to the queue that failed: the host goes on as long as it lives. */
const BROKEN_WAIT_MS = 500;

/**
 * What the Functions host does for a queue trigger (QueueListener and QueueProcessor of its storage extension): takes
 * messages as long as not too many are under way, invokes the function with each, deletes it on success, shows it again
 * after a while on failure, and moves it to the poison queue when it has been tried often enough.
 */
export function startQueueHost(options: QueueHostOptions): Host {
  const { queue, settings } = options;
  const closing = new AbortController();
  const pause = (ms: number) => delay(ms, undefined, { signal: closing.signal }).catch(() => undefined);
  const running = new Set<Promise<void>>();

  const poison = async (message: DequeuedMessageItem): Promise<void> => {
    await options.poison.sendMessage(message.messageText, { messageTimeToLive: -1 });
    await queue.deleteMessage(message.messageId, message.popReceipt);
    options.onDone('poisoned');
  };

  const process = async (message: DequeuedMessageItem): Promise<void> => {
    // The instances that had it before died, each without a word.
    if (message.dequeueCount > settings.maxDequeueCount) return poison(message);
    try {
      await options.function.invoke(toQueueRequest(options.function.trigger, message));
    } catch (error) {
      options.onFailure(error);
      if (message.dequeueCount >= settings.maxDequeueCount) return poison(message);
      await queue.updateMessage(
        message.messageId,
        message.popReceipt,
        message.messageText,
        settings.visibilitySeconds,
      );
      return;
    }
    await queue.deleteMessage(message.messageId, message.popReceipt);
    options.onDone('succeeded');
  };

  const start = (message: DequeuedMessageItem): void => {
    const task = process(message)
      .catch(options.onFailure)
      .finally(() => running.delete(task));
    running.add(task);
  };

  const listen = async (): Promise<void> => {
    let wait = FIRST_WAIT_MS;
    while (!closing.signal.aborted) {
      if (running.size > settings.newBatchThreshold) {
        await Promise.race(running);
        continue;
      }
      try {
        const { receivedMessageItems: messages } = await queue.receiveMessages({
          numberOfMessages: settings.batchSize,
          visibilityTimeout: HIDDEN_SECONDS,
        });
        messages.forEach(start);
        wait = messages.length > 0 ? FIRST_WAIT_MS : Math.min(wait * 2, settings.maxPollingMs);
        if (messages.length === 0) await pause(wait);
      } catch (error) {
        options.onFailure(error);
        await pause(BROKEN_WAIT_MS);
      }
    }
  };

  const listening = listen();
  return {
    async close() {
      closing.abort();
      await listening;
      await Promise.all(running);
    },
  };
}
