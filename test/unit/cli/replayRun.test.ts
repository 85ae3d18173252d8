import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createProgress, toDuration } from '../../../src/cli/replay/progress.ts';
import { replay } from '../../../src/cli/replay/run.ts';
import type { Item, Sink, Source } from '../../../src/cli/replay/source.ts';
import { openState } from '../../../src/cli/replay/state.ts';

const folder = mkdtempSync(join(tmpdir(), 'entra-signin-risk-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A source of so many events of one record each, whose cursor is their number. */
function source(count: number): Source {
  return {
    name: 'numbers',
    identity: count,
    plan: async () => ({ events: count, records: count, notes: [], fixed: null }),
    async *read(_, cursor) {
      for (let n = (typeof cursor === 'number' ? cursor : 0) + 1; n <= count; n++) {
        const position = { partition: '0', sequenceNumber: n, enqueuedTime: '2026-11-16T08:00:00Z' };
        yield {
          item: { event: { body: Buffer.from(String(n)), position }, records: 1, place: `event ${n}` },
          cursor: n,
        };
      }
    },
    close: async () => undefined,
  };
}

/** Takes events, and breaks after so many chunks; what the chunk held has arrived all the same. */
function sink(arrived: string[], most: number, breaksAfter = Number.POSITIVE_INFINITY): Sink {
  let chunks = 0;
  return {
    name: 'list',
    identity: null,
    most,
    async deliver(items: readonly Item[]) {
      arrived.push(...items.map(({ event }) => Buffer.from(event.body).toString()));
      if (++chunks > breaksAfter) throw new Error('the connection broke');
      return [];
    },
    outcome: { lines: [], json: {} },
    close: async () => undefined,
  };
}

let files = 0;
const nextState = () => join(folder, `state-${++files}.json`);
const silent = { update: () => undefined, end: () => undefined };
const NEVER = new AbortController().signal;

async function run(path: string, from: Source, into: Sink, stop = NEVER, rate?: number) {
  const state = openState(path, from.identity, {});
  const before = await state.load();
  const plan = await from.plan();
  return replay({ source: from, sink: into, state, before, plan, rate, stop, progress: silent });
}

describe('a replay', () => {
  it('sends everything once and in order, and leaves no state behind', async () => {
    const arrived: string[] = [];
    const path = nextState();
    const result = await run(path, source(25), sink(arrived, 10));
    expect(result).toEqual({ events: 25, records: 25, tooLarge: [], isComplete: true });
    expect(arrived).toEqual(Array.from({ length: 25 }, (_, i) => String(i + 1)));
    expect(() => readFileSync(path)).toThrow(/ENOENT/);
  });

  it('goes on after any number of breaks, and repeats at most the chunk that was under way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 5 }),
        async (count, most, breaks) => {
          const path = nextState();
          const arrived: string[] = [];
          let broken = 0;
          for (const after of breaks)
            await run(path, source(count), sink(arrived, most, after)).then(
              () => undefined,
              () => broken++,
            );
          const complete = await run(path, source(count), sink(arrived, most));
          expect(complete.isComplete).toBe(true);
          expect(new Set(arrived).size).toBe(count);
          // Runs that ended by themselves were replays of their own.
          const runs = breaks.length + 1 - broken;
          expect(arrived.length).toBeLessThanOrEqual(count * runs + broken * most);
        },
      ),
      { seed: 20261126, numRuns: 40 },
    );
  });

  it('stops after the chunk under way when it is told to, and sends nothing twice', async () => {
    const path = nextState();
    const stop = new AbortController();
    const arrived: string[] = [];
    const stopping = sink(arrived, 10);
    const result = await run(
      path,
      source(25),
      {
        ...stopping,
        deliver(items) {
          stop.abort();
          return stopping.deliver(items);
        },
      },
      stop.signal,
    );
    expect(result).toMatchObject({ events: 10, isComplete: false });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ cursor: 10, sent: { events: 10 } });
    expect((await run(path, source(25), sink(arrived, 10))).events).toBe(25);
    expect(arrived).toEqual(Array.from({ length: 25 }, (_, i) => String(i + 1)));
  });

  it('does not forget over a break what no hub takes', async () => {
    const path = nextState();
    const refusing = sink([], 1);
    let sent = 0;
    const breaking: Sink = {
      ...refusing,
      async deliver(items) {
        if (sent++ === 2) throw new Error('the connection broke');
        return items.filter(({ place }) => place === 'event 2');
      },
    };
    await expect(run(path, source(4), breaking)).rejects.toThrow('the connection broke');
    expect(await run(path, source(4), refusing)).toMatchObject({ events: 4, tooLarge: ['event 2'] });
  });

  it('keeps to a rate: chunks of no more than a second, and a wait between them', async () => {
    const arrived: string[] = [];
    const begin = performance.now();
    await run(nextState(), source(6), sink(arrived, 100), NEVER, 20);
    // All six in the first chunk; then nothing is waited for.
    expect(performance.now() - begin).toBeLessThan(1_000);
    const chunks: number[] = [];
    const counting: Sink = {
      ...sink([], 100),
      async deliver(items) {
        chunks.push(items.length);
        return [];
      },
    };
    const started = performance.now();
    await run(nextState(), source(5), counting, NEVER, 2.5);
    expect(chunks).toEqual([2, 2, 1]);
    // The last chunk waits for the four records before it: 4 / 2.5 s.
    expect(performance.now() - started).toBeGreaterThan(1_500);
  });

  it('is stopped at once while it waits for its rate', async () => {
    const stop = new AbortController();
    const slow: Sink = {
      ...sink([], 1),
      async deliver() {
        setImmediate(() => stop.abort());
        return [];
      },
    };
    const result = await run(nextState(), source(3), slow, stop.signal, 0.01);
    expect(result).toMatchObject({ events: 1, isComplete: false });
  });
});

