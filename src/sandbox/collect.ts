import { Buffer } from 'node:buffer';
import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerClient } from '@azure/storage-blob';
import type { QueueClient } from '@azure/storage-queue';
import { isObject } from '../core/json/types.ts';
import { createPool, mapPool } from '../delivery/pool.ts';

const PAGE = 32;
const CONCURRENCY = 8;
const HIDDEN_SECONDS = 300;
const PAUSE_MS = 100;
const LATEST = 5;

/** Where collected lines go. */
export interface LineSink {
  write(lines: readonly string[]): Promise<unknown>;
}

/** A consumer of the alert queue that runs beside the flow, so that the queue never grows. */
export interface AlertCollector {
  /**
   * Resolves when the queue is empty, to be called when nothing more will be sent.
   * @returns the latest alerts by the time of their sign-in, newest first, as they came
   */
  finish(): Promise<readonly string[]>;
}

/** Starts to take alerts out of the queue, and writes each decoded message as a line. */
export function startAlertCollector(queue: QueueClient, sink: LineSink): AlertCollector {
  let finishing = false;
  let latest: { readonly time: string; readonly text: string }[] = [];
  const collecting = (async () => {
    while (true) {
      const wasFinishing = finishing;
      const texts = await takeAlerts(queue, sink);
      latest = [...latest, ...texts.map((text) => ({ time: timeOf(text), text }))]
        .sort((a, b) => b.time.localeCompare(a.time))
        .slice(0, LATEST);
      if (texts.length > 0) continue;
      // Nothing waited, and nothing was to come when the queue was asked: all of it is here.
      if (wasFinishing) return;
      await delay(PAUSE_MS);
    }
  })();
  // Should the queue break before anybody waits for it, that is not an unhandled rejection.
  collecting.catch(() => undefined);
  return {
    async finish() {
      finishing = true;
      await collecting;
      return latest.map(({ text }) => text);
    },
  };
}

async function takeAlerts(queue: QueueClient, sink: LineSink): Promise<string[]> {
  const { receivedMessageItems: items } = await queue.receiveMessages({
    numberOfMessages: PAGE,
    visibilityTimeout: HIDDEN_SECONDS,
  });
  const texts = items.map(({ messageText }) => Buffer.from(messageText, 'base64').toString('utf8'));
  await sink.write(texts);
  await mapPool(items, createPool(CONCURRENCY), ({ messageId, popReceipt }) =>
    queue.deleteMessage(messageId, popReceipt),
  );
  return texts;
}

function timeOf(alert: string): string {
  const event: unknown = JSON.parse(alert);
  return isObject(event) ? String(event['time']) : '';
}

/**
 * Writes every line of every dead-letter blob to the sink.
 * @param collected names of the blobs that were written before; those that are now are added
 */
export async function collectDeadLetters(
  container: ContainerClient,
  sink: LineSink,
  collected: Set<string>,
): Promise<void> {
  for await (const { name } of container.listBlobsFlat()) {
    if (collected.has(name)) continue;
    const content = await container.getBlobClient(name).downloadToBuffer();
    await sink.write(content.toString('utf8').split('\n').slice(0, -1));
    collected.add(name);
  }
}
