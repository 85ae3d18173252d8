import { Buffer } from 'node:buffer';
import { authorizeRequestOnTenantChallenge } from '@azure/core-client';
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  logPolicy,
  type Pipeline,
  type PipelineRequest,
  type PipelineResponse,
  proxyPolicy,
  RestError,
  setClientRequestIdPolicy,
  userAgentPolicy,
} from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import type { AlertSink, Delivery } from '../delivery/ports.ts';
import { toFailure } from './failure.ts';
import { within } from './within.ts';

export interface AlertQueueOptions {
  /** Of the storage account's queue service. */
  readonly endpoint: string;
  readonly queueName: string;
  readonly credential: TokenCredential;
}

/** Any version since 2017 knows messages without an end and bearer tokens; this one is in the sovereign clouds too. */
const API_VERSION = '2023-11-03';

const SCOPE = 'https://storage.azure.com/.default';

/**
 * Alerts to a storage queue, one base64 message each (what the queue trigger and most consumers expect), by the REST
 * operation Put Message and the SDK's pipeline. The SDK's queue client would build and read XML for it at four times the
 * CPU, and alerts are a third of what a batch costs.
 * https://learn.microsoft.com/rest/api/storageservices/put-message
 */
export function createAlertQueue({ endpoint, queueName, credential }: AlertQueueOptions): AlertSink {
  const queue = `${endpoint.replace(/\/+$/, '')}/${queueName}`;
  // Messages expire after 7 days unless told otherwise: an alert that nobody read over a holiday would be gone.
  const messages = `${queue}/messages?messagettl=-1`;
  const ask = createAsk(credential);
  return {
    async send(alert, withinMs) {
      const text = Buffer.from(alert.text, 'utf8').toString('base64');
      // Bytes: a text would go to the socket in one piece with the headers, and be encoded a second time for that.
      const body = Buffer.from(`<QueueMessage><MessageText>${text}</MessageText></QueueMessage>`);
      return toDelivery(() => ask(messages, 'POST', withinMs, body));
    },
    check: (withinMs) =>
      toDelivery(async () => {
        try {
          await ask(`${queue}?comp=metadata`, 'GET', withinMs);
        } catch (error) {
          // The role that may only send may not ask either: being told so takes a service, a queue and a known identity.
          if (!(error instanceof RestError) || error.code !== 'AuthorizationPermissionMismatch') throw error;
        }
      }),
  };
}

async function toDelivery(run: () => Promise<void>): Promise<Delivery> {
  try {
    await run();
    return { ok: true };
  } catch (error) {
    // An alert always fits and is plain base64: a refusal speaks of the queue, not of the alert.
    return toFailure(error, { canRefuse: false });
  }
}

type Ask = (url: string, method: 'GET' | 'POST', withinMs: number, body?: Buffer) => Promise<void>;

/**
 * The SDK's pipeline without what has nothing to do here and costs a fifth of an alert: tracing (nobody registers a
 * tracer with the SDK), forms, compressed answers, and redirects, of which one (303) would turn a message into a question
 * and take the answer for success. Retries are the delivery's: it knows how much time is left.
 */
function createPipeline(credential: TokenCredential): Pipeline {
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(proxyPolicy());
  pipeline.addPolicy(userAgentPolicy());
  pipeline.addPolicy(setClientRequestIdPolicy());
  // Storage says which tenant it belongs to when a token came from another one (an operator's, of several tenants).
  const challengeCallbacks = { authorizeRequestOnChallenge: authorizeRequestOnTenantChallenge };
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: SCOPE, challengeCallbacks }));
  pipeline.addPolicy(logPolicy(), { afterPhase: 'Sign' });
  return pipeline;
}

function createAsk(credential: TokenCredential): Ask {
  const pipeline = createPipeline(credential);
  const http = createDefaultHttpClient();
  return (url, method, withinMs, body) =>
    within(withinMs, async (abortSignal) => {
      const headers = createHttpHeaders({ 'x-ms-version': API_VERSION });
      if (body !== undefined) headers.set('content-type', 'application/xml');
      const request = createPipelineRequest({ url, method, headers, abortSignal, ...(body && { body }) });
      const response = await pipeline.sendRequest(http, request);
      if (response.status < 200 || response.status > 299) throw toRestError(request, response);
    });
}

/** Storage names an error in a header, and explains it in XML: `<Error><Code>…</Code><Message>…</Message></Error>`. */
function toRestError(request: PipelineRequest, response: PipelineResponse): RestError {
  const code = response.headers.get('x-ms-error-code');
  const [, message] = /<Message>([^<\r\n]*)/.exec(response.bodyAsText ?? '') ?? [];
  return new RestError(message ?? 'the answer has no error message', {
    statusCode: response.status,
    request,
    response,
    ...(code && { code }),
  });
}
