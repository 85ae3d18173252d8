import { MAX_ALERT_BYTES } from '../../src/core/alert/alert.ts';
import { decodeBody } from '../../src/core/decode.ts';
import { type Enricher, MAX_ROW_BYTES } from '../../src/core/enrich.ts';
import type { EventPosition } from '../../src/core/event.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { ALL_COLUMNS, STREAM_NAME } from '../../src/core/row/columns.ts';
import { toRowCheck } from '../../src/sandbox/logsIngestion/rowSchema.ts';

export const POSITION: EventPosition = {
  partition: '3',
  sequenceNumber: 42,
  enqueuedTime: '2026-03-04T10:00:00.5Z',
};

/** A statement about every input that does not hold for one of them. `name` stays the same while an input is made smaller. */
export class Broken extends Error {
  override readonly name: string;

  constructor(name: string, detail: string) {
    super(detail);
    this.name = name;
  }
}

function holds(condition: boolean, name: string, detail: () => string): asserts condition {
  if (!condition) throw new Broken(name, detail());
}

const rowFault = toRowCheck(STREAM_NAME, ALL_COLUMNS);

/** Dead letters may repeat the columns of a query result with each of its rows, but only so often. */
const MOST_LETTER_BYTES_PER_BYTE = 40;

/** The outcomes of a body, of which everything has been checked that holds for any bytes. */
export function checkBody(body: Buffer, enrich: Enricher): Outcome[] {
  const outcomes = enrich({ body, position: POSITION });
  const count = Math.max(1, decodeBody(body).length);
  holds(outcomes.length === count, 'one outcome for each record', () => `${outcomes.length} for ${count}`);
  let letterBytes = 0;
  for (const [index, outcome] of outcomes.entries()) {
    checkOutcome(outcome, index, body);
    if (outcome.kind === 'dead-letter') letterBytes += outcome.letter.bytes.length;
  }
  const most = MOST_LETTER_BYTES_PER_BYTE * (body.length + 1);
  holds(letterBytes <= most, 'dead letters in proportion', () => `${letterBytes} bytes of ${body.length}`);
  // In other memory, so that nothing of the first run can be found there.
  const again = enrich({ body: Buffer.concat([Buffer.from('xyz'), body]).subarray(3), position: POSITION });
  holds(print(again) === print(outcomes), 'the same each time', () => 'a second run gave other outcomes');
  return outcomes;
}

/** Outcomes as text. Bytes as Latin-1: `JSON.stringify` would make a list of numbers of them, at thirty times the cost. */
const print = (outcomes: readonly Outcome[]): string => JSON.stringify(outcomes.map(toPlain));

/** An outcome with its bytes as text. */
export function toPlain(outcome: Outcome): object {
  if ('json' in outcome) return { ...outcome, json: outcome.json.toString() };
  if (outcome.kind !== 'dead-letter') return outcome;
  const { bytes, ...letter } = outcome.letter;
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return { ...outcome, letter: { ...letter, latin1 } };
}

function checkOutcome(outcome: Outcome, index: number, body: Buffer): void {
  if ('row' in outcome) {
    const { row, rowBytes, source, original } = outcome;
    const json = JSON.stringify(row);
    const fault = rowFault(JSON.parse(json));
    holds(fault === undefined, 'a row of the table', () => `${fault}`);
    holds(
      rowBytes === Buffer.byteLength(json) && rowBytes <= MAX_ROW_BYTES,
      'the size of a row',
      () => `${rowBytes}`,
    );
    holds(/^[\x21-\x7e]{1,128}$/.test(String(row['RecordId'])), 'a record id', () => `${row['RecordId']}`);
    holds(source.index === index, 'a place in the event', () => `${source.index} at ${index}`);
    checkBytes(original(), body);
  }
  if ('alert' in outcome && outcome.alert !== undefined) {
    const { id, text } = outcome.alert;
    holds(
      Buffer.byteLength(text) <= MAX_ALERT_BYTES,
      'the size of an alert',
      () => `${Buffer.byteLength(text)}`,
    );
    holds(JSON.parse(text).id === id && text.isWellFormed(), 'an alert', () => text.slice(0, 500));
  }
  if (outcome.kind === 'dead-letter') {
    const { reason, detail, source, bytes } = outcome.letter;
    holds(reason !== 'internal-error', 'no error inside', () => detail);
    holds(/^[^\p{Cc}\p{Cs}]{1,300}$/u.test(detail), 'a detail in one line', () => JSON.stringify(detail));
    holds(source.index === index, 'a place in the event', () => `${source.index} at ${index}`);
    checkBytes(bytes, body);
  }
}

/** Bytes are a part of the body itself, except for text inside a string and rows of a query result. */
function checkBytes(bytes: Uint8Array, body: Buffer): void {
  const isPart =
    bytes.buffer === body.buffer &&
    bytes.byteOffset >= body.byteOffset &&
    bytes.byteOffset + bytes.length <= body.byteOffset + body.length;
  // Text of a string without escapes stands in the body as it is; with them it does not.
  const isAllowed =
    isPart || body.includes('\\') || body.includes('"tables"') || body.includes(Buffer.from(bytes));
  holds(bytes.length > 0 && isAllowed, 'bytes of the body', () =>
    Buffer.from(bytes).toString().slice(0, 200),
  );
}
