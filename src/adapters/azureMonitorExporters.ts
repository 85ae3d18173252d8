import type { TokenCredential } from '@azure/identity';
import { AzureMonitorMetricExporter, AzureMonitorTraceExporter } from '@azure/monitor-opentelemetry-exporter';
import type { Exporters } from './openTelemetry.ts';

/**
 * To Application Insights.
 * @param credential who writes; undefined: whoever knows the connection string may
 * @throws Error when the connection string is none
 */
export function createAzureMonitorExporters(
  connectionString: string,
  credential: TokenCredential | undefined,
): Exporters {
  // What could not be sent is not worth a place on the instance's disk.
  const options = { connectionString, disableOfflineStorage: true, ...(credential && { credential }) };
  return { metrics: new AzureMonitorMetricExporter(options), spans: new AzureMonitorTraceExporter(options) };
}
