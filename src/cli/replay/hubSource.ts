import type { ReceivedEventData } from '@azure/event-hubs';
import * as z from 'zod';
import { decodeBody } from '../../core/decode.ts';
import { createConsumer, type HubAddress, nameOf } from '../hub/address.ts';
import { toHubError } from '../hub/fault.ts';
import { HubError } from '../hub/hubError.ts';
import { countOf, findRanges, type PartitionRange, type Span } from '../hub/ranges.ts';
import { bytesOf, readPartition } from '../hub/read.ts';
import type { Plan, Source, Step } from './source.ts';

const rangesSchema = z.array(
  z.object({ partition: z.string(), first: z.number().int(), last: z.number().int() }),
);

/** The event that was sent last; the partitions before its own are done. */
const cursorSchema = z.object({ partition: z.string(), sequenceNumber: z.number().int() });

/** Of a second each. */
const IDLE_ROUNDS = 30;

export interface HubRequest {
  readonly address: HubAddress;
  readonly consumerGroup: string;
  /** All where undefined. */
  readonly partitions: readonly string[] | undefined;
  /** By the enqueued time. */
  readonly span: Span;
}

/** The events that a hub holds of a time, one partition after the other. */
export function openHubSource({ address, consumerGroup, partitions, span }: HubRequest): Source {
  const client = createConsumer(address, consumerGroup);
  const where = `the hub ${nameOf(address)} (consumer group ${consumerGroup})`;

  async function* readRange(range: PartitionRange): AsyncGenerator<Step> {
    const { partition, first, last } = range;
    let idle = 0;
    for await (const events of readPartition(client, partition, {
      sequenceNumber: first,
      isInclusive: true,
    })) {
      // Events leave the hub while they are replayed, when their time is over.
      idle = events.length > 0 ? 0 : idle + 1;
      if (idle > IDLE_ROUNDS)
        throw new HubError(
          `${where}: partition ${partition} gave no event for ${idle} s, although ${last} was to come`,
        );
      for (const event of events) {
        if (event.sequenceNumber > last) return;
        yield toStep(partition, event);
        if (event.sequenceNumber === last) return;
      }
    }
  }

  return {
    name: where,
    identity: { namespace: address.namespace, hub: address.hub, partitions: partitions ?? null, ...span },
    async plan(): Promise<Plan> {
      try {
        const { ranges, notes } = await findRanges(client, partitions, span);
        return { events: countOf(ranges), records: undefined, notes, fixed: ranges };
      } catch (error) {
        throw toHubError(error, where);
      }
    },
    async *read(fixed, at) {
      const cursor = cursorSchema.optional().parse(at);
      const ranges = rangesSchema.parse(fixed);
      const done = ranges.findIndex(({ partition }) => partition === cursor?.partition);
      try {
        for (const [index, range] of ranges.entries()) {
          if (index < done) continue;
          const first = index === done && cursor !== undefined ? cursor.sequenceNumber + 1 : range.first;
          if (first <= range.last) yield* readRange({ ...range, first });
        }
      } catch (error) {
        throw toHubError(error, where);
      }
    },
    close: () => client.close(),
  };
}

function toStep(partition: string, event: ReceivedEventData): Step {
  const { sequenceNumber, enqueuedTimeUtc } = event;
  const body = bytesOf(event);
  return {
    item: {
      event: { body, position: { partition, sequenceNumber, enqueuedTime: enqueuedTimeUtc.toISOString() } },
      records: decodeBody(body).length,
      place: `partition ${partition}, event ${sequenceNumber}`,
    },
    cursor: { partition, sequenceNumber },
  };
}
