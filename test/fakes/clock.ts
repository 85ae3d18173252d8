import type { Clock } from '../../src/delivery/clock.ts';

export interface FakeClock extends Clock {
  /** What `random` gives. */
  chance: number;
  /** How far `now` is off; `monotonic` is not. */
  skewMs: number;
  /** Every wait that somebody asked for in the foreground, in milliseconds. */
  readonly waits: number[];
  /** How many wait at this moment, in the foreground or not. */
  readonly sleepers: number;
  /** Lets time pass; who wakes meanwhile does what it does at its own moment. */
  advance(ms: number): Promise<void>;
  /** It is later at once, as if the caller had been busy; who sleeps notices when its turn comes. */
  spend(ms: number): void;
}

interface Sleeper {
  readonly at: number;
  readonly background: boolean;
  wake(): void;
}

const START = Date.parse('2026-01-02T03:00:00Z');

/** So many turns of the event loop without news mean that everybody waits for the clock, or for work of the machine's. */
const TURNS = 4;

/** Lets everything run that waits for nothing but its turn. */
export async function settle(turns = TURNS): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Time that passes only when somebody waits for it, and chance that is chosen.
 * @param mode `automatic`: when everybody waits, it is at once the time of the next sleeper. Who sleeps with a signal
 * does so beside something else (the renewals of a lease): that makes no time pass, but does not miss its own.
 * `manual`: time passes with `advance` only.
 * The clock does not see work on other threads (gzip): while some of it is under way, time may pass all the same.
 */
export function createFakeClock(mode: 'automatic' | 'manual' = 'automatic'): FakeClock {
  const sleepers = new Set<Sleeper>();
  let elapsed = 0;
  let watching = false;

  const next = (only: (sleeper: Sleeper) => boolean): Sleeper | undefined =>
    [...sleepers].filter(only).sort((a, b) => a.at - b.at)[0];

  async function passUntil(moment: number): Promise<void> {
    while (true) {
      const sleeper = next(({ at }) => at <= moment);
      if (sleeper === undefined) break;
      elapsed = Math.max(elapsed, sleeper.at);
      sleeper.wake();
      await settle();
    }
    elapsed = Math.max(elapsed, moment);
  }

  async function watch(): Promise<void> {
    if (watching) return;
    watching = true;
    await settle();
    while (true) {
      const sleeper = next(({ background }) => !background);
      if (sleeper === undefined) break;
      await passUntil(sleeper.at);
    }
    watching = false;
  }

  const clock: FakeClock = {
    chance: 0.5,
    skewMs: 0,
    waits: [],
    get sleepers() {
      return sleepers.size;
    },
    now: () => START + elapsed + clock.skewMs,
    monotonic: () => elapsed,
    turn: () => settle(1),
    random: () => clock.chance,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wake = () => {
          if (sleepers.delete(sleeper)) resolve();
        };
        const sleeper = { at: elapsed + Math.max(0, ms), background: signal !== undefined, wake };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', wake, { once: true });
        if (signal !== undefined) return;
        clock.waits.push(ms);
        if (mode === 'automatic') void watch();
      }),
    spend(ms) {
      elapsed += ms;
    },
    async advance(ms) {
      const moment = elapsed + ms;
      await settle();
      await passUntil(moment);
      await settle();
    },
  };
  return clock;
}
