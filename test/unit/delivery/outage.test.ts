import { expect, it } from 'vitest';
import { createPipeline } from '../../../src/delivery/processBatch.ts';
import { createFakeAlertSink } from '../../fakes/alertSink.ts';
import { createFakeBlobStore } from '../../fakes/blobStore.ts';
import { createFakeRowSink } from '../../fakes/rowSink.ts';
import { alertedOutcome } from '../../support/outcomes.ts';

const EVENT = { body: Buffer.from('{}'), position: { partition: '0', sequenceNumber: 1, enqueuedTime: '' } };

it('a queue that is down is asked by those under way and then no more, and every alert counts as not sent', async () => {
  const sinks = {
    rows: createFakeRowSink(),
    alerts: createFakeAlertSink(),
    deadLetters: createFakeBlobStore(),
  };
  let asked = 0;
  sinks.alerts.fault = async () => {
    asked++;
    await new Promise((resolve) => setImmediate(resolve));
    return { ok: false, kind: 'unavailable', detail: 'status 503' };
  };
  const outcomes = Array.from({ length: 1000 }, (_, i) => alertedOutcome(i));
  const batch = createPipeline({ enrich: () => outcomes, ...sinks })([EVENT]);
  await expect(batch).rejects.toThrow(/1,000 .*status 503|status 503.*1,000|alerts not sent.*1,000/);
  expect(asked).toBe(16);
});

it('when one sink breaks, the invocation ends only after the other is done', async () => {
  const sinks = {
    rows: createFakeRowSink(),
    alerts: createFakeAlertSink(),
    deadLetters: createFakeBlobStore(),
  };
  let rowsDone = false;
  sinks.alerts.fault = () => Promise.reject(new TypeError('a bug'));
  sinks.rows.fault = async () => {
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    rowsDone = true;
    return undefined;
  };
  const batch = createPipeline({ enrich: () => [alertedOutcome(1)], ...sinks })([EVENT]);
  await expect(batch).rejects.toThrow('a bug');
  expect(rowsDone).toBe(true);
});
