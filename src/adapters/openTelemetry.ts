import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  InstrumentType,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Fact } from '../delivery/telemetry.ts';
import { writeBatchSpans } from './batchSpans.ts';
import { createInstruments, type InstrumentsOptions } from './instruments.ts';
import type { RunningTelemetry } from './lazyTelemetry.ts';

/** The way to one place that takes telemetry. */
export interface Exporters {
  readonly metrics: PushMetricExporter;
  readonly spans: SpanExporter;
}

export interface OpenTelemetryOptions extends InstrumentsOptions {
  /** Everything goes to each of them. */
  readonly exporters: readonly Exporters[];
  /** From one export of metrics to the next. */
  readonly exportIntervalMs: number;
  /** `service.name`, `service.version`, `service.instance.id`. */
  readonly service: { readonly name: string; readonly version: string; readonly instance: string };
}

/**
 * Metrics and traces by the OpenTelemetry SDK. The providers are
 * the app's own and not registered globally: nobody else's instruments or spans go out through them.
 */
export function startOpenTelemetry(options: OpenTelemetryOptions): RunningTelemetry {
  const { name, version, instance } = options.service;
  const resource = resourceFromAttributes({
    'service.name': name,
    'service.version': version,
    'service.instance.id': instance,
  });
  const meters = new MeterProvider({
    resource,
    readers: options.exporters.map(
      ({ metrics: exporter }) =>
        new PeriodicExportingMetricReader({
          exporter: withFreshGauges(exporter),
          exportIntervalMillis: options.exportIntervalMs,
          exportTimeoutMillis: Math.min(options.exportIntervalMs, 30_000),
        }),
    ),
  });
  const tracers = new BasicTracerProvider({
    resource,
    spanProcessors: options.exporters.map(({ spans }) => new BatchSpanProcessor(spans)),
  });
  const record = createInstruments(meters.getMeter('entra-signin-risk', version), options);
  const tracer = tracers.getTracer('entra-signin-risk', version);
  return {
    tell(fact: Fact) {
      record(fact);
      if (fact.kind === 'batch') writeBatchSpans(tracer, fact, options.hosts, options.hub);
    },
    async flush() {
      await Promise.allSettled([meters.forceFlush(), tracers.forceFlush()]);
    },
  };
}

/**
 * A gauge that nobody observes any more is not reported any more. In cumulative form, which OTLP has by default, the SDK
 * would repeat its last value for as long as the instance lives.
 */
function withFreshGauges(exporter: PushMetricExporter): PushMetricExporter {
  const select = exporter.selectAggregationTemporality?.bind(exporter);
  exporter.selectAggregationTemporality = (type) =>
    type === InstrumentType.OBSERVABLE_GAUGE
      ? AggregationTemporality.DELTA
      : (select?.(type) ?? AggregationTemporality.CUMULATIVE);
  return exporter;
}
