import { Buffer } from 'node:buffer';
import { createRandom } from '../../src/sandbox/generator/random.ts';
import type { SignInRecord } from '../../src/sandbox/generator/record.ts';
import { createGenerator } from '../../src/sandbox/generator/records.ts';

export interface LoadOptions {
  readonly seed: number;
  readonly records: number;
  readonly recordsPerEvent: number;
  /** Mix events among the good ones that nobody can read. */
  readonly poison?: boolean;
}

/** Azure Monitor delivers this share of records twice, with another envelope time. */
const REPEATED = 0.03;

/** Every so many events one is poison. */
const POISON_EVERY = 10;

/** How far back a repeat reaches, in records. */
const RECENT = 200;

/** The bodies of events with that many different records, and repeats of some of them besides. */
export function* createLoad(options: LoadOptions): Generator<Buffer> {
  const { seed, records, recordsPerEvent } = options;
  const generator = createGenerator({ seed, start: new Date() });
  const random = createRandom(seed, 'load');
  const recent: SignInRecord[] = [];
  let made = 0;
  for (let event = 1; made < records; event++) {
    const batch: SignInRecord[] = [];
    for (let i = 0; i < recordsPerEvent && made < records; i++, made++) {
      const record = generator.next();
      batch.push(record);
      recent.push(record);
      if (recent.length > RECENT) recent.shift();
      if (random.chance(REPEATED)) batch.push({ ...random.pick(recent), time: new Date().toISOString() });
    }
    yield Buffer.from(JSON.stringify({ records: batch }));
    if (options.poison && event % POISON_EVERY === 0) yield poison(event);
  }
}

/** Bytes that differ from event to event, so that each can be told. */
function poison(event: number): Buffer {
  switch ((event / POISON_EVERY) % 4) {
    case 0:
      return Buffer.from(`{"records":[{"category":"SignInLogs","number":${event}`);
    case 1:
      return Buffer.concat([Buffer.from([0xff, 0xfe, 0x00]), Buffer.from(`poison ${event}`)]);
    case 2:
      return Buffer.from(`{"records":[${event},null,{"category":"SignInLogs","number":${event}}]}`);
    default:
      return Buffer.from(`${'['.repeat(5_000)}${event}${']'.repeat(5_000)}`);
  }
}
