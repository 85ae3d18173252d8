import { describe, expect, it } from 'vitest';
import { createPipeline } from '../../../src/delivery/processBatch.ts';
import { createFakeAlertSink } from '../../fakes/alertSink.ts';
import { createFakeBlobStore } from '../../fakes/blobStore.ts';
import { createFakeRowSink } from '../../fakes/rowSink.ts';
import { alertedOutcome, rowOutcome } from '../../support/outcomes.ts';

/** Counts how many calls of a sink are under way at once, at the most. */
function createMeter() {
  let now = 0;
  const meter = {
    most: 0,
    fault: async () => {
      meter.most = Math.max(meter.most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return undefined;
    },
  };
  return meter;
}

describe('requests at a time', () => {
  it('are 16 to the queue, so that a spray is told within seconds, and 4 to Log Analytics', async () => {
    const sinks = {
      rows: createFakeRowSink(),
      alerts: createFakeAlertSink(),
      deadLetters: createFakeBlobStore(),
    };
    const [rows, alerts] = [createMeter(), createMeter()];
    sinks.rows.fault = rows.fault;
    sinks.alerts.fault = alerts.fault;
    const outcomes = [
      ...Array.from({ length: 50 }, (_, i) => alertedOutcome(i)),
      ...Array.from({ length: 200 }, (_, i) => rowOutcome(i, { UserAgent: 'x'.repeat(60_000) })),
    ];
    const event = {
      body: Buffer.from('{}'),
      position: { partition: '0', sequenceNumber: 1, enqueuedTime: '' },
    };
    await createPipeline({ enrich: () => outcomes, ...sinks })([event]);
    expect({ rows: rows.most, alerts: alerts.most }).toEqual({ rows: 4, alerts: 16 });
  });
});
