import type { Checkpoint, CheckpointStore, PartitionOwnership } from '@azure/event-hubs';

export interface MemoryCheckpoints extends CheckpointStore {
  /** The sequence number up to which each partition is done. */
  readonly through: ReadonlyMap<string, number>;
}

/** Checkpoints in memory, for one client, which gets every partition that it asks for. */
export function createMemoryCheckpoints(): MemoryCheckpoints {
  const owned = new Map<string, PartitionOwnership>();
  const checkpoints = new Map<string, Checkpoint>();
  const through = new Map<string, number>();
  return {
    through,
    listOwnership: async () => [...owned.values()],
    claimOwnership: async (claims) => {
      const claimed = claims.map((claim) => ({ ...claim, etag: 'own', lastModifiedTimeInMs: Date.now() }));
      for (const claim of claimed) owned.set(claim.partitionId, claim);
      return claimed;
    },
    listCheckpoints: async () => [...checkpoints.values()],
    updateCheckpoint: async (checkpoint) => {
      checkpoints.set(checkpoint.partitionId, checkpoint);
      through.set(checkpoint.partitionId, checkpoint.sequenceNumber);
    },
  };
}
