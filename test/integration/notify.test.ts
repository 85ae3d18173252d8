import { Buffer } from 'node:buffer';
import { TableClient } from '@azure/data-tables';
import { QueueClient } from '@azure/storage-queue';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Endpoints, startEndpoints } from '../../src/sandbox/endpoints.ts';
import type { Host } from '../../src/sandbox/functionsHost/host.ts';
import type { LogLine } from '../../src/sandbox/functionsHost/invoke.ts';
import { bindFunction } from '../../src/sandbox/functionsHost/invoke.ts';
import { type FunctionApp, loadFunctionApp } from '../../src/sandbox/functionsHost/loadApp.ts';
import { startQueueHost } from '../../src/sandbox/functionsHost/queueHost.ts';
import { type InvocationRequest, toTimerRequest } from '../../src/sandbox/functionsHost/rpc.ts';
import { toAlertText } from '../support/alerts.ts';
import { SECRET, startWebhookReceiver, type WebhookReceiver } from '../support/webhookReceiver.ts';

let endpoints: Endpoints;
let receiver: WebhookReceiver;
let poison: QueueClient;
let app: FunctionApp;
let host: Host | undefined;
const failures: string[] = [];
const logged: LogLine[] = [];
const onLog = (line: LogLine) => logged.push(line);

beforeAll(async () => {
  endpoints = await startEndpoints(async () => undefined);
  const { azurite, credential, alerts } = endpoints;
  receiver = await startWebhookReceiver(endpoints.certificates);
  poison = new QueueClient(`${azurite.queueEndpoint}/${alerts.name}-poison`, credential);
  await poison.create();
  await new TableClient(azurite.tableEndpoint, 'notifications', credential).createTable();
  const settings = {
    ...endpoints.settings,
    NOTIFY_WEBHOOK_URL: receiver.address,
    NOTIFY_LANGUAGE: 'ja',
    NOTIFY_TIME_ZONE: 'Asia/Tokyo',
    NOTIFY_PER_MINUTE: '20',
    NOTIFY_TABLE_ENDPOINT: azurite.tableEndpoint,
    AlertQueueConnection__queueServiceUri: azurite.queueEndpoint,
  };
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
  app = await loadFunctionApp(() =>
    Promise.all([import('../../functions/notify.ts'), import('../../functions/notifyDigest.ts')]),
  );
});

afterAll(async () => {
  await Promise.all([receiver?.close(), endpoints?.close()]);
  vi.unstubAllEnvs();
});

beforeEach(async () => {
  await Promise.all([poison, endpoints.alerts].map((queue) => queue.clearMessages()));
  receiver.status = undefined;
  receiver.received.length = 0;
  receiver.refused = 0;
  failures.length = 0;
});
afterEach(() => host?.close());

/** Has the host work off these messages with the function. @returns how each ended */
async function workOff(texts: readonly string[]): Promise<string[]> {
  for (const text of texts)
    await endpoints.alerts.sendMessage(Buffer.from(text).toString('base64'), { messageTimeToLive: -1 });
  const ends: string[] = [];
  await new Promise<void>((resolve) => {
    host = startQueueHost({
      queue: endpoints.alerts,
      poison,
      function: bindFunction(app, 'notify', onLog),
      // As host.json has them, but for the waits.
      settings: {
        batchSize: 16,
        newBatchThreshold: 8,
        maxDequeueCount: 5,
        visibilitySeconds: 0,
        maxPollingMs: 200,
      },
      onDone: (end) => {
        if (ends.push(end) === texts.length) resolve();
      },
      onFailure: (error) => failures.push(error instanceof Error ? `${error.stack}` : String(error)),
    });
  });
  await host?.close();
  return ends;
}

const poisoned = async () =>
  (await poison.peekMessages({ numberOfMessages: 32 })).peekedMessageItems.map(({ messageText }) =>
    Buffer.from(messageText, 'base64').toString(),
  );

async function digest(): Promise<number> {
  const from = logged.length;
  const { invoke, trigger } = bindFunction(app, 'notifyDigest', onLog);
  await invoke(toTimerRequest(trigger));
  return logged
    .slice(from)
    .map(({ message }) => JSON.parse(message))
    .reduce((sum, { told }) => sum + told, 0);
}

