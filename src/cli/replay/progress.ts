import type process from 'node:process';
import { clip } from '../text.ts';

export interface Counted {
  readonly events: number;
  readonly records: number;
}

export interface Progress {
  update(sent: Counted): void;
  /** Clears the line, if there is one. */
  end(): void;
}

const TERMINAL_MS = 200;
/** Lines of a log are read later, and one after the other. */
const LOG_MS = 10_000;
const BAR = 16;

export interface ProgressOptions {
  readonly stream: Pick<typeof process.stderr, 'write' | 'isTTY' | 'columns'>;
  readonly total: number;
  /** What an earlier run had sent: the rate is that of this run. */
  readonly before: Counted;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
}

/** How far a replay is: a bar that is drawn again in place on a terminal, a line every ten seconds elsewhere. */
export function createProgress({ stream, total, before, now }: ProgressOptions): Progress {
  const begin = now();
  const isTerminal = stream.isTTY === true;
  let last = isTerminal ? Number.NEGATIVE_INFINITY : begin;
  return {
    update(sent) {
      const at = now();
      if (at - last < (isTerminal ? TERMINAL_MS : LOG_MS)) return;
      last = at;
      const text = toText(sent, total, before, (at - begin) / 1000);
      if (isTerminal)
        stream.write(`\r\u001b[2K${clip(`${bar(sent.events, total)} ${text}`, columnsOf(stream) - 1)}`);
      else stream.write(`${text}\n`);
    },
    end() {
      if (isTerminal) stream.write('\r\u001b[2K');
    },
  };
}

/** Some terminals do not say how wide they are. */
function columnsOf({ columns }: Pick<typeof process.stderr, 'columns'>): number {
  return Math.max(20, columns || 80);
}

function toText(sent: Counted, total: number, before: Counted, seconds: number): string {
  const rate = seconds > 0 ? (sent.records - before.records) / seconds : 0;
  const eventRate = seconds > 0 ? (sent.events - before.events) / seconds : 0;
  const left = eventRate > 0 ? `, ${toDuration((total - sent.events) / eventRate)} left` : '';
  return `${sent.events} of ${total} events, ${sent.records} records (${Math.round(rate)}/s)${left}`;
}

function bar(done: number, total: number): string {
  const part = total > 0 ? Math.min(1, done / total) : 1;
  const filled = Math.round(part * BAR);
  const percent = `${Math.floor(part * 100)} %`.padStart(5);
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${percent}`;
}

/** `12 s`, `3 min 5 s`, `2 h 7 min`. */
export function toDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
