import { Buffer } from 'node:buffer';
import { TableClient } from '@azure/data-tables';
import { QueueClient } from '@azure/storage-queue';
import { composeNotify } from '../../src/composeNotify.ts';
import { createPool } from '../../src/delivery/pool.ts';
import { startEndpoints } from '../../src/sandbox/endpoints.ts';
import type { FunctionBinding } from '../../src/sandbox/functionsHost/invoke.ts';
import { startQueueHost } from '../../src/sandbox/functionsHost/queueHost.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { toAlertText } from '../support/alerts.ts';
import { startWebhookReceiver } from '../support/webhookReceiver.ts';

export interface BurstOptions {
  readonly alerts: number;
  /** Pairs of user and code among them. */
  readonly users: number;
  readonly perMinute: number;
  readonly instances: number;
  /** Every so manieth request to the webhook is answered with 503. */
  readonly failEvery: number;
}

export interface BurstResult {
  /** Alerts that differ… */
  readonly alerts: number;
  /** … in so many messages: every tenth came twice. */
  readonly messages: number;
  readonly repeats: number;
  readonly toldAtOnce: number;
  readonly digests: number;
  readonly inDigests: number;
  readonly poisoned: number;
  readonly refused: number;
  /** Requests that the webhook took, by minute. */
  readonly perMinute: readonly number[];
  readonly seconds: number;
}

const WINDOW_MINUTES = 3;
const SEND_CONCURRENCY = 16;

/** Messages in the queue at a time: the emulator goes through all of them for each that is taken. */
const MOST_WAITING = 300;

/**
 * A burst of alerts through the real queue and table of the sandbox to a webhook on this machine, with several instances
 * of the notifier; then minutes pass, on a clock of our own, until everything is told.
 */
export async function runBurst(options: BurstOptions): Promise<BurstResult> {
  const begin = performance.now();
  const endpoints = await startEndpoints(async () => undefined);
  const { azurite, credential, alerts: queue } = endpoints;
  const receiver = await startWebhookReceiver(endpoints.certificates);
  try {
    let requests = 0;
    receiver.status = () => (++requests % options.failEvery === 0 ? 503 : undefined);
    const poison = new QueueClient(`${azurite.queueEndpoint}/${queue.name}-poison`, credential);
    await Promise.all([
      poison.create(),
      new TableClient(azurite.tableEndpoint, 'notifications', credential).createTable(),
    ]);
    const messages = Array.from({ length: options.alerts }, (_, index) => {
      const user = `user${index % options.users}@example.com`;
      return Array<string>(index % 10 === 0 ? 2 : 1).fill(toAlertText({ record: `record ${index}`, user }));
    }).flat();

    const clock = createFakeClock('manual');
    const environment = {
      ...endpoints.settings,
      NOTIFY_WEBHOOK_URL: receiver.address,
      NOTIFY_FORMAT: 'cloudevents',
      NOTIFY_WINDOW_MINUTES: String(WINDOW_MINUTES),
      NOTIFY_PER_MINUTE: String(options.perMinute),
      NOTIFY_TABLE_ENDPOINT: azurite.tableEndpoint,
      AlertQueueConnection__queueServiceUri: azurite.queueEndpoint,
    };
    const instances = Array.from({ length: options.instances }, () =>
      composeNotify(environment, { credential, clock }),
    );
    let repeats = 0;
    let done = 0;
    let poisoned = 0;
    let changed = Promise.withResolvers<void>();
    const hosts = instances.map(({ handle }) => {
      const binding: FunctionBinding = {
        trigger: 'message',
        async invoke({ inputData, triggerMetadata }) {
          const [input] = inputData;
          const id = triggerMetadata['Id'];
          if (input === undefined || !('string' in input.data) || id === undefined || !('string' in id))
            throw new Error('no message');
          const outcome = await handle(JSON.parse(input.data.string), id.string);
          if (outcome === 'repeat') repeats++;
        },
      };
      return startQueueHost({
        queue,
        poison,
        function: binding,
        settings: {
          batchSize: 16,
          newBatchThreshold: 8,
          maxDequeueCount: 5,
          visibilitySeconds: 0,
          maxPollingMs: 200,
        },
        onDone: (end) => {
          if (end === 'poisoned') poisoned++;
          done++;
          changed.resolve();
          changed = Promise.withResolvers();
        },
        onFailure: () => undefined,
      });
    });
    const sending = createPool(SEND_CONCURRENCY);
    const broken = Promise.withResolvers<never>();
    const whenChanged = () => Promise.race([changed.promise, broken.promise]);
    for (const [sent, text] of messages.entries()) {
      while (sent - done >= MOST_WAITING) await whenChanged();
      sending(() => queue.sendMessage(Buffer.from(text).toString('base64'), { messageTimeToLive: -1 })).catch(
        broken.reject,
      );
    }
    while (done < messages.length) await whenChanged();
    await Promise.all(hosts.map((host) => host.close()));

    const perMinute = [receiver.received.length];
    const [first] = instances;
    if (first === undefined) throw new Error('no instances');
    for (let minute = 0; minute <= WINDOW_MINUTES + 2; minute++) {
      const before = receiver.received.length;
      // One that fails is tried again a minute later, as the timer does.
      await first.digest().catch(() => undefined);
      const taken = receiver.received.length - before;
      if (minute === 0) perMinute[0] = (perMinute[0] ?? 0) + taken;
      else perMinute.push(taken);
      await clock.advance(60_000);
    }
    const events = receiver.received.map(({ body }) => JSON.parse(body));
    const digests = events.filter(({ type }) => type.includes('digest'));
    return {
      alerts: options.alerts,
      messages: messages.length,
      repeats,
      toldAtOnce: events.length - digests.length,
      digests: digests.length,
      inDigests: digests.reduce((sum, { data }) => sum + data.alerts, 0),
      poisoned,
      refused: receiver.refused,
      perMinute,
      seconds: (performance.now() - begin) / 1000,
    };
  } finally {
    await Promise.all([receiver.close(), endpoints.close()]);
  }
}