describe('the host of a queue trigger', () => {
  /** Has the host call this in the place of the function. @returns the queue messages it was called with, by attempt */
  async function run(
    settings: { readonly maxDequeueCount: number; readonly visibilitySeconds: number },
    invoke: (attempt: number) => Promise<void>,
  ): Promise<InvocationRequest[]> {
    const requests: InvocationRequest[] = [];
    await new Promise<void>((resolve) => {
      host = startQueueHost({
        queue: endpoints.alerts,
        poison,
        function: { trigger: 'message', invoke: (request) => invoke(requests.push(request)) },
        settings: { batchSize: 16, newBatchThreshold: 8, maxPollingMs: 50, ...settings },
        onDone: () => resolve(),
        onFailure: () => undefined,
      });
    });
    await host?.close();
    return requests;
  }

  it('hides a message for a while after an attempt that failed, and counts the attempts', async () => {
    await endpoints.alerts.sendMessage(Buffer.from('{"a":1}').toString('base64'));
    const times: number[] = [];
    const requests = await run({ maxDequeueCount: 5, visibilitySeconds: 1 }, async (attempt) => {
      times.push(performance.now());
      if (attempt === 1) throw new Error('not yet');
    });
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(900);
    expect(requests.map(({ triggerMetadata }) => triggerMetadata['DequeueCount'])).toMatchObject([
      { int: { low: 1, high: 0 } },
      { int: { low: 2, high: 0 } },
    ]);
    expect(requests[0]?.inputData).toEqual([{ name: 'message', data: { string: '{"a":1}' } }]);
    expect(requests[1]?.triggerMetadata['Id']).toEqual(requests[0]?.triggerMetadata['Id']);
  });

  it('puts away a message that was taken too often, without another attempt', async () => {
    await endpoints.alerts.sendMessage(Buffer.from('deadly').toString('base64'));
    // Two instances took it and died; their time with it is over.
    for (let taken = 0; taken < 2; taken++) {
      const { receivedMessageItems: items } = await endpoints.alerts.receiveMessages();
      for (const { messageId, popReceipt, messageText } of items)
        await endpoints.alerts.updateMessage(messageId, popReceipt, messageText, 0);
    }
    expect(await run({ maxDequeueCount: 2, visibilitySeconds: 0 }, async () => undefined)).toEqual([]);
    expect(await poisoned()).toEqual(['deadly']);
  });
});

describe('the functions of the notifications', () => {
  it('are triggered by the queue of alerts, and every minute', () => {
    const bindings = (name: string) => Object.values(app.functions.get(name)?.metadata.bindings ?? {});
    expect(bindings('notify')).toEqual([
      expect.objectContaining({
        type: 'queueTrigger',
        queueName: '%ALERT_QUEUE_NAME%',
        connection: 'AlertQueueConnection',
      }),
    ]);
    expect(bindings('notifyDigest')).toEqual([
      expect.objectContaining({ type: 'timerTrigger', schedule: '15 * * * * *' }),
    ]);
  });

  it('send the first alert of a user and code as a card', async () => {
    expect(await workOff([toAlertText({ record: 'first' }), toAlertText({ record: 'second' })])).toEqual([
      'succeeded',
      'succeeded',
    ]);
    expect(receiver.received).toHaveLength(1);
    const [{ contentType, body } = { contentType: '', body: '' }] = receiver.received;
    expect(contentType).toBe('application/json; charset=utf-8');
    expect(JSON.parse(body)).toMatchObject({
      type: 'message',
      attachments: [{ content: { type: 'AdaptiveCard' } }],
    });
    expect(body).toContain('user0042@example.com');
    expect(body).toContain('2026-11-26 19:00:00 GMT+9');
    expect(failures).toEqual([]);
  });

  it('try a webhook that fails five times; then the alert lies in the poison queue as it came', async () => {
    receiver.status = 503;
    const text = toAlertText({ record: 'unlucky', user: 'unlucky@example.com' });
    expect(await workOff([text])).toEqual(['poisoned']);
    expect(receiver.refused).toBe(5);
    expect(failures).toHaveLength(5);
    expect(failures.join()).toContain('the webhook answered with status 503');
    expect(failures.join()).not.toContain(SECRET);
    expect(await poisoned()).toEqual([text]);
    expect((await endpoints.alerts.getProperties()).approximateMessagesCount).toBe(0);
  });

  it('succeed at the attempt at which the webhook is back', async () => {
    let attempts = 0;
    receiver.status = () => (++attempts < 4 ? 500 : undefined);
    expect(await workOff([toAlertText({ record: 'late', user: 'late@example.com' })])).toEqual(['succeeded']);
    expect([receiver.received.length, receiver.refused]).toEqual([1, 3]);
  });

  it('leave a message that is no alert to the poison queue, and tell nothing of it', async () => {
    expect(await workOff(['{"id":"c2VjcmV0"}'])).toEqual(['poisoned']);
    expect(failures.join()).toContain('is no alert; wrong: ');
    expect(failures.join()).not.toContain(SECRET);
    expect(await poisoned()).toEqual(['{"id":"c2VjcmV0"}']);
  });

  it('tell what is above the cap in a digest', async () => {
    const texts = Array.from({ length: 30 }, (_, index) =>
      toAlertText({ record: `many ${index}`, user: `user${index}@example.com` }),
    );
    await workOff(texts);
    const atOnce = receiver.received.length;
    // The minute may have turned meanwhile, once.
    expect(atOnce).toBeLessThanOrEqual(2 * 19);
    expect(atOnce + (await digest())).toBe(texts.length);
    expect(await digest()).toBe(0);
  });
});
