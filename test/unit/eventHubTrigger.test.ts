import type { PartitionContext, ReceivedEventData } from '@azure/event-hubs';
import { beforeAll, describe, expect, it } from 'vitest';
import { fromTrigger } from '../../src/adapters/eventHubTrigger.ts';
import { bindFunction, type FunctionBinding } from '../../src/sandbox/functionsHost/invoke.ts';
import { loadFunctionApp } from '../../src/sandbox/functionsHost/loadApp.ts';
import { toInvocationRequest } from '../../src/sandbox/functionsHost/rpc.ts';

const NOW = new Date('2026-02-03T04:05:06.789Z');

/** What a handler gets when the host's message has gone through the programming model of `@azure/functions`. */
let received: { messages: unknown; metadata: Record<string, unknown> };
let binding: FunctionBinding;

beforeAll(async () => {
  const app = await loadFunctionApp(async () => {
    const { app, trigger } = await import('@azure/functions');
    app.generic('probe', {
      trigger: trigger.generic({ type: 'eventHubTrigger', cardinality: 'many', dataType: 'binary' }),
      handler: (messages, context) => {
        received = { messages, metadata: { ...context.triggerMetadata } };
      },
    });
  });
  binding = bindFunction(app, 'probe', () => undefined);
});

const context: PartitionContext = {
  fullyQualifiedNamespace: 'evhns-example.servicebus.windows.net',
  eventHubName: 'entra-sign-ins',
  consumerGroup: '$Default',
  partitionId: '3',
  updateCheckpoint: async () => undefined,
};

function toEvent(body: unknown, sequenceNumber: number): ReceivedEventData {
  return {
    body,
    sequenceNumber,
    offset: `${sequenceNumber * 100}`,
    partitionKey: null,
    enqueuedTimeUtc: new Date('2026-01-02T03:04:05.678Z'),
    getRawAmqpMessage: () => ({ body, bodyType: 'data' }),
  };
}

/** Sends events the whole way from the host's message to the handler. */
async function invoke(events: readonly ReceivedEventData[]): Promise<typeof received> {
  await binding.invoke(toInvocationRequest(binding.trigger, events, context));
  return received;
}

const bytes = (text: string) => Buffer.from(text);

describe('fromTrigger, through the programming model', () => {
  it('reads bodies as they came, and where they stood', async () => {
    const bodies = [bytes('{"records":[]}'), Buffer.from([0, 0xff, 0xfe]), bytes(''), bytes('\ufeff{}')];
    const { messages, metadata } = await invoke(bodies.map((body, i) => toEvent(body, 41 + i)));
    expect(fromTrigger(messages, metadata, NOW)).toEqual(
      bodies.map((body, i) => ({
        body,
        position: { partition: '3', sequenceNumber: 41 + i, enqueuedTime: '2026-01-02T03:04:05.678Z' },
      })),
    );
  });

  it('reads sequence numbers beyond 32 bits, which the host also sends in two halves', async () => {
    const { messages, metadata } = await invoke([toEvent(bytes('{}'), 2 ** 40 + 2 ** 31 + 5)]);
    expect(metadata['sequenceNumberArray']).toEqual([{ low: -(2 ** 31) + 5, high: 256, unsigned: false }]);
    expect(fromTrigger(messages, metadata, NOW)[0]?.position.sequenceNumber).toBe(2 ** 40 + 2 ** 31 + 5);
  });

  it('takes a time without a zone, as the host writes it, for UTC', async () => {
    const { messages, metadata } = await invoke([toEvent(bytes('{}'), 1)]);
    expect(metadata['enqueuedTimeUtcArray']).toEqual(['2026-01-02T03:04:05.678']);
    expect(fromTrigger(messages, metadata, NOW)[0]?.position.enqueuedTime).toBe('2026-01-02T03:04:05.678Z');
  });

  it('finds the partition in either of the two places', async () => {
    const { messages, metadata } = await invoke([toEvent(bytes('{}'), 1)]);
    for (const name of ['triggerPartitionContext', 'partitionContext']) {
      const { [name]: _, ...rest } = metadata;
      expect(fromTrigger(messages, rest, NOW)[0]?.position.partition).toBe('3');
    }
  });
});

describe('fromTrigger, when metadata is not as it should be', () => {
  const UNKNOWN = { partition: 'unknown', sequenceNumber: null, enqueuedTime: NOW.toISOString() };
  const positionsOf = (metadata: unknown, count = 1) =>
    fromTrigger(
      Array.from({ length: count }, () => bytes('{}')),
      metadata,
      NOW,
    ).map(({ position }) => position);

  it.each([
    [undefined],
    [null],
    [{}],
    [{ enqueuedTimeUtcArray: 'x', systemPropertiesArray: 5, partitionContext: [] }],
  ])('says that the position is unknown: %j', (metadata) => {
    expect(positionsOf(metadata)).toEqual([UNKNOWN]);
  });

  it('does not match arrays of another length to the messages', () => {
    const metadata = {
      triggerPartitionContext: { partitionId: '0' },
      enqueuedTimeUtcArray: ['2026-01-02T03:04:05'],
      systemPropertiesArray: [{ sequenceNumber: 1 }, { sequenceNumber: 2 }, { sequenceNumber: 3 }],
    };
    expect(positionsOf(metadata, 2)).toEqual([
      { ...UNKNOWN, partition: '0' },
      { ...UNKNOWN, partition: '0' },
    ]);
  });

  it.each([[null], [''], ['7'], [true], [1.5], [{ low: 7, high: 0, unsigned: false }]])(
    'knows no sequence number in %j',
    (sequenceNumber) => {
      expect(positionsOf({ systemPropertiesArray: [{ sequenceNumber }] })).toEqual([UNKNOWN]);
    },
  );

  it.each([[{}], [{ partitionId: null }], [{ partitionId: '' }]])(
    'knows no partition in %j',
    (partitionContext) => {
      expect(positionsOf({ partitionContext, triggerPartitionContext: partitionContext })).toEqual([UNKNOWN]);
    },
  );

  it('keeps what is good of an array', () => {
    const metadata = {
      enqueuedTimeUtcArray: ['never', '2026-01-02T03:04:05.1234567'],
      systemPropertiesArray: [null, { sequenceNumber: 0 }],
    };
    expect(positionsOf(metadata, 2)).toEqual([
      UNKNOWN,
      { ...UNKNOWN, sequenceNumber: 0, enqueuedTime: '2026-01-02T03:04:05.1234567Z' },
    ]);
  });
});

describe('fromTrigger, when the trigger is not registered as it must be', () => {
  it.each([
    ['one message', bytes('{}'), /no array/],
    ['text', ['{}'], /message 0 is no Buffer/],
    ['parsed JSON', [bytes('{}'), { records: [] }], /message 1 is no Buffer/],
    ['nothing', undefined, /no array/],
  ])('throws a TypeError that says how: %s', (_, messages, what) => {
    const attempt = () => fromTrigger(messages, {}, NOW);
    expect(attempt).toThrow(TypeError);
    expect(attempt).toThrow(what);
    expect(attempt).toThrow(/cardinality "many" and dataType "binary"/);
  });

  it('has no events when there are no messages', () => {
    expect(fromTrigger([], {}, NOW)).toEqual([]);
  });
});
