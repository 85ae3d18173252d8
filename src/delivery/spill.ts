import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { RecordPosition } from '../core/event.ts';
import { VERSION } from '../version.ts';
import type { Metadata } from './ports.ts';

/** Where a spill's lines go when their sink is back. */
export type SpillSink = 'rows' | 'alerts';

/** Good data that waits for its sink: about one request of rows, or a megabyte of alerts. */
export interface Spill {
  readonly sink: SpillSink;
  /** JSON texts, one for each row or alert. */
  readonly lines: readonly string[];
  /** Where the first of them was read. */
  readonly source: RecordPosition;
}

/** A spill as a blob. */
export interface SpillBlob {
  readonly name: string;
  readonly content: Buffer;
  readonly metadata: Metadata;
}

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** A spill holds at most some megabytes; anything that inflates to more was not written by this software. */
const MAX_SPILL_BYTES = 256 * 1024 * 1024;

/**
 * The blob of a spill: `<sink>/<hour>/<partition>-<sequence number>-<hash of the lines>.jsonl.gz`, so that spills are
 * found oldest first, and a repeat of the batch writes the same blob, not a second one.
 */
export async function toSpillBlob({ sink, lines, source }: Spill): Promise<SpillBlob> {
  const text = toText(lines);
  const hour = source.enqueuedTime.slice(0, 13).replace('T', '-');
  const hash = createHash('sha256').update(text).digest('hex');
  return {
    name: `${sink}/${hour}/${source.partition}-${source.sequenceNumber ?? 'unknown'}-${hash}.jsonl.gz`,
    content: await compress(text, { level: 1 }),
    metadata: {
      count: String(lines.length),
      enqueued: source.enqueuedTime,
      toolversion: VERSION,
      attempts: '0',
    },
  };
}

/** The content of a spill of which only these lines are left. */
export async function toSpillContent(lines: readonly string[]): Promise<Buffer> {
  return compress(toText(lines), { level: 1 });
}

/**
 * The lines of a spill.
 * @throws Error when the bytes are no spill: not gzip, or not complete
 */
export async function fromSpillContent(content: Uint8Array): Promise<string[]> {
  const text = (await decompress(content, { maxOutputLength: MAX_SPILL_BYTES })).toString('utf8');
  if (!text.endsWith('\n')) throw new Error('the last line is not complete');
  return text.slice(0, -1).split('\n');
}

function toText(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
}
