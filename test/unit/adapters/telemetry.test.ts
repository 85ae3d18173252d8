import { AggregationTemporality, InMemoryMetricExporter, type MetricData } from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base';
import { describe, expect, it } from 'vitest';
import { lazyTelemetry, type RunningTelemetry } from '../../../src/adapters/lazyTelemetry.ts';
import { createSampler, toLogLine } from '../../../src/adapters/logLine.ts';
import { startOpenTelemetry } from '../../../src/adapters/openTelemetry.ts';
import type { BacklogFact, BatchFact, Fact } from '../../../src/delivery/telemetry.ts';
import { toTelemetryConfig } from '../../../src/telemetryConfig.ts';

const BATCH: BatchFact = {
  kind: 'batch',
  startedAt: 1_000,
  durationMs: 250,
  events: 3,
  traceParent: undefined,
  steps: [{ destination: 'rows', afterMs: 10, durationMs: 20, hasFailed: true }],
  done: undefined,
};
const BACKLOG: BacklogFact = { kind: 'backlog', destination: 'rows', spills: 7, oldestMs: 90_000 };

/** Telemetry that is kept in memory, with a time that is set. */
function start() {
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const spans = new InMemorySpanExporter();
  let now = 0;
  const telemetry = startOpenTelemetry({
    exporters: [{ metrics, spans }],
    exportIntervalMs: 60_000,
    service: { name: 'a', version: '1', instance: 'i' },
    hub: 'a-hub',
    hosts: { rows: 'rows.example.com', alerts: 'a', spills: 's', 'dead-letters': 'd' },
    monotonic: () => now,
  });
  return {
    ...telemetry,
    spans,
    pass: (ms: number) => {
      now += ms;
    },
    async metricOf(name: string): Promise<MetricData | undefined> {
      metrics.reset();
      await telemetry.flush();
      const all = metrics
        .getMetrics()
        .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((one) => one.metrics));
      return all.find(({ descriptor }) => descriptor.name === name);
    },
  };
}

describe('instruments', () => {
  it('report a backlog only while it is news: the next run may be on another instance', async () => {
    const telemetry = start();
    telemetry.tell(BACKLOG);
    const told = await telemetry.metricOf('entra_signin_risk.spills.oldest_age');
    expect(told?.dataPoints).toMatchObject([{ value: 90, attributes: { destination: 'rows' } }]);
    telemetry.pass(150_000);
    expect((await telemetry.metricOf('entra_signin_risk.spills.oldest_age'))?.dataPoints ?? []).toEqual([]);
  });

  it('keep a batch that failed apart from those that are done', async () => {
    const telemetry = start();
    telemetry.tell(BATCH);
    const times = await telemetry.metricOf('messaging.process.duration');
    expect(times?.dataPoints).toMatchObject([
      { attributes: { 'messaging.destination.name': 'a-hub', 'error.type': 'DeliveryError' } },
    ]);
    expect(await telemetry.metricOf('messaging.client.consumed.messages')).toBeUndefined();
  });

  it('call what got no answer by that name', async () => {
    const telemetry = start();
    const outcome = 'unavailable';
    telemetry.tell({ kind: 'request', destination: 'spills', durationMs: 5, outcome, status: undefined });
    const times = await telemetry.metricOf('http.client.request.duration');
    expect(times?.dataPoints).toMatchObject([
      { attributes: { 'http.request.method': 'PUT', 'server.address': 's', 'error.type': 'no_answer' } },
    ]);
  });
});

describe('spans', () => {
  it('tell of a batch that failed, and where', async () => {
    const { tell, flush, spans } = start();
    tell(BATCH);
    await flush();
    const all = spans.getFinishedSpans();
    expect(all.map(({ name, status }) => [name, status.code]).sort()).toEqual([
      ['process a-hub', 2],
      ['send rows', 2],
    ]);
    expect(all.find(({ name }) => name === 'process a-hub')).toMatchObject({
      startTime: [1, 0],
      endTime: [1, 250_000_000],
    });
  });

  it.each([
    ['that the host does not record are not written', `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`, 0],
    ['below anything else than a traceparent begin a trace', 'no trace', 2],
  ])('%s', async (_, traceParent, count) => {
    const { tell, flush, spans } = start();
    tell({ ...BATCH, traceParent });
    await flush();
    expect(spans.getFinishedSpans()).toHaveLength(count);
  });
});

