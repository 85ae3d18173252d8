import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { isAggregateLogsUploadError, LogsIngestionClient } from '@azure/monitor-ingestion';
import type { RowSink } from '../delivery/ports.ts';
import { toFailure } from './failure.ts';

export interface LogsIngestionOptions {
  /** Of the data collection rule, or of a data collection endpoint. */
  readonly endpoint: string;
  /** The rule's immutable id (`dcr-…`). */
  readonly ruleId: string;
  readonly stream: string;
  readonly credential: TokenCredential;
}

/** A request without an answer for this long is given up; the pipeline's default is to wait for ever. */
const REQUEST_TIMEOUT_MS = 30_000;

const compress = promisify(gzip);

/**
 * Replaces the SDK's own gzip policy, which stands inside the bearer policy and compresses again when that one repeats
 * a request (continuous access evaluation): the service would refuse the doubly compressed body with 400, and good
 * rows would become dead letters. Level 1: a quarter of the CPU for a few per cent of the bytes.
 */
const gzipOnce: PipelinePolicy = {
  name: 'gzipOnce',
  async sendRequest(request, next) {
    if (typeof request.body === 'string') request.body = await compress(request.body, { level: 1 });
    return next(request);
  },
};

const requestTimeout: PipelinePolicy = {
  name: 'requestTimeout',
  sendRequest(request, next) {
    request.timeout = REQUEST_TIMEOUT_MS;
    return next(request);
  },
};

/**
 * Rows to Log Analytics over the Logs Ingestion API, by the SDK.
 * The caller's chunks stay below the size at which the SDK would split them, so that one call is one request. No abort
 * signal is passed: an aborted `upload` resolves as if everything had been sent.
 */
export function createLogsIngestionSink(options: LogsIngestionOptions): RowSink {
  const client = new LogsIngestionClient(options.endpoint, options.credential, {
    additionalPolicies: [{ policy: requestTimeout, position: 'perRetry' }],
  });
  client.pipeline.removePolicy({ name: 'GzippingPolicy' });
  client.pipeline.addPolicy(gzipOnce);
  return {
    async send(rows) {
      try {
        await client.upload(options.ruleId, options.stream, [...rows]);
        return { ok: true };
      } catch (error) {
        // The aggregate's own message is the word "undefined": what happened stands in the causes.
        const cause = isAggregateLogsUploadError(error) ? (error.errors[0]?.cause ?? error) : error;
        return toFailure(cause, { canRefuse: true });
      }
    },
  };
}
