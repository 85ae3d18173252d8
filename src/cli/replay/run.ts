import { setTimeout as delay } from 'node:timers/promises';
import type { Progress } from './progress.ts';
import type { Item, Plan, Sink, Source, Step } from './source.ts';
import type { ReplayState, StateFile } from './state.ts';

export interface ReplayParts {
  readonly source: Source;
  readonly sink: Sink;
  readonly state: StateFile;
  /** What an interrupted replay left. */
  readonly before: ReplayState | undefined;
  readonly plan: Plan;
  /** Records a second; undefined: as fast as it goes. */
  readonly rate: number | undefined;
  /** Aborted when the person wants it to stop: after the chunk under way. */
  readonly stop: AbortSignal;
  readonly progress: Progress;
}

export interface ReplayResult {
  readonly events: number;
  readonly records: number;
  /** Places of events that no hub takes. */
  readonly tooLarge: readonly string[];
  /** The source was read to its end. */
  readonly isComplete: boolean;
}

/** A hub takes messages of 1 MiB, with some room for each event. */
const CHUNK_BYTES = 900_000;

/**
 * Sends what a source has, chunk by chunk. The place is noted after each chunk: what goes on from there sends at most
 * the one again that was under way.
 * @throws what source, sink or state throw; the place of the last chunk is noted then
 */
export async function replay(parts: ReplayParts): Promise<ReplayResult> {
  const { source, sink, state, before, plan, rate, stop, progress } = parts;
  const sent = { events: before?.sent.events ?? 0, records: before?.sent.records ?? 0 };
  const total = { events: plan.events, ...(plan.records !== undefined && { records: plan.records }) };
  const tooLarge = [...(before?.tooLarge ?? [])];
  const pace = createPace(rate, stop);

  // Noted before the first chunk: what belongs to the replay is decided, even if it is stopped at once.
  await state.save({ fixed: plan.fixed, cursor: before?.cursor, sent, tooLarge, total });
  for await (const chunk of chunksOf(source.read(plan.fixed, before?.cursor), sink.most, rate)) {
    await pace.wait();
    if (stop.aborted) return { ...sent, tooLarge, isComplete: false };
    const items = chunk.map(({ item }) => item);
    tooLarge.push(...(await sink.deliver(items)).map(({ place }) => place));
    const records = recordsOf(items);
    sent.events += items.length;
    sent.records += records;
    pace.add(records);
    await state.save({ fixed: plan.fixed, cursor: chunk.at(-1)?.cursor, sent, tooLarge, total });
    progress.update(sent);
  }
  await state.remove();
  return { ...sent, tooLarge, isComplete: true };
}

/** Steps in chunks of so many events and bytes, and with a rate of no more records than a second's. */
async function* chunksOf(
  steps: AsyncIterable<Step>,
  most: number,
  rate: number | undefined,
): AsyncGenerator<readonly Step[]> {
  let chunk: Step[] = [];
  let bytes = 0;
  let records = 0;
  for await (const step of steps) {
    const { event, records: more } = step.item;
    const isFull =
      chunk.length >= most ||
      bytes + event.body.length > CHUNK_BYTES ||
      records + more > (rate ?? Number.POSITIVE_INFINITY);
    if (isFull && chunk.length > 0) {
      yield chunk;
      chunk = [];
      bytes = 0;
      records = 0;
    }
    chunk.push(step);
    bytes += event.body.length;
    records += more;
  }
  if (chunk.length > 0) yield chunk;
}

function recordsOf(items: readonly Item[]): number {
  return items.reduce((sum, { records }) => sum + records, 0);
}

/** Keeps to a number of records a second, from the first one on; an event is not cut in two for it. */
function createPace(rate: number | undefined, stop: AbortSignal) {
  const begin = performance.now();
  let records = 0;
  return {
    add(more: number): void {
      records += more;
    },
    async wait(): Promise<void> {
      if (rate === undefined) return;
      const due = begin + (records / rate) * 1000 - performance.now();
      if (due > 0) await delay(due, undefined, { signal: stop }).catch(() => undefined);
    },
  };
}
