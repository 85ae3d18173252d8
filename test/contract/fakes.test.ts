import { describe } from 'vitest';
import { createFakeAlertSink } from '../fakes/alertSink.ts';
import { createFakeBlobStore } from '../fakes/blobStore.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { unavailable } from '../fakes/fault.ts';
import { createFakeLeasingStore } from '../fakes/leasingStore.ts';
import { createFakeRowSink } from '../fakes/rowSink.ts';
import { testAlertSink } from './alertSink.ts';
import { testBlobStore } from './blobStore.ts';
import { testLeasingStore } from './leasingStore.ts';
import { testRowSink } from './rowSink.ts';

describe('the row sink in memory', () => {
  const sink = createFakeRowSink();
  testRowSink(() => ({
    sink,
    arrived: sink.arrived,
    setFault: (fault) => {
      sink.fault = fault && (() => unavailable());
    },
    reset: () => {
      sink.fault = undefined;
      sink.arrived.length = 0;
    },
  }));
});

describe('the alert sink in memory', () => {
  const sink = createFakeAlertSink();
  testAlertSink(() => ({
    sink,
    arrived: async () => [...sink.arrived],
    setFault: (fault) => {
      sink.fault = fault && (() => unavailable());
    },
    reset: async () => {
      sink.fault = undefined;
      sink.arrived.length = 0;
    },
  }));
});

describe('the blob store in memory', () => {
  const store = createFakeBlobStore();
  testBlobStore(() => ({
    store,
    read: async (name) => store.blobs.get(name),
    setFault: (fault) => {
      store.fault = fault && (() => unavailable());
    },
  }));
});

describe('the leasing store in memory', () => {
  const store = createFakeLeasingStore(createFakeClock('manual'));
  const setFault = (fault: unknown) => {
    store.fault = fault === undefined ? undefined : () => unavailable();
  };
  testLeasingStore(() => ({ store, setFault, breakLease: async (name) => store.breakLease(name) }));
  testBlobStore(() => ({ store, read: async (name) => store.blobs.get(name)?.content, setFault }));
});
