/** How the app's own telemetry is sent. The settings are the platform's and OpenTelemetry's own. */
export interface TelemetryConfig {
  /** APPLICATIONINSIGHTS_CONNECTION_STRING */
  readonly connectionString: string | undefined;
  /** APPLICATIONINSIGHTS_AUTHENTICATION_STRING says `Authorization=AAD`: written by the app's identity. */
  readonly byIdentity: boolean;
  /** OTEL_EXPORTER_OTLP_ENDPOINT is set; the exporter reads it, and its other settings, itself. */
  readonly otlp: boolean;
  /** OTEL_METRIC_EXPORT_INTERVAL; a minute, as OpenTelemetry has it. */
  readonly exportIntervalMs: number;
  /** OTEL_SERVICE_NAME, else the name of the function app. */
  readonly serviceName: string;
  readonly instance: string;
}

/** @returns undefined when nobody listens: neither a connection string nor an endpoint is set */
export function toTelemetryConfig(
  environment: Readonly<Record<string, string | undefined>>,
): TelemetryConfig | undefined {
  const setting = (name: string) => environment[name]?.trim() || undefined;
  const connectionString = setting('APPLICATIONINSIGHTS_CONNECTION_STRING');
  const otlp = setting('OTEL_EXPORTER_OTLP_ENDPOINT') !== undefined;
  if (connectionString === undefined && !otlp) return undefined;
  if (setting('OTEL_SDK_DISABLED')?.toLowerCase() === 'true') return undefined;
  const interval = Number(setting('OTEL_METRIC_EXPORT_INTERVAL'));
  return {
    connectionString,
    byIdentity: /(^|;)\s*Authorization\s*=\s*AAD\s*(;|$)/i.test(
      setting('APPLICATIONINSIGHTS_AUTHENTICATION_STRING') ?? '',
    ),
    otlp,
    exportIntervalMs: interval >= 100 ? interval : 60_000,
    serviceName: setting('OTEL_SERVICE_NAME') ?? setting('WEBSITE_SITE_NAME') ?? 'entra-signin-risk',
    instance: setting('WEBSITE_INSTANCE_ID') ?? setting('CONTAINER_NAME') ?? 'local',
  };
}
