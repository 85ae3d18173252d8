import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { buildApp } from '../../scripts/buildApp.ts';
import { type OtlpReceiver, type Point, startOtlpReceiver } from '../../src/sandbox/otlpReceiver.ts';

const RUNNER = fileURLToPath(new URL('../support/telemetryRun.ts', import.meta.url));

const jsonLine = z.string().transform((text): unknown => JSON.parse(text));
const runSchema = z.object({
  logged: z.array(jsonLine.pipe(z.looseObject({ event: z.string(), traceId: z.string().optional() }))),
  rows: z.array(jsonLine.pipe(z.looseObject({ Category: z.string(), ResultRiskLevel: z.string() }))),
  letters: z.array(jsonLine.pipe(z.looseObject({ reason: z.string() }))),
  alerts: z.array(z.string()),
  bytes: z.number(),
});

let folder: string;
let receiver: OtlpReceiver;
let run: z.infer<typeof runSchema>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-'));
  receiver = await startOtlpReceiver();
  await buildApp(folder);
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [RUNNER, join(folder, 'main.mjs')], {
    env: {
      ...process.env,
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      OTEL_SERVICE_NAME: 'func-example',
    },
  });
  expect(stderr).toBe('');
  run = runSchema.parse(JSON.parse(stdout));
});

afterAll(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true });
});

function pointsOf(name: string): readonly Point[] {
  const { sum, gauge, histogram } = receiver.metrics.get(name) ?? {};
  return (sum ?? gauge ?? histogram)?.dataPoints ?? [];
}

/** The values of a metric, by the values of its attributes. */
function valuesOf(name: string): Record<string, number> {
  return Object.fromEntries(
    pointsOf(name).map(({ attributes, asInt, asDouble, count }) => [
      Object.values(attributes).sort().join(' '),
      asInt ?? asDouble ?? count ?? Number.NaN,
    ]),
  );
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[keyOf(item)] = (counts[keyOf(item)] ?? 0) + 1;
  return counts;
}

const sumOf = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

describe('exported metrics, held against what arrived at the endpoints', () => {
  it('rows: as many as Log Analytics has, by the way they took; by category and level', () => {
    const { sent, spilled, redelivered } = valuesOf('entra_signin_risk.rows');
    expect({ sent, spilled, redelivered }).toEqual({ sent: 6, spilled: 3, redelivered: 3 });
    expect((sent ?? 0) + (redelivered ?? 0)).toBe(run.rows.length);
    const rows = pointsOf('entra_signin_risk.records').filter(
      ({ attributes }) => attributes['outcome'] === 'row',
    );
    expect(
      Object.fromEntries(
        rows.map(({ attributes, asInt }) => [`${attributes['category']} ${attributes['level']}`, asInt]),
      ),
    ).toEqual(
      countBy(
        run.rows,
        ({ Category, ResultRiskLevel }) =>
          // A name that nobody knows is not repeated: it is whatever somebody wrote.
          `${Category.startsWith('Tomorrow') ? 'other' : Category} ${ResultRiskLevel}`,
      ),
    );
  });

  it('bytes of rows: what was billed; less of them travelled', () => {
    // The check at the start sent an empty list, which is no row.
    expect(valuesOf('entra_signin_risk.rows.size')).toEqual({ '': run.bytes - '[]'.length });
    const [body] = pointsOf('http.client.request.body.size');
    expect(body).toMatchObject({ count: 4 });
    expect(body?.sum).toBeGreaterThan(100);
    expect(body?.sum).toBeLessThan(run.bytes);
  });

  it('alerts: as many as the queue holds', () => {
    expect(run.alerts).toHaveLength(2);
    expect(valuesOf('entra_signin_risk.alerts')).toEqual({ sent: run.alerts.length });
  });

  it('dead letters: by reason, as they lie in blob storage', () => {
    expect(valuesOf('entra_signin_risk.dead_letters')).toEqual(countBy(run.letters, ({ reason }) => reason));
    expect(valuesOf('entra_signin_risk.dead_letters')).toEqual({ 'not-json': 1, refused: 1 });
  });

  it('every record once, with the reason why it is no row', () => {
    const records = valuesOf('entra_signin_risk.records');
    // 8 in the first batch (one unreadable, one body empty, one of another category, one repeat), 3, 1, 1 and a heartbeat.
    expect(sumOf(records)).toBe(14);
    expect(records).toMatchObject({
      'none other other-category skipped': 1,
      'empty-body none other skipped': 1,
      'dead-letter none not-json other': 1,
      'Low SignInLogs duplicate': 1,
      'Low SignInLogs dead-letter refused': 1,
    });
    expect(valuesOf('entra_signin_risk.notes')).toEqual({ 'new-category': 1 });
  });

  it('events and batches', () => {
    expect(sumOf(valuesOf('messaging.client.consumed.messages'))).toBe(8);
    expect(pointsOf('entra_signin_risk.batch.size')).toMatchObject([{ count: 5, sum: 8, max: 4 }]);
    expect(pointsOf('messaging.process.duration')).toMatchObject([{ count: 5 }]);
  });

  it('requests of rows by status, and what was tried again', () => {
    const rows = pointsOf('http.client.request.duration').filter(
      ({ attributes }) => attributes['destination'] === 'rows',
    );
    const byStatus = Object.fromEntries(
      rows.map(({ attributes, count }) => [attributes['http.response.status_code'], count]),
    );
    expect(byStatus).toEqual({ 204: 4, 400: 1, 403: 1, 503: 1 });
    expect(valuesOf('entra_signin_risk.retries')).toEqual({ '503 503 rows': 1 });
  });

  it('lag: one for each event that was taken, since the hub got it and since it was written', () => {
    const lags = Object.fromEntries(
      pointsOf('entra_signin_risk.lag').map(({ attributes, ...rest }) => [
        `${attributes['destination']} ${attributes['since']}`,
        rest,
      ]),
    );
    expect(lags).toMatchObject({
      'rows enqueued': { count: 2 },
      'rows event': { count: 2 },
      'alerts enqueued': { count: 2 },
    });
    // The runner says: enqueued 3 seconds before, written 60 seconds before.
    expect(lags['rows enqueued']?.min).toBeGreaterThanOrEqual(3);
    expect(lags['rows event']?.min).toBeGreaterThanOrEqual(60);
    expect(lags['rows event']?.max).toBeLessThan(120);
  });

  it('the heartbeat came the whole way, and is kept apart from the lag of sign-ins', () => {
    const row = run.rows.find(({ Category }) => Category === 'Heartbeat');
    expect(row).toMatchObject({ RecordId: expect.stringMatching(/^heartbeat-/), ResultType: '0' });
    const [latency, ...more] = pointsOf('entra_signin_risk.heartbeat.latency');
    expect({ count: latency?.count, more }).toEqual({ count: 1, more: [] });
    expect(latency?.max).toBeLessThan(20);
  });

  it('the breaker is closed again, and nothing waits', () => {
    expect(valuesOf('entra_signin_risk.breaker.open')).toEqual({ rows: 0 });
    expect(valuesOf('entra_signin_risk.spills.waiting')).toEqual({ alerts: 0, rows: 0 });
    expect(valuesOf('entra_signin_risk.spills.oldest_age')).toEqual({ alerts: 0, rows: 0 });
  });

  it('names the app, and nobody else', () => {
    expect(receiver.resource).toMatchObject({ 'service.name': 'func-example' });
    const told = JSON.stringify([...receiver.metrics.values(), ...receiver.spans]);
    expect(told).not.toMatch(/user@example\.com|An application|Tomorrow/);
  });
});

