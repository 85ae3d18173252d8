import { type Counts, count } from '../counts.ts';
import { type RecordResult, readRecords } from '../readRecords.ts';

/** What a log holds, counted; memory holds one entry per code, whatever the size of the log. */
export interface Tally {
  records: number;
  signIns: number;
  /** Sign-ins by code; those without one are not in it. */
  readonly codes: Counts;
  /** What had to be decided while sign-ins were read, `no-code` among it. */
  readonly notes: Counts;
  readonly skipped: Counts;
  readonly deadLetters: Counts;
}

/** Counts the records of bodies in one pass. */
export async function tallyOf(bodies: AsyncIterable<{ readonly bytes: Uint8Array }>): Promise<Tally> {
  const tally: Tally = {
    records: 0,
    signIns: 0,
    codes: new Map(),
    notes: new Map(),
    skipped: new Map(),
    deadLetters: new Map(),
  };
  // A count does not depend on times: any time will do for records without one.
  for await (const { bytes } of bodies) {
    for (const record of readRecords(bytes, '1970-01-01T00:00:00Z')) add(tally, record);
  }
  return tally;
}

function add(tally: Tally, record: RecordResult): void {
  tally.records++;
  switch (record.kind) {
    case 'skipped':
      count(tally.skipped, record.reason);
      return;
    case 'dead-letter':
      count(tally.deadLetters, record.reason);
      return;
    case 'sign-in':
      tally.signIns++;
      if (record.signIn.code !== '') count(tally.codes, record.signIn.code);
      for (const note of record.signIn.notes) count(tally.notes, note);
  }
}
