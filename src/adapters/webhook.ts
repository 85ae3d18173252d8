import { type Webhook, WebhookError } from '../notify/ports.ts';

/** Workflows answer in a second or two; more than this is an outage, and the queue tries again. */
const ANSWER_MS = 15_000;

/**
 * Notifications to a webhook by POST. Its address is a secret, since whoever knows it may post: it never stands in an
 * error. A redirect is a failure: following it would hand personal data to whoever is named there.
 * @param address https
 */
export function createWebhook(address: string): Webhook {
  return {
    async send({ contentType, body }) {
      let status: number;
      try {
        const response = await fetch(address, {
          method: 'POST',
          headers: { 'content-type': contentType },
          body,
          redirect: 'manual',
          signal: AbortSignal.timeout(ANSWER_MS),
        });
        ({ status } = response);
        // The answer says nothing that is needed, and what it says may repeat what was sent.
        await response.body?.cancel();
      } catch (error) {
        // Without its cause: fetch puts the address into some of them.
        throw new WebhookError(`the webhook was not reached: ${toReason(error)}; setting NOTIFY_WEBHOOK_URL`);
      }
      if (status < 200 || status > 299)
        throw new WebhookError(`the webhook answered with status ${status}; setting NOTIFY_WEBHOOK_URL`);
    },
  };
}

/** A code of Node.js or OpenSSL, such as ECONNREFUSED, or the kind of error. */
function toReason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : error.name;
}
