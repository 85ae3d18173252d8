import { readCorpus } from '../corpus.ts';
import { minimise } from '../minimise.ts';
import { createBodies } from './bodies.ts';
import { checkSame, type Taken, WAYS, type Ways } from './ways.ts';

export interface Failure {
  readonly index: number;
  readonly source: string;
  readonly bytes: Buffer;
  /** The number of the settings. */
  readonly profile: number;
  readonly text: string;
}

export interface Report {
  readonly inputs: number;
  readonly bytes: number;
  readonly outcomes: number;
  readonly seconds: number;
  readonly sources: ReadonlyMap<string, number>;
  readonly taken: Taken;
  readonly failure: Failure | undefined;
}

export interface RunOptions {
  readonly seed: number;
  readonly inputs: number;
  /** Milliseconds after which no new input begins. */
  readonly timeLimit?: number;
  readonly onProgress?: (inputs: number) => void;
}

/** What is wrong with a body under the settings of that number; undefined when both ways lead to the same. */
export function faultOf(bytes: Buffer, profile: number): string | undefined {
  try {
    checkSame(bytes, WAYS[profile] as Ways);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Goes both ways with the bodies of a seed, up to the first for which they lead to different outcomes. */
export function runDifferential({ seed, inputs, timeLimit = Infinity, onProgress }: RunOptions): Report {
  const toBody = createBodies(seed, readCorpus());
  const sources = new Map<string, number>();
  let failure: Failure | undefined;
  let bytes = 0;
  let outcomes = 0;
  let index = 0;
  // Bodies that are no JSON make an error for each line: to note where they were made takes longer than both ways.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  const begin = performance.now();
  while (index < inputs && failure === undefined && performance.now() - begin < timeLimit) {
    const body = toBody(index);
    const profile = index % WAYS.length;
    bytes += body.bytes.length;
    sources.set(body.source, (sources.get(body.source) ?? 0) + 1);
    try {
      outcomes += checkSame(body.bytes, WAYS[profile] as Ways);
    } catch (error) {
      failure = { index, profile, ...body, text: error instanceof Error ? error.message : String(error) };
    }
    index += 1;
    if (index % 20_000 === 0) onProgress?.(index);
  }
  const seconds = (performance.now() - begin) / 1_000;
  Error.stackTraceLimit = stackTraceLimit;
  return { inputs: index, bytes, outcomes, seconds, sources, taken: total(), failure };
}

function total(): Taken {
  const sum: Taken = { bodies: 0, skimmedBodies: 0, records: 0, longRecords: 0 };
  for (const { taken } of WAYS) {
    sum.bodies += taken.bodies;
    sum.skimmedBodies += taken.skimmedBodies;
    sum.records += taken.records;
    sum.longRecords += taken.longRecords;
  }
  return sum;
}

/** As few bytes as show that the ways differ. */
export function smaller({ bytes, profile }: Failure): Promise<Buffer> {
  return minimise(bytes, async (shorter) => faultOf(shorter, profile) !== undefined);
}
