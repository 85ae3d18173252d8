import type { Enricher } from '../../src/core/enrich.ts';
import type { SourceEvent } from '../../src/core/event.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { type Breaker, createBreaker } from '../../src/delivery/breaker.ts';
import { createMemory } from '../../src/delivery/memory.ts';
import type { PendingAlert, RowOutcome } from '../../src/delivery/outcomes.ts';
import { createPool } from '../../src/delivery/pool.ts';
import type { Metadata } from '../../src/delivery/ports.ts';
import { createPipeline, type PipelineParts } from '../../src/delivery/processBatch.ts';
import { createRedeliverer } from '../../src/delivery/redeliver.ts';
import { createPersistence } from '../../src/delivery/retry.ts';
import { fromSpillContent, type SpillSink, toSpillBlob } from '../../src/delivery/spill.ts';
import { toAlertLine, toRowLine } from '../../src/delivery/spillLines.ts';
import { createFakeAlertSink } from '../fakes/alertSink.ts';
import { createFakeBlobStore } from '../fakes/blobStore.ts';
import { createFakeClock, type FakeClock } from '../fakes/clock.ts';
import { createFakeLeasingStore } from '../fakes/leasingStore.ts';
import { createFakeRowSink } from '../fakes/rowSink.ts';

/** The time for a batch in these tests, in milliseconds. */
export const BUDGET_MS = 30_000;

/** Sinks and stores in memory: what is durable, and outlives an instance. */
export function createWorld(clock: FakeClock = createFakeClock()) {
  return {
    clock,
    rows: createFakeRowSink(),
    alerts: createFakeAlertSink(),
    spills: createFakeLeasingStore(clock),
    deadLetters: createFakeBlobStore(),
  };
}

export type World = ReturnType<typeof createWorld>;

export interface Breakers {
  readonly rows: Breaker;
  readonly alerts: Breaker;
  readonly blobs: Breaker;
}

/** One instance of the app: what it knows is gone when it ends. */
export function createInstance(world: World, enrich: Enricher = () => []) {
  const { clock } = world;
  const breakers: Breakers = {
    rows: createBreaker(clock),
    alerts: createBreaker(clock),
    blobs: createBreaker(clock),
  };
  const blobs = createPersistence(clock, breakers.blobs);
  const parts = {
    rows: { sink: world.rows, persist: createPersistence(clock, breakers.rows), pool: createPool(4) },
    alerts: { sink: world.alerts, persist: createPersistence(clock, breakers.alerts), pool: createPool(16) },
    spills: { store: world.spills, persist: blobs, clock, budgetMs: BUDGET_MS },
    deadLetters: { store: world.deadLetters, persist: blobs },
    memories: { rows: createMemory(10_000), alerts: createMemory(10_000) },
    clock,
    budgetMs: BUDGET_MS,
    enrich,
  } satisfies PipelineParts;
  return { parts, breakers, process: createPipeline(parts), redeliver: createRedeliverer(parts) };
}

const POSITION = { partition: '1', sequenceNumber: 42, enqueuedTime: '2026-01-02T03:04:05.678Z' };
const EVENT_START = { ...POSITION, index: 0 };

const EVENT: SourceEvent = {
  body: Buffer.from('{}'),
  position: POSITION,
};

/** An instance that is given outcomes: each batch has one event for each list of them. */
export function createFedInstance(world: World) {
  let queue: (readonly Outcome[])[] = [];
  const instance = createInstance(world, () => [...(queue.shift() ?? [])]);
  return {
    ...instance,
    processEvents: (...perEvent: (readonly Outcome[])[]) => {
      queue = [...perEvent];
      return instance.process(perEvent.map(() => EVENT));
    },
  };
}

export interface ReadLetter {
  readonly reason: string;
  readonly detail: string;
  readonly source: { readonly partition: string; readonly index: number };
  readonly bytes: Buffer;
}

/** The lines of all dead letters, with their bytes. */
export function lettersIn({ deadLetters }: Pick<World, 'deadLetters'>): ReadLetter[] {
  return [...deadLetters.blobs.values()]
    .flatMap((blob) => blob.toString().trimEnd().split('\n'))
    .map((line) => JSON.parse(line))
    .map(({ bytesBase64, ...rest }) => ({ ...rest, bytes: Buffer.from(bytesBase64, 'base64') }));
}

/** The lines of all spills of a sink, in the order of the blobs' names. */
export async function spilledIn({ spills }: Pick<World, 'spills'>, sink: 'rows' | 'alerts') {
  const names = [...spills.blobs.keys()].filter((name) => name.startsWith(`${sink}/`)).sort();
  const lines = await Promise.all(
    names.map((name) => fromSpillContent(spills.blobs.get(name)?.content ?? Buffer.alloc(0))),
  );
  return lines.flat();
}

/** Puts a spill of rows there, as a batch leaves it behind when Log Analytics is down; gives its name. */
export function putRowSpill(world: World, rows: readonly RowOutcome[], metadata: Metadata = {}) {
  return putSpill(world, 'rows', rows.map(toRowLine), metadata);
}

/** The same for alerts. */
export function putAlertSpill(world: World, alerts: readonly PendingAlert[], metadata: Metadata = {}) {
  return putSpill(world, 'alerts', alerts.map(toAlertLine), metadata);
}

async function putSpill(world: World, sink: SpillSink, lines: readonly string[], more: Metadata) {
  const { name, content, metadata } = await toSpillBlob({ sink, lines, source: EVENT_START });
  await world.spills.put(name, content, 1_000, { ...metadata, ...more });
  return name;
}
