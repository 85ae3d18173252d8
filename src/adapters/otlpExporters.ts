import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { Exporters } from './openTelemetry.ts';

/** To an OTLP endpoint, as JSON over HTTP; where it is, and with which headers, the settings `OTEL_EXPORTER_OTLP_…` say. */
export function createOtlpExporters(): Exporters {
  return { metrics: new OTLPMetricExporter(), spans: new OTLPTraceExporter() };
}
