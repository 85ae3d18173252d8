import { type Attributes, type Meter, ValueType } from '@opentelemetry/api';
import type { BatchReport } from '../delivery/report.ts';
import type { Destination, Fact, Tell } from '../delivery/telemetry.ts';

/** Where requests go: attributes that never change, by destination. */
export interface InstrumentsOptions {
  /** Name of the hub. */
  readonly hub: string;
  /** Host name of each destination's service. */
  readonly hosts: Readonly<Record<Destination, string>>;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
const BATCH_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];
const LAG_SECONDS = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 21_600, 86_400, 604_800];
const EVENTS = [1, 2, 5, 10, 20, 50, 100, 200, 500];
const BYTES = [1e3, 1e4, 3e4, 1e5, 2e5, 3e5, 5e5, 1e6];

/**
 * Redelivery runs on one instance at a time, and may run on another one the next time: what an instance measured longer
 * ago than this it no longer reports.
 */
const BACKLOG_VALID_MS = 150_000;

/** What a success of the service is answered with: each operation has one status for it. Blobs have several. */
const SUCCESS: Partial<Record<Destination, number>> = { rows: 204, alerts: 201 };

/**
 * The instruments of the app. Names and attributes are those of the OpenTelemetry semantic conventions where these have
 * any (`messaging.*`, `http.*`); the others begin with `entra_signin_risk.`. Every attribute has few values: categories,
 * levels, reasons, destinations, statuses; none tells of a person.
 */