describe('the state file', () => {
  it('of another replay, or no state at all, is told and left alone', async () => {
    const path = nextState();
    await openState(path, 'one', {}).save({
      fixed: null,
      cursor: 1,
      sent: { events: 1, records: 1 },
      tooLarge: [],
      total: { events: 2 },
    });
    await expect(openState(path, 'other', {}).load()).rejects.toThrow(/belongs to another replay/);
    writeFileSync(path, 'oops');
    await expect(openState(path, 'one', {}).load()).rejects.toThrow(/is no state of a replay/);
  });

  it('is named after the job, in the folder that the system has for such things', () => {
    const env = { XDG_STATE_HOME: '/state' };
    const { path } = openState(undefined, { a: 1 }, env);
    expect(path).toMatch(/^.state.entra-signin-risk.replay-[0-9a-f]{16}\.json$/);
    expect(openState(undefined, { a: 1 }, env).path).toBe(path);
    expect(openState(undefined, { a: 2 }, env).path).not.toBe(path);
  });

  it('that cannot be written ends the replay before anything is sent', async () => {
    const arrived: string[] = [];
    writeFileSync(join(folder, 'file'), '');
    await expect(run(join(folder, 'file', 'state.json'), source(3), sink(arrived, 1))).rejects.toThrow(
      /cannot be noted there|ENOTDIR/,
    );
    expect(arrived).toEqual([]);
  });
});

describe('the progress', () => {
  const collect = (isTTY: boolean) => {
    const written: string[] = [];
    const stream = { isTTY, columns: 80, write: (text: string) => written.push(text) > 0 };
    return { written, stream };
  };
  const before = { events: 0, records: 0 };

  it('is a bar on a terminal, drawn again in place, with rate and time left', () => {
    const { written, stream } = collect(true);
    let now = 0;
    const progress = createProgress({ stream: stream as never, total: 200, before, now: () => now });
    now = 10_000;
    progress.update({ events: 50, records: 5_000 });
    progress.update({ events: 51, records: 5_100 });
    expect(written).toEqual([
      '\r\u001b[2K[####............]  25 % 50 of 200 events, 5000 records (500/s), 30 s left',
    ]);
    progress.end();
    expect(written.at(-1)).toBe('\r\u001b[2K');
  });

  it('is a plain line every ten seconds elsewhere, counted from this run on', () => {
    const { written, stream } = collect(false);
    let now = 0;
    const progress = createProgress({
      stream: stream as never,
      total: 200,
      before: { events: 100, records: 1_000 },
      now: () => now,
    });
    now = 9_999;
    progress.update({ events: 110, records: 1_100 });
    now = 10_000;
    progress.update({ events: 120, records: 1_200 });
    progress.end();
    expect(written).toEqual(['120 of 200 events, 1200 records (20/s), 40 s left\n']);
  });

  it.each([
    [0, '0 s'],
    [59.4, '59 s'],
    [185, '3 min 5 s'],
    [7_620, '2 h 7 min'],
  ])('%d seconds are %s', (seconds, text) => expect(toDuration(seconds)).toBe(text));
});
