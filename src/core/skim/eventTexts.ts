import type { EventPosition } from '../event.ts';
import { toJson } from '../row/json.ts';
import type { Kernel } from './kernel.ts';
import type { Area } from './tables.ts';

/** Longer ones are not the hub's. */
const MOST_TEXT_BYTES = 256;

/** What rows take from their event, as it stands inside of quotes (`kernel/columns.ts`). */
export function createEventTexts({ memory }: Kernel, area: Area) {
  const address = area.reserve(16);
  const texts = [area.reserve(MOST_TEXT_BYTES), area.reserve(MOST_TEXT_BYTES)] as const;
  const put = (index: 0 | 1, text: string): boolean => {
    const json = toJson(text).slice(1, -1);
    const length = memory.write(json, texts[index], MOST_TEXT_BYTES);
    memory.writeInt32LE(texts[index], address + 8 * index);
    memory.writeInt32LE(length, address + 8 * index + 4);
    // A character has at most three bytes: only then all of it had room.
    return 3 * json.length <= MOST_TEXT_BYTES;
  };
  return {
    address,
    /** @returns false when there is no room for them */
    set: ({ partition, sequenceNumber, enqueuedTime }: EventPosition): boolean =>
      put(0, enqueuedTime) && put(1, `${partition}/${sequenceNumber ?? ''}/`),
  };
}