export function createInstruments(meter: Meter, options: InstrumentsOptions): Tell {
  const counter = (name: string, unit: string, description: string) =>
    meter.createCounter(`entra_signin_risk.${name}`, { unit, description, valueType: ValueType.INT });
  const histogram = (name: string, unit: string, description: string, explicitBucketBoundaries: number[]) =>
    meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries } });

  const consumed = meter.createCounter('messaging.client.consumed.messages', {
    unit: '{message}',
    description: 'Events of batches that are done.',
    valueType: ValueType.INT,
  });
  const batchTime = histogram('messaging.process.duration', 's', 'Duration of batches.', BATCH_SECONDS);
  const batchSize = histogram('entra_signin_risk.batch.size', '{event}', 'Events in a batch.', EVENTS);
  const requestTime = histogram('http.client.request.duration', 's', 'Duration of requests.', SECONDS);
  const requestBytes = histogram('http.client.request.body.size', 'By', 'Bodies of rows as sent.', BYTES);
  const records = counter('records', '{record}', 'Records by what became of them.');
  const rows = counter('rows', '{row}', 'Rows by what became of them.');
  const rowBytes = counter(
    'rows.size',
    'By',
    'Bytes of rows that Log Analytics took, uncompressed: what is billed.',
  );
  const alerts = counter('alerts', '{alert}', 'Alerts by what became of them.');
  const letters = counter('dead_letters', '{dead_letter}', 'Dead letters by reason.');
  const notes = counter('notes', '{record}', 'Records that were read in an unusual way.');
  const retries = counter('retries', '{retry}', 'Requests that were tried again.');
  const lag = histogram(
    'entra_signin_risk.lag',
    's',
    'Age of events when their rows or alerts were taken.',
    LAG_SECONDS,
  );
  const heartbeat = histogram(
    'entra_signin_risk.heartbeat.latency',
    's',
    'Time of heartbeats from the timer through the hub until Log Analytics took their row.',
    LAG_SECONDS,
  );
  const redelivery = histogram(
    'entra_signin_risk.redelivery.duration',
    's',
    'Duration of runs of the redelivery.',
    BATCH_SECONDS,
  );

  const open = new Map<Destination, boolean>();
  const backlog = new Map<Destination, { spills: number; oldestMs: number; at: number }>();
  const gauge = (name: string, unit: string, description: string) =>
    meter.createObservableGauge(`entra_signin_risk.${name}`, { unit, description });
  gauge('breaker.open', '1', '1 while a destination is given up on.').addCallback((result) => {
    for (const [destination, isOpen] of open) result.observe(isOpen ? 1 : 0, to(destination));
  });
  const recent = () => [...backlog].filter(([, { at }]) => options.monotonic() - at < BACKLOG_VALID_MS);
  gauge('spills.waiting', '{spill}', 'Spills that wait for redelivery.').addCallback((result) => {
    for (const [destination, { spills }] of recent()) result.observe(spills, to(destination));
  });
  gauge('spills.oldest_age', 's', 'Age of the oldest data that waits.').addCallback((result) => {
    for (const [destination, { oldestMs }] of recent()) result.observe(oldestMs / 1000, to(destination));
  });

  const messaging = {
    'messaging.system': 'eventhubs',
    'messaging.operation.name': 'process',
    'messaging.destination.name': options.hub,
  };

  const countReport = (report: BatchReport) => {
    add(rows, report.rows - report.spilledRows, { state: 'sent' });
    add(rows, report.spilledRows, { state: 'spilled' });
    add(alerts, report.alerts - report.spilledAlerts, { state: 'sent' });
    add(alerts, report.spilledAlerts, { state: 'spilled' });
    add(alerts, report.suppressed, { state: 'suppressed' });
    for (const [reason, count] of Object.entries(report.deadLettersBy)) add(letters, count, { reason });
    for (const [note, count] of Object.entries(report.notes)) add(notes, count, { note });
  };

  return (fact: Fact) => {
    switch (fact.kind) {
      case 'batch': {
        const error = fact.done === undefined ? { 'error.type': 'DeliveryError' } : {};
        batchTime.record(fact.durationMs / 1000, { ...messaging, ...error });
        if (fact.done === undefined) return;
        batchSize.record(fact.events);
        consumed.add(fact.events, messaging);
        countReport(fact.done.report);
        for (const { category, level, outcome, reason, count } of fact.done.records)
          add(records, count, { category, level, outcome, ...(reason && { reason }) });
        return;
      }
      case 'accepted':
        for (const { sinceEnqueuedMs, sinceEventMs, isHeartbeat } of fact.lags) {
          if (isHeartbeat) {
            heartbeat.record((sinceEventMs ?? sinceEnqueuedMs) / 1000);
            continue;
          }
          lag.record(sinceEnqueuedMs / 1000, { ...to(fact.destination), since: 'enqueued' });
          if (sinceEventMs !== undefined)
            lag.record(sinceEventMs / 1000, { ...to(fact.destination), since: 'event' });
        }
        return;
      case 'request':
        requestTime.record(fact.durationMs / 1000, {
          ...to(fact.destination),
          'http.request.method':
            fact.destination === 'rows' || fact.destination === 'alerts' ? 'POST' : 'PUT',
          'server.address': options.hosts[fact.destination],
          ...(fact.outcome === 'ok' ? statusOf(SUCCESS[fact.destination]) : failureOf(fact.status)),
        });
        return;
      case 'retry':
        retries.add(1, { ...to(fact.destination), ...failureOf(fact.status) });
        return;
      case 'breaker':
        open.set(fact.destination, fact.isOpen);
        return;
      case 'body':
        rowBytes.add(fact.bytes);
        requestBytes.record(fact.sentBytes, to('rows'));
        return;
      case 'redelivery':
        redelivery.record(fact.durationMs / 1000);
        add(rows, fact.report.rows, { state: 'redelivered' });
        add(alerts, fact.report.alerts, { state: 'redelivered' });
        return;
      case 'spilled-letter':
        letters.add(1, { reason: fact.reason });
        return;
      case 'backlog':
        backlog.set(fact.destination, { ...fact, at: options.monotonic() });
        return;
    }
  };
}

function to(destination: Destination): Attributes {
  return { destination };
}

function statusOf(status: number | undefined): Attributes {
  return status === undefined ? {} : { 'http.response.status_code': status };
}

/** As the conventions have it: the status where there was one, else that it was no answer. */
function failureOf(status: number | undefined): Attributes {
  return { ...statusOf(status), 'error.type': status === undefined ? 'no_answer' : String(status) };
}

/** Zeros are left out: a series that never had a value is none. */
function add(
  counter: { add(value: number, attributes: Attributes): void },
  count: number,
  attributes: Attributes,
) {
  if (count > 0) counter.add(count, attributes);
}
