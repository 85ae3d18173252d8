import { hash } from 'node:crypto';
import type { Refusal } from './amqp.ts';
import { PartitionLog } from './partition.ts';

const DEFAULT_CONSUMER_GROUP = '$Default';

/** The hubs of an Event Hubs namespace. Names of hubs and consumer groups are compared without regard to case. */
export class Namespace {
  readonly #hubs = new Map<string, Hub>();
  readonly #consumerGroups: ReadonlySet<string>;

  /**
   * @param hubs name to number of partitions
   * @param consumerGroups those that every hub has beside `$Default`
   * @throws RangeError on a number of partitions below 1
   */
  constructor(hubs: Readonly<Record<string, number>>, consumerGroups: readonly string[]) {
    for (const [name, partitionCount] of Object.entries(hubs)) {
      this.#hubs.set(name.toLowerCase(), new Hub(name, partitionCount));
    }
    this.#consumerGroups = new Set(
      [DEFAULT_CONSUMER_GROUP, ...consumerGroups].map((group) => group.toLowerCase()),
    );
  }

  hub(name: string): Hub | undefined {
    return this.#hubs.get(name.toLowerCase());
  }

  /** Where a producer's link leads: `<hub>` or `<hub>/Partitions/<id>`. */
  target(address: string): Target | Refusal {
    const [, hubName = '', partitionId] = /^([^/]+)(?:\/Partitions\/([^/]+))?$/i.exec(address) ?? [];
    const hub = this.hub(hubName);
    if (hub === undefined) return notFound(address);
    if (partitionId === undefined) return { hub };
    const partition = hub.partition(partitionId);
    return partition === undefined ? notFound(address) : { hub, partition };
  }

  /** What a consumer's link reads: `<hub>/ConsumerGroups/<group>/Partitions/<id>`. */
  source(address: string): Source | Refusal {
    const [, hubName = '', group = '', partitionId = ''] =
      /^([^/]+)\/ConsumerGroups\/([^/]+)\/Partitions\/([^/]+)$/i.exec(address) ?? [];
    const partition = this.hub(hubName)?.partition(partitionId);
    const consumerGroup = group.toLowerCase();
    if (partition === undefined || !this.#consumerGroups.has(consumerGroup)) return notFound(address);
    return { partition, consumerGroup };
  }
}

export interface Target {
  readonly hub: Hub;
  /** Absent when the service chooses a partition for every message. */
  readonly partition?: PartitionLog;
}

export interface Source {
  readonly partition: PartitionLog;
  readonly consumerGroup: string;
}

/** The text is what the clients know the case by: they report it as MessagingEntityNotFoundError. */
export function notFound(entity: string): Refusal {
  return {
    condition: 'amqp:not-found',
    description: `The messaging entity '${entity}' could not be found.`,
  };
}

export class Hub {
  readonly name: string;
  readonly createdAt = new Date();
  readonly partitions: readonly PartitionLog[];
  #turn = 0;

  constructor(name: string, partitionCount: number) {
    if (!Number.isInteger(partitionCount) || partitionCount < 1) {
      throw new RangeError(
        `Event hub ${name}: ${partitionCount} is no number of partitions; give 1 or more.`,
      );
    }
    this.name = name;
    this.partitions = Array.from({ length: partitionCount }, (_, index) => new PartitionLog(String(index)));
  }

  partition(id: string): PartitionLog | undefined {
    return this.partitions.find((partition) => partition.id === id);
  }

  /** The partition for a message that names none: always the same for one key, in turn without a key. */
  choosePartition(key: string | undefined): PartitionLog {
    const number = key === undefined ? this.#turn++ : hash('sha1', key, 'buffer').readUInt32BE(0);
    const partition = this.partitions[number % this.partitions.length];
    if (partition === undefined) throw new Error(`Event hub ${this.name} has no partitions.`);
    return partition;
  }
}
