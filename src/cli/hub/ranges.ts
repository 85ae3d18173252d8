import { type EventHubConsumerClient, earliestEventPosition } from '@azure/event-hubs';
import { peek } from './read.ts';

/** The events of a partition that were enqueued in a time, by their sequence numbers, both included. */
export interface PartitionRange {
  readonly partition: string;
  readonly first: number;
  readonly last: number;
}

/** What a hub holds of a time. */
export interface FoundRanges {
  readonly ranges: readonly PartitionRange[];
  /** What the person should know, such as that older events have left the hub. */
  readonly notes: readonly string[];
}

/** Milliseconds since 1970, of the enqueued time: not before, and before. */
export interface Span {
  readonly since: number | undefined;
  readonly until: number | undefined;
}

/**
 * Finds the first and last event of a time in each partition. The end is fixed here: what arrives later is not in it.
 * @param partitions all of the hub's where undefined
 * @throws what the SDK reports
 */
export async function findRanges(
  client: EventHubConsumerClient,
  partitions: readonly string[] | undefined,
  span: Span,
): Promise<FoundRanges> {
  const ids = partitions ?? (await client.getPartitionIds());
  const found = await Promise.all(ids.map((partition) => findRange(client, partition, span)));
  return {
    ranges: found.flatMap(({ range }) => range ?? []),
    notes: found.flatMap(({ note }) => note ?? []),
  };
}

async function findRange(
  client: EventHubConsumerClient,
  partition: string,
  { since, until }: Span,
): Promise<{ readonly range?: PartitionRange; readonly note?: string }> {
  const { isEmpty, beginningSequenceNumber, lastEnqueuedSequenceNumber, lastEnqueuedOnUtc } =
    await client.getPartitionProperties(partition);
  if (isEmpty || (since !== undefined && lastEnqueuedOnUtc.getTime() < since)) return {};
  const start = await peek(client, partition, since === undefined ? earliestEventPosition : from(since));
  if (start === undefined) return {};
  const hasLost = beginningSequenceNumber > 0 && start.sequenceNumber <= beginningSequenceNumber;
  const note =
    since !== undefined && hasLost
      ? {
          note: `partition ${partition} has nothing from before ${start.enqueuedTimeUtc.toISOString()} any more`,
        }
      : {};
  if (until !== undefined && start.enqueuedTimeUtc.getTime() >= until) return note;
  const behind =
    until === undefined || lastEnqueuedOnUtc.getTime() < until
      ? undefined
      : await peek(client, partition, from(until));
  const last = behind === undefined ? lastEnqueuedSequenceNumber : behind.sequenceNumber - 1;
  return { range: { partition, first: start.sequenceNumber, last }, ...note };
}

/** The service begins behind the time that is named. */
function from(time: number) {
  return { enqueuedOn: time - 1 };
}

export function countOf(ranges: readonly PartitionRange[]): number {
  return ranges.reduce((sum, { first, last }) => sum + Math.max(0, last - first + 1), 0);
}
