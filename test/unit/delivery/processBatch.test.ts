import { Buffer } from 'node:buffer';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SourceEvent } from '../../../src/core/event.ts';
import type { Outcome } from '../../../src/core/outcome.ts';
import { createPipeline, DeliveryError } from '../../../src/delivery/processBatch.ts';
import { createFakeAlertSink, type FakeAlertSink } from '../../fakes/alertSink.ts';
import { createFakeBlobStore, type FakeBlobStore } from '../../fakes/blobStore.ts';
import { unavailable } from '../../fakes/fault.ts';
import { createFakeRowSink, type FakeRowSink } from '../../fakes/rowSink.ts';
import {
  alertedOutcome,
  badRowOutcome,
  jsonOf,
  letterOutcome,
  originalOf,
  rowOutcome,
} from '../../support/outcomes.ts';

let rows: FakeRowSink;
let alerts: FakeAlertSink;
let deadLetters: FakeBlobStore;

beforeEach(() => {
  rows = createFakeRowSink();
  alerts = createFakeAlertSink();
  deadLetters = createFakeBlobStore();
});

const event: SourceEvent = {
  body: Buffer.from('{}'),
  position: { partition: '1', sequenceNumber: 42, enqueuedTime: '2026-01-02T03:04:05.678Z' },
};

/** Processes a batch of one event for each list of outcomes. */
function processEvents(...perEvent: Outcome[][]) {
  const queue = [...perEvent];
  const pipeline = createPipeline({ enrich: () => queue.shift() ?? [], rows, alerts, deadLetters });
  return pipeline(perEvent.map(() => event));
}

/** The lines of all dead letters, with their bytes. */
function letters(): { reason: string; detail: string; bytes: Buffer }[] {
  return [...deadLetters.blobs.values()]
    .flatMap((blob) => blob.toString().trimEnd().split('\n'))
    .map((line) => JSON.parse(line))
    .map(({ bytesBase64, ...rest }) => ({ ...rest, bytes: Buffer.from(bytesBase64, 'base64') }));
}

const skipped: Outcome = { kind: 'skipped', reason: 'other-category' };

describe('a batch', () => {
  it('is delivered: every row, alert and dead letter of every event', async () => {
    const outcomes = [rowOutcome(0), alertedOutcome(1), letterOutcome(2), skipped] as const;
    const report = await processEvents([...outcomes], [], [alertedOutcome(3)]);
    expect(rows.arrived).toEqual(jsonOf([outcomes[0], outcomes[1], alertedOutcome(3)]));
    expect(alerts.arrived).toEqual([alertedOutcome(1).alert.text, alertedOutcome(3).alert.text]);
    expect(letters()).toMatchObject([{ reason: 'not-a-sign-in', bytes: originalOf(2) }]);
    expect(report).toMatchObject({ events: 3, records: 5, rows: 3, alerts: 2, skipped: 1, deadLetters: 1 });
  });

  it('of nothing touches no sink', async () => {
    const untouched = vi.fn(() => unavailable());
    rows.fault = alerts.fault = deadLetters.fault = untouched;
    expect(await processEvents()).toMatchObject({ events: 0, records: 0 });
    expect(await processEvents([skipped])).toMatchObject({ events: 1, records: 1, skipped: 1 });
    expect(untouched).not.toHaveBeenCalled();
  });

  it('sends the alert of a record whose row is filtered out or too large', async () => {
    const [filtered, tooLarge] = [alertedOutcome(0).alert, alertedOutcome(1).alert];
    const report = await processEvents([
      { kind: 'skipped', reason: 'filtered-category', alert: filtered },
      { ...letterOutcome(1), alert: tooLarge },
    ]);
    expect(alerts.arrived).toEqual([filtered.text, tooLarge.text]);
    expect(report).toMatchObject({ rows: 0, skipped: 1, deadLetters: 1, alerts: 2 });
  });
});

describe('rows and alerts', () => {
  it('go out at the same time: alerts while Log Analytics is still thinking', {
    timeout: 2_000,
  }, async () => {
    const answer = Promise.withResolvers<undefined>();
    rows.fault = () => answer.promise;
    const alertSent = Promise.withResolvers<void>();
    alerts.fault = () => void alertSent.resolve();
    const done = processEvents([alertedOutcome(0)]);
    await alertSent.promise;
    expect(rows.calls).toHaveLength(1);
    expect(rows.arrived).toEqual([]);
    answer.resolve(undefined);
    await done;
    expect(rows.arrived).toHaveLength(1);
  });

  it('and rows while the queue is still thinking', { timeout: 2_000 }, async () => {
    const answer = Promise.withResolvers<undefined>();
    alerts.fault = () => answer.promise;
    const rowsSent = Promise.withResolvers<void>();
    rows.fault = () => void rowsSent.resolve();
    const done = processEvents([alertedOutcome(0)]);
    await rowsSent.promise;
    expect(alerts.arrived).toEqual([]);
    answer.resolve(undefined);
    await done;
    expect(alerts.arrived).toHaveLength(1);
  });
});

