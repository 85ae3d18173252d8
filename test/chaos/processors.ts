import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Latencies } from './latency.ts';
import type { Command, Message } from './messages.ts';

/** A process that reads the hub and runs the functions. */
export interface Processor {
  /** What it told so far. */
  readonly told: ProcessorFigures;
  /** Ends it at once, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Ends it in good order. */
  stop(): Promise<void>;
}

export interface ProcessorFigures {
  /** Invocations: begun, and ended in whatever way. */
  begun: number;
  ended: number;
  redelivered: number;
  duplicates: number;
  failures: number;
  lastFailure: string;
  /** Memory of the process over time: milliseconds since 1970, resident bytes, and milliseconds of CPU until then. */
  memory: { readonly at: number; readonly rss: number; readonly cpu: number }[];
}

export interface ProcessorOptions {
  /** How wrong its clock is, in milliseconds. */
  readonly clockSkewMs?: number;
}

const PROGRAM = fileURLToPath(new URL('./processor.ts', import.meta.url));
const START_TIMEOUT_MS = 60_000;

/** @throws Error when the process ends before it is ready, with what it printed */
export async function startProcessor(
  settings: Readonly<Record<string, string>>,
  latencies: Latencies,
  { clockSkewMs = 0 }: ProcessorOptions = {},
): Promise<Processor> {
  const child = fork(PROGRAM, {
    env: { ...process.env, ...settings, CHAOS_CLOCK_SKEW: String(clockSkewMs) },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const told: ProcessorFigures = {
    begun: 0,
    ended: 0,
    redelivered: 0,
    duplicates: 0,
    failures: 0,
    lastFailure: '',
    memory: [],
  };
  const ready = Promise.withResolvers<void>();
  let printed = '';
  child.stderr?.on('data', (text) => {
    printed = `${printed}${text}`.slice(-8192);
  });
  child.on('message', (message: Message) => {
    if (message.kind === 'ready') ready.resolve();
    if (message.kind === 'begin') latencies.begin(message.partition, message.first, message.at);
    note(told, message);
  });
  child.once('exit', () => ready.reject(new Error(`a processor ended before it was ready:\n${printed}`)));
  const timer = setTimeout(
    () => ready.reject(new Error('a processor was not ready in time')),
    START_TIMEOUT_MS,
  );
  await ready.promise.finally(() => clearTimeout(timer));
  return {
    told,
    kill: () => end(child, () => child.kill('SIGKILL')),
    stop: () => end(child, () => child.send({ kind: 'stop' } satisfies Command)),
  };
}

function note(told: ProcessorFigures, message: Message): void {
  if (message.kind === 'begin') told.begun++;
  if (message.kind === 'batch' || message.kind === 'failure') told.ended++;
  if (message.kind === 'redelivery') told.redelivered += message.report.rows + message.report.alerts;
  if (message.kind === 'batch') told.duplicates += message.report.duplicates;
  if (message.kind === 'memory') told.memory.push({ at: message.at, rss: message.rss, cpu: message.cpu });
  if (message.kind !== 'failure') return;
  told.failures++;
  told.lastFailure = message.message;
}

async function end(child: ChildProcess, how: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  how();
  await exited;
}
