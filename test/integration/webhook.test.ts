import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createWebhook } from '../../src/adapters/webhook.ts';
import { WebhookError } from '../../src/notify/ports.ts';
import { createCertificates } from '../../src/sandbox/certificates.ts';
import { trustCertificate } from '../../src/sandbox/trust.ts';
import { SECRET, startWebhookReceiver, type WebhookReceiver } from '../support/webhookReceiver.ts';

let receiver: WebhookReceiver;
beforeAll(async () => {
  const certificates = await createCertificates();
  trustCertificate(certificates.ca);
  receiver = await startWebhookReceiver(certificates);
});
afterAll(() => receiver.close());
beforeEach(() => {
  receiver.status = undefined;
});

const notification = { contentType: 'application/json; charset=utf-8', body: '{"text":"田中"}' };

/** Everything that somebody could print of an error. */
async function failureOf(address: string): Promise<string> {
  const error: unknown = await createWebhook(address)
    .send(notification)
    .then(
      () => undefined,
      (thrown) => thrown,
    );
  if (!(error instanceof WebhookError)) throw new Error('it did not fail as it should');
  return `${error.stack}\n${JSON.stringify(error)}\n${String(error.cause)}`;
}

it('posts what it is given, with its type', async () => {
  await createWebhook(receiver.address).send(notification);
  expect(receiver.received).toEqual([{ path: `/workflows/1/invoke?sig=${SECRET}`, ...notification }]);
});

it.each([302, 307, 400, 401, 404, 410, 429, 500, 503])(
  'fails when the answer is %i, without a word of address or content, and follows nobody',
  async (status) => {
    receiver.status = status;
    const failure = await failureOf(receiver.address);
    expect(failure).toContain(`the webhook answered with status ${status}; setting NOTIFY_WEBHOOK_URL`);
    expect(failure).not.toMatch(new RegExp(`${SECRET}|workflows|127\\.0\\.0\\.1|田中`));
  },
);

it.each([
  ['nobody listens', `https://127.0.0.1:9/${SECRET}`, /ECONNREFUSED|not reached: \w+/],
  ['the name is of nobody', `https://nowhere.invalid/${SECRET}`, /ENOTFOUND|EAI_AGAIN/],
  ['the address holds a password', `https://user:${SECRET}@127.0.0.1:9/`, /not reached: TypeError/],
])('fails when %s, without a word of the address', async (_, address, reason) => {
  const failure = await failureOf(address);
  expect(failure).toMatch(reason);
  expect(failure).not.toMatch(new RegExp(`${SECRET}|nowhere\\.invalid`));
});