describe('traces', () => {
  const TRACES = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(32));

  it('one for each batch, below the span of the host, with what became of the batch', () => {
    const batches = receiver.spans.filter(({ name }) => name.startsWith('process '));
    expect(batches.map(({ traceId }) => traceId)).toEqual(TRACES);
    for (const { parentSpanId, kind } of batches)
      expect({ parentSpanId, kind }).toEqual({ parentSpanId: '00000000000000aa', kind: 5 });
    expect(batches[0]?.attributes).toMatchObject({
      'messaging.batch.message_count': 4,
      'entra_signin_risk.records': 8,
      'entra_signin_risk.rows': 4,
      'entra_signin_risk.alerts': 1,
      'entra_signin_risk.skipped': 2,
      'entra_signin_risk.dead_letters': 1,
      'entra_signin_risk.duplicates': 1,
    });
    expect(batches[1]?.attributes).toMatchObject({ 'entra_signin_risk.spilled_rows': 3 });
  });

  it('with one span for each destination, inside it', () => {
    const below = (index: number) => {
      const batch = receiver.spans.find(
        ({ name, traceId }) => name.startsWith('process ') && traceId === TRACES[index],
      );
      const children = receiver.spans.filter(({ parentSpanId }) => parentSpanId === batch?.spanId);
      for (const child of children) {
        expect(child.startTimeUnixNano).toBeGreaterThanOrEqual(batch?.startTimeUnixNano ?? Number.NaN);
        expect(child.endTimeUnixNano).toBeLessThanOrEqual(batch?.endTimeUnixNano ?? Number.NaN);
      }
      return children.map(({ name }) => name).sort();
    };
    expect(below(0)).toEqual(['send alerts', 'send dead-letters', 'send rows']);
    expect(below(1)).toEqual(['send alerts', 'send rows', 'send spills']);
    expect(below(2)).toEqual(['send dead-letters', 'send rows']);
    expect(below(3)).toEqual(['send rows']);
  });

  it('are named in the log line of the batch', () => {
    const lines = run.logged.filter(({ event }) => event === 'batch');
    expect(lines.map(({ traceId }) => traceId)).toEqual(TRACES);
    expect(lines[2]).toMatchObject({ deadLetters: 1, deadLettersBy: { refused: 1 } });
  });
});
