import type { BlobStore } from '../delivery/ports.ts';
import { type BatchReport, emptyReport, sumReports } from '../delivery/report.ts';
import { readBodies } from '../input/read.ts';
import { MAX_EVENT_BYTES } from './endpoints.ts';
import type { Sender } from './sender.ts';
import { writeTooLarge } from './tooLarge.ts';

/** A log file, and what people call it. */
export interface LogFile {
  readonly path: string;
  readonly name: string;
}

/**
 * Sends everything that files hold, in their order; what is too large to travel becomes a dead letter at once.
 * @returns the report of what was too large to travel
 * @throws InputError when a file cannot be read
 */
export async function sendFiles(
  files: readonly LogFile[],
  sender: Sender,
  store: BlobStore,
): Promise<BatchReport> {
  let tooLarge = emptyReport();
  for (const { path, name } of files) {
    for await (const body of readBodies(path)) {
      if (body.bytes.length <= MAX_EVENT_BYTES) await sender.send(body.bytes);
      else tooLarge = sumReports(tooLarge, await writeTooLarge(store, { ...body, file: name }));
    }
  }
  return tooLarge;
}