describe('telemetry that is loaded later', () => {
  const listen = () => {
    const facts: Fact[] = [];
    let flushes = 0;
    const running: RunningTelemetry = {
      tell: (fact) => void facts.push(fact),
      async flush() {
        flushes++;
      },
    };
    return { facts, running, flushes: () => flushes };
  };

  it('is not loaded before a batch is done, and is told then what happened until then', async () => {
    const { facts, running, flushes } = listen();
    let loads = 0;
    const telemetry = lazyTelemetry(async () => {
      loads++;
      return running;
    });
    telemetry.tell(BACKLOG);
    await telemetry.flush();
    expect({ loads, facts }).toEqual({ loads: 0, facts: [] });
    telemetry.tell(BATCH);
    telemetry.tell(BATCH);
    await telemetry.flush();
    telemetry.tell(BACKLOG);
    expect({ loads, facts }).toEqual({ loads: 1, facts: [BACKLOG, BATCH, BATCH, BACKLOG] });
    expect(flushes()).toBe(1);
  });

  it('that cannot be loaded says why, and stops nothing', async () => {
    const telemetry = lazyTelemetry(() => Promise.reject(new Error('no connection string')));
    expect(telemetry.fault()).toBeUndefined();
    telemetry.tell(BATCH);
    await telemetry.flush();
    telemetry.tell(BATCH);
    expect(telemetry.fault()).toBe('Error: no connection string');
  });
});

describe('the settings of telemetry', () => {
  const APPLICATIONINSIGHTS_CONNECTION_STRING = 'InstrumentationKey=00000000-0000-4000-8000-000000000000';

  it.each([
    ['nothing', {}],
    ['empty ones', { APPLICATIONINSIGHTS_CONNECTION_STRING: ' ', OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
    ['an SDK that is switched off', { APPLICATIONINSIGHTS_CONNECTION_STRING, OTEL_SDK_DISABLED: 'true' }],
  ])('%s: nobody listens', (_, environment) => {
    expect(toTelemetryConfig(environment)).toBeUndefined();
  });

  it.each([
    ['ClientId=00000000-0000-4000-8000-000000000001;Authorization=AAD', true],
    ['Authorization=AAD', true],
    ['ClientId=Authorization=AADx', false],
    ['', false],
  ])('APPLICATIONINSIGHTS_AUTHENTICATION_STRING %j: by identity %s', (text, byIdentity) => {
    const config = toTelemetryConfig({
      APPLICATIONINSIGHTS_CONNECTION_STRING,
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: text,
    });
    expect(config).toMatchObject({ byIdentity, otlp: false });
  });

  it.each([
    [undefined, 60_000],
    ['5000', 5_000],
    ['0', 60_000],
    ['soon', 60_000],
  ])('OTEL_METRIC_EXPORT_INTERVAL %s: every %i ms', (interval, exportIntervalMs) => {
    const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:4318';
    expect(
      toTelemetryConfig({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_METRIC_EXPORT_INTERVAL: interval }),
    ).toMatchObject({ otlp: true, connectionString: undefined, exportIntervalMs });
  });
});

describe('log lines', () => {
  it('name the trace when there is one', () => {
    expect(toLogLine('batch', { rows: 1 }, '00-abc-def-01')).toBe(
      '{"event":"batch","traceId":"abc","rows":1}',
    );
    expect(toLogLine('batch', { rows: 1 })).toBe('{"event":"batch","rows":1}');
  });

  it('that say the same are let through once in ten minutes', () => {
    let now = 0;
    const isNews = createSampler(() => now);
    expect([isNews('a'), isNews('a'), isNews('b'), isNews('a')]).toEqual([true, false, true, true]);
    now += 10 * 60_000;
    expect(isNews('a')).toBe(true);
  });
});