describe('a row that Log Analytics refuses', () => {
  it('becomes a dead letter with the record’s own bytes and the service’s answer; its alert is sent', async () => {
    const bad = {
      ...alertedOutcome(1),
      ...badRowOutcome(1),
      kind: 'row-with-alert',
      reason: 'alerted',
    } as const;
    const report = await processEvents([rowOutcome(0), bad, rowOutcome(2)]);
    expect(rows.arrived).toEqual(jsonOf([rowOutcome(0), rowOutcome(2)]));
    expect(alerts.arrived).toHaveLength(1);
    expect(letters()).toMatchObject([
      { reason: 'refused', detail: expect.stringMatching(/FlaggedForReview/), bytes: originalOf(1) },
    ]);
    expect(report).toMatchObject({ records: 3, rows: 2, deadLetters: 1, alerts: 1 });
    expect(report.deadLettersBy).toEqual({ refused: 1 });
  });

  it('shares a blob with the records that were not understood, in the order of the batch', async () => {
    await processEvents([letterOutcome(0), badRowOutcome(1)], [letterOutcome(2)]);
    expect(deadLetters.blobs.size).toBe(1);
    expect(letters().map(({ bytes }) => bytes)).toEqual([0, 1, 2].map(originalOf));
  });
});

describe('a batch that cannot be delivered', () => {
  const batch = () => [alertedOutcome(0), alertedOutcome(1), rowOutcome(2), letterOutcome(3)];

  it.each([
    [
      'Log Analytics',
      () => {
        rows.fault = () => unavailable();
      },
      { rows: 0, alerts: 2, blobs: 1 },
    ],
    [
      'the queue',
      () => {
        alerts.fault = () => unavailable();
      },
      { rows: 3, alerts: 0, blobs: 1 },
    ],
    [
      'blob storage',
      () => {
        deadLetters.fault = () => unavailable();
      },
      { rows: 3, alerts: 2, blobs: 0 },
    ],
  ])(
    'because of %s is thrown back to the host; the other sinks get their part',
    async (name, breakIt, got) => {
      breakIt();
      await expect(processEvents(batch())).rejects.toThrow(DeliveryError);
      expect({
        rows: rows.arrived.length,
        alerts: alerts.arrived.length,
        blobs: deadLetters.blobs.size,
      }).toEqual(got);
      await expect(processEvents(batch())).rejects.toThrow(`not sent to ${name}: `);
    },
  );

  it('names each sink once, with counts and answers and nothing of the log', async () => {
    rows.fault = alerts.fault = () => unavailable('status 503 from sink.example.com');
    deadLetters.fault = () => unavailable('no token');
    const many = Array.from({ length: 40 }, (_, i) => alertedOutcome(i));
    const large = Array.from({ length: 40 }, (_, i) => rowOutcome(i, { UserAgent: 'x'.repeat(60_000) }));
    const error: unknown = await processEvents([...many, ...large, letterOutcome(0)]).catch((e) => e);
    expect(String(error)).toBe(
      'DeliveryError: the batch is not fully delivered and will be retried: ' +
        'alerts not sent to the queue: 40 (status 503 from sink.example.com). ' +
        'rows not sent to Log Analytics: 80 (status 503 from sink.example.com). ' +
        'dead letters not sent to blob storage: 1 (no token)',
    );
  });

  it('is delivered by the repeat when the sinks are back; the dead letters are then written once', async () => {
    alerts.fault = () => unavailable();
    await expect(processEvents(batch())).rejects.toThrow(DeliveryError);
    alerts.fault = undefined;
    expect(await processEvents(batch())).toMatchObject({ rows: 3, alerts: 2, deadLetters: 1 });
    expect(deadLetters.blobs.size).toBe(1);
  });

  it('because of a bug in a sink shows the bug', async () => {
    rows.fault = () => Promise.reject(new RangeError('a bug'));
    await expect(processEvents(batch())).rejects.toThrow(RangeError);
  });
});
