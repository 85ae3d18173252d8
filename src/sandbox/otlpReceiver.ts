import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import * as z from 'zod';
import { closeServer, listenOnLoopback } from './loopback.ts';

// OTLP as JSON over HTTP: https://opentelemetry.io/docs/specs/otlp/#otlphttp. 64-bit numbers may be texts there.

const number = z.union([z.number(), z.string()]).transform(Number);
const attributes = z
  .array(
    z.object({
      key: z.string(),
      value: z.object({ stringValue: z.string().optional(), intValue: number.optional() }).loose(),
    }),
  )
  .default([])
  .transform((list) =>
    Object.fromEntries(
      list.map(({ key, value }) => [key, value.stringValue ?? value.intValue ?? Object.values(value)[0]]),
    ),
  );
const point = z.object({
  attributes,
  asInt: number.optional(),
  asDouble: number.optional(),
  count: number.optional(),
  sum: number.optional(),
  min: number.optional(),
  max: number.optional(),
});
const points = z.object({ dataPoints: z.array(point) }).optional();
const metric = z.object({
  name: z.string(),
  unit: z.string(),
  sum: points,
  gauge: points,
  histogram: points,
});
const metricsBody = z.object({
  resourceMetrics: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeMetrics: z.array(z.object({ metrics: z.array(metric) })),
    }),
  ),
});
const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number(),
  startTimeUnixNano: number,
  endTimeUnixNano: number,
  attributes,
  status: z.object({ code: z.number().optional() }).optional(),
});
const tracesBody = z.object({
  resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(span) })) })),
});

export type Point = z.infer<typeof point>;
export type Metric = z.infer<typeof metric>;
export type Span = z.infer<typeof span>;

export interface OtlpReceiver {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly endpoint: string;
  /** The metrics of the last export, by name: sums count from the beginning. */
  readonly metrics: ReadonlyMap<string, Metric>;
  /** Attributes of the resource of the last export. */
  readonly resource: Readonly<Record<string, unknown>>;
  readonly spans: readonly Span[];
  close(): Promise<void>;
}

/** As many spans as this are kept, the latest. */
const MOST_SPANS = 1_000;

/**
 * Starts an endpoint that takes metrics and traces as a collector does.
 * @param onChange called when a metric has another value than before
 */
export async function startOtlpReceiver(onChange: () => void = () => undefined): Promise<OtlpReceiver> {
  const metrics = new Map<string, Metric>();
  const spans: Span[] = [];
  let resource: Record<string, unknown> = {};
  let before = '[]';
  const take = (url: string | undefined, body: unknown): void => {
    if (url === '/v1/traces')
      spans.push(
        ...tracesBody
          .parse(body)
          .resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
      );
    if (url !== '/v1/metrics') return;
    for (const { resource: own, scopeMetrics } of metricsBody.parse(body).resourceMetrics) {
      resource = own.attributes;
      for (const one of scopeMetrics.flatMap((scope) => scope.metrics)) metrics.set(one.name, one);
    }
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      take(request.url, JSON.parse(Buffer.concat(chunks).toString()));
      spans.splice(0, spans.length - MOST_SPANS);
      // Exports come all the time; most say what the last one said.
      const text = JSON.stringify([...metrics]);
      if (text !== before) onChange();
      before = text;
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  const port = await listenOnLoopback(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    metrics,
    spans,
    get resource() {
      return resource;
    },
    close: () => closeServer(server),
  };
}
