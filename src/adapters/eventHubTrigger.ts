import { Buffer } from 'node:buffer';
import * as z from 'zod';
import type { SourceEvent } from '../core/event.ts';
import { toUtcTime } from '../core/signIn/time.ts';

const context = z.object({ partitionId: z.string().min(1) });

/** What the host tells beside the messages (extension 6: EventHubTriggerBindingStrategy), as the language worker hands it over. */
const metadataSchema = z.object({
  triggerPartitionContext: context.optional().catch(undefined),
  partitionContext: context.optional().catch(undefined),
  enqueuedTimeUtcArray: z.array(z.unknown()).catch([]),
  systemPropertiesArray: z.array(z.unknown()).catch([]),
});

const systemPropertiesSchema = z.object({
  sequenceNumber: z.number().int().optional().catch(undefined),
});

/**
 * The events of an invocation: `cardinality: 'many'` with `dataType: 'binary'` gives an array of Buffers.
 * Sequence numbers come from `systemPropertiesArray`, where they are plain numbers (`sequenceNumberArray` holds
 * `{low, high, unsigned}` objects). Arrays whose length is not that of the messages cannot be matched to them and are
 * not used; then the sequence number is unknown, and `now` stands in for the enqueued time.
 * @throws TypeError when the messages are no Buffers: then the function is not registered as it must be.
 */
export function fromTrigger(messages: unknown, metadata: unknown, now: Date): SourceEvent[] {
  if (!Array.isArray(messages)) throw wrongForm('no array');
  const { triggerPartitionContext, partitionContext, ...arrays } = metadataSchema.parse(metadata ?? {});
  const partition = (triggerPartitionContext ?? partitionContext)?.partitionId ?? 'unknown';
  const times = aligned(arrays.enqueuedTimeUtcArray, messages.length);
  const systemProperties = aligned(arrays.systemPropertiesArray, messages.length);
  return messages.map((message: unknown, i) => {
    if (!Buffer.isBuffer(message)) throw wrongForm(`message ${i} is no Buffer`);
    const parsed = systemPropertiesSchema.safeParse(systemProperties[i]);
    return {
      body: message,
      position: {
        partition,
        sequenceNumber: (parsed.success ? parsed.data.sequenceNumber : undefined) ?? null,
        // The host writes this time without a zone; it is UTC.
        enqueuedTime: toUtcTime(times[i]) ?? now.toISOString(),
      },
    };
  });
}

function aligned(values: readonly unknown[], length: number): readonly unknown[] {
  return values.length === length ? values : [];
}

function wrongForm(what: string): TypeError {
  return new TypeError(
    `processSignIns got ${what}: its trigger must have cardinality "many" and dataType "binary"`,
  );
}
