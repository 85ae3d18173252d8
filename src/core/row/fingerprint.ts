import { hash } from 'node:crypto';

/** Where the part of a row begins that is the same in every repeat. No value before it can hold quotes. */
const REST = ',"RecordId":';

/**
 * Tells repeats of a record: the same for two rows that say the same about the same sign-in, whenever and wherever they
 * were read. Azure Monitor delivers some records twice with another envelope time, and at-least-once delivery brings
 * others back: `TimeGenerated` and `EventPosition` do not count, nor does a `CreatedDateTime` that is only the envelope's
 * time again. SHA-256, since logs hold text that attackers choose: with a weaker hash one sign-in could hide another.
 * @param json the row's JSON, its columns in the order of COLUMNS
 * @param createdTime the record's own time, if it has one
 * @returns 32 characters, one for each byte: kept by the hundred thousand, text in hex would take twice the memory
 */
export function fingerprintOf(json: string, createdTime: string | undefined): string {
  return hash('sha256', json.slice(json.indexOf(REST)) + (createdTime ?? ''), 'binary');
}
