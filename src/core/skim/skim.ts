import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import type { Conclude } from '../conclude.ts';
import type { EventPosition, RecordPosition, SourceEvent } from '../event.ts';
import type { Outcome } from '../outcome.ts';
import type { Classification } from '../risk/classify.ts';
import { toJson } from '../row/json.ts';
import type { EventTexts } from './columnWriter.ts';
import { FactReader, type Facts } from './facts.ts';
import { CLOSE_LIST, CLOSE_OBJECT, COMMA, NOWHERE, OPEN_LIST, OPEN_OBJECT } from './grammar.ts';
import { RecordScanner } from './recordScanner.ts';
import { RowBuffer } from './rowBuffer.ts';
import { RowWriter } from './rowWriter.ts';
import { isSame, Source, toSource } from './source.ts';
import { createVerdicts } from './verdicts.ts';

/** The one member of a body. */
const RECORDS = toSource('"records"');

/** Twice what the hub takes as a message: the memory for a larger body would be kept for good. */
const MOST_BYTES = 2 * 1024 * 1024;

/** What is done the same whether a record was skimmed or built as objects. */
export interface SkimParts {
  readonly classify: (code: string) => Classification;
  readonly catalogVersion: string;
  readonly conclude: Conclude;
  /** The outcome of a record whose bytes are JSON of an object, read as objects. */
  readonly enrichJson: (bytes: Uint8Array, source: RecordPosition) => Outcome;
}

/** The outcomes of an event; undefined when its body has another form than the one that is read here. */
export type Skimmer = (event: SourceEvent) => Outcome[] | undefined;

/**
 * The short way from an event's bytes to its rows: records are not built as objects, but their wanted members found in
 * the bytes and copied into the row. It takes bodies of the form `{"records":[{…},…]}`, in which nearly all events come,
 * after checking all of their grammar. Whatever is not plain goes the long way through objects: a single value through
 * the column's own function, a record through `enrichJson`, a body back to the caller. The long way is what defines the
 * outcomes; these are the same to the byte.
 */
export function createSkimmer({ classify, catalogVersion, conclude, enrichJson }: SkimParts): Skimmer {
  const text = new Source();
  const scanner = new RecordScanner(text);
  const { slots } = scanner;
  const facts = new FactReader();
  const row = new RowBuffer();
  const writer = new RowWriter();
  const verdictOn = createVerdicts(classify, catalogVersion, (verdict) => writer.piecesOf(verdict));

  const enrichSlots = (
    { category, code, notes }: Facts,
    source: RecordPosition,
    event: EventTexts,
    original: () => Uint8Array,
  ): Outcome | undefined => {
    const { verdict, pieces } = verdictOn(category, code);
    if (!writer.write(row, { slots, facts, event, index: source.index, verdict, pieces })) return undefined;
    const { classification } = verdict;
    const json = row.toString();
    const toFingerprint = () => {
      // The bytes before are no longer needed: there the time of creation goes, so that one piece can be hashed.
      const hashed = row.from(writer.repeated - facts.created.length);
      facts.created.copyOver(hashed);
      return hash('sha256', hashed, 'binary');
    };
    const written = { json, rowBytes: row.length, toFingerprint, source, original };
    return conclude({ category, code, notes, classification }, written);
  };

  return ({ body, position }) => {
    if (body.length > MOST_BYTES || !isUtf8(body)) return undefined;
    text.load(body);
    let next = beginOfRecords(scanner, text);
    if (next === NOWHERE) return undefined;
    const { bytes } = text;
    const event = toEventTexts(position);
    const outcomes: Outcome[] = [];
    for (;;) {
      const start = scanner.space(next);
      const end = bytes[start] === OPEN_OBJECT ? scanner.record(start) : NOWHERE;
      if (end === NOWHERE) return undefined;
      const source = { ...position, index: outcomes.length };
      const original = () => body.subarray(start, end);
      const found = scanner.isDoubtful ? undefined : facts.read(slots);
      const outcome = found && enrichSlots(found, source, event, original);
      outcomes.push(outcome ?? enrichJson(original(), source));
      next = scanner.space(end);
      if (bytes[next] !== COMMA) break;
      next++;
    }
    if (bytes[next] !== CLOSE_LIST) return undefined;
    next = scanner.space(next + 1);
    if (bytes[next] !== CLOSE_OBJECT || scanner.space(next + 1) !== body.length) return undefined;
    return outcomes;
  };
}

/** The place behind the `[` of the list of records. */
function beginOfRecords(scanner: RecordScanner, { bytes, view }: Source): number {
  const open = scanner.space(0);
  if (bytes[open] !== OPEN_OBJECT) return NOWHERE;
  const name = scanner.space(open + 1);
  if (!isSame(view, name, RECORDS.view, 0, RECORDS.length)) return NOWHERE;
  const list = scanner.colon(name + RECORDS.length);
  return bytes[list] === OPEN_LIST ? list + 1 : NOWHERE;
}

function toEventTexts({ partition, sequenceNumber, enqueuedTime }: EventPosition): EventTexts {
  const inQuotes = (value: string) => toSource(toJson(value).slice(1, -1));
  return {
    enqueuedTime: inQuotes(enqueuedTime),
    position: inQuotes(`${partition}/${sequenceNumber ?? ''}/`),
  };
}
