import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseCommand, type RecordsCommand, USAGE } from './command.ts';
import { createGenerator } from './records.ts';
import { sampleFiles } from './samples.ts';

/** When the first record of `records` happens; fixed, so that the seed alone decides the output. */
const START = new Date('2026-11-16T00:00:00Z');

/** Lines are written in pieces of about this many characters: the stream's work is per piece. */
const PIECE = 256 * 1024;

process.exitCode = await main(process.argv.slice(2));

/** @returns the exit code: 0 done, 2 for a usage error or a path that cannot be written */
async function main(args: readonly string[]): Promise<number> {
  const command = parseCommand(args);
  if (command.kind === 'usage-error') {
    console.error(`${command.message}\n\n${USAGE}`);
    return 2;
  }
  try {
    if (command.kind === 'help') console.log(USAGE);
    else if (command.kind === 'samples') await writeSamples(command.out);
    else await writeRecords(command);
    return 0;
  } catch (error) {
    // The reader has seen enough (`| head`).
    if (hasCode(error) && error.code === 'EPIPE') return 0;
    if (!hasCode(error)) throw error;
    console.error(
      `Cannot write to ${command.kind === 'help' ? 'the terminal' : command.out}: ${error.message}`,
    );
    return 2;
  }
}

async function writeSamples(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const { name, text } of sampleFiles()) await writeFile(join(directory, name), text);
  console.log(`Wrote the samples to ${directory}`);
}

async function writeRecords(command: RecordsCommand): Promise<void> {
  const source = Readable.from(pieces(command), { objectMode: true, highWaterMark: 1 });
  if (command.out === '-') await pipeline(source, process.stdout, { end: false });
  else await pipeline(source, createWriteStream(command.out));
}

function* pieces({ count, seed, perEvent, bare, profile }: RecordsCommand): Generator<string> {
  const generator = createGenerator({ seed, start: START, profile });
  let piece = '';
  for (let left = count; left > 0; left -= perEvent) {
    piece += bare ? JSON.stringify(generator.next()) : generator.event(Math.min(perEvent, left));
    piece += '\n';
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

function hasCode(error: unknown): error is Error & { code: unknown } {
  return error instanceof Error && 'code' in error;
}
