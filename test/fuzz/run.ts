import type { Outcome } from '../../src/core/outcome.ts';
import { check, signature, timeOf } from './check.ts';
import { readCorpus } from './corpus.ts';
import { type Input, toInput } from './input.ts';
import { type Fault, faultOf } from './reproduction.ts';

/** Bodies that reached something new, of which later ones are made; the oldest are forgotten. */
const MOST_FOUND = 500;

/** An input below this is too short to tell its time for a byte from noise. */
const LEAST_TIMED_BYTES = 4_096;

/** More than this for one byte, the best of three times, is a fault: the slowest sound inputs take a tenth of it. */
const MOST_MICROSECONDS_PER_BYTE = 50;

export interface Failure extends Fault {
  readonly index: number;
  readonly input: Input;
}

export interface Slowest {
  readonly index: number;
  readonly bytes: number;
  readonly microsecondsPerByte: number;
}

export interface Report {
  readonly inputs: number;
  readonly bytes: number;
  readonly records: number;
  readonly seconds: number;
  /** How often each outcome (kind, reason and what belongs to it), each form and each source of inputs was reached. */
  readonly reached: Readonly<Record<'outcomes' | 'forms' | 'sources', Map<string, number>>>;
  readonly slowest: Slowest;
  readonly hasPublished: boolean;
  readonly failure: Failure | undefined;
}

export interface RunOptions {
  readonly seed: number;
  readonly inputs: number;
  /** Milliseconds after which no new input begins. */
  readonly timeLimit?: number;
  readonly onProgress?: (inputs: number) => void;
}

/** Checks the inputs of a seed, one after the other, up to the first that something is wrong with. */
export async function run({ seed, inputs, timeLimit = Infinity, onProgress }: RunOptions): Promise<Report> {
  const corpus = readCorpus();
  const found: Buffer[] = [];
  const reached: Report['reached'] = { outcomes: new Map(), forms: new Map(), sources: new Map() };
  let slowest: Slowest = { index: 0, bytes: 0, microsecondsPerByte: 0 };
  let failure: Failure | undefined;
  let bytes = 0;
  let records = 0;
  let index = 0;
  const begin = performance.now();
  while (index < inputs && failure === undefined && performance.now() - begin < timeLimit) {
    const input = toInput(seed, index, corpus, found);
    const started = performance.now();
    const result = await outcomesOrFault(input);
    bytes += input.bytes.length;
    if ('fault' in result) failure = { index, input, ...result.fault };
    else {
      records += result.outcomes.length;
      if (countAll(reached, input, result) && input.kind === 'body') remember(found, input.bytes);
      // The check does more than what it checks: what is fast even so needs no time of its own.
      const worth = slowest.microsecondsPerByte * input.bytes.length;
      if (input.bytes.length >= LEAST_TIMED_BYTES && (performance.now() - started) * 1_000 > worth) {
        const microsecondsPerByte = timePerByte(input);
        if (microsecondsPerByte > slowest.microsecondsPerByte)
          slowest = { index, bytes: input.bytes.length, microsecondsPerByte };
        if (microsecondsPerByte > MOST_MICROSECONDS_PER_BYTE)
          failure = {
            index,
            input,
            name: 'linear time',
            text: `${microsecondsPerByte} microseconds per byte`,
          };
      }
    }
    index += 1;
    if (index % 20_000 === 0) onProgress?.(index);
  }
  const seconds = (performance.now() - begin) / 1_000;
  const { hasPublished } = corpus;
  return { inputs: index, bytes, records, seconds, reached, slowest, hasPublished, failure };
}

type Result = { readonly form: string; readonly outcomes: readonly Outcome[] };

async function outcomesOrFault(input: Input): Promise<Result | { fault: Fault }> {
  try {
    return await check(input);
  } catch (error) {
    return {
      fault: (await faultOf(input)) ?? { name: 'fault that does not come again', text: String(error) },
    };
  }
}

/** @returns whether an outcome was reached for the first time */
function countAll({ outcomes, forms, sources }: Report['reached'], input: Input, result: Result): boolean {
  const before = outcomes.size;
  for (const outcome of result.outcomes) count(outcomes, signature(outcome));
  count(forms, result.form);
  count(sources, input.source);
  return outcomes.size > before;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function remember(found: Buffer[], bytes: Buffer): void {
  found.push(bytes);
  if (found.length > MOST_FOUND) found.shift();
}

function timePerByte(input: Input): number {
  const times = [1, 2, 3].map(() => timeOf(input));
  return (Math.min(...times) * 1_000) / input.bytes.length;
}
