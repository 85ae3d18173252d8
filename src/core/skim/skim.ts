import { isUtf8 } from 'node:buffer';
import { hash } from 'node:crypto';
import type { Conclude } from '../conclude.ts';
import type { RecordPosition, SourceEvent } from '../event.ts';
import type { Outcome } from '../outcome.ts';
import type { Classification } from '../risk/classify.ts';
import { CATEGORIES } from '../signIn/category.ts';
import type { SignInNote } from '../signIn/signIn.ts';
import { toUtcTime } from '../signIn/time.ts';
import { createEventTexts } from './eventTexts.ts';
import { createKeeper } from './keeper.ts';
import { type Kernel, loadBody, startKernel } from './kernel.ts';
import { recordLevel } from './levels.ts';
import { toRowColumns } from './rowColumns.ts';
import { Area } from './tables.ts';
import { createVerdicts } from './verdicts.ts';

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
export function createSkimmer(parts: SkimParts): Skimmer {
  let skimmer: Skimmer | undefined;
  // With the first event: what only wants to be asked what it is need not wait for it.
  return (event) => {
    skimmer ??= startIfPossible(parts);
    return skimmer(event);
  };
}

/** Where there is no memory for a kernel all events go the long way; to try again with each would only cost time. */
function startIfPossible(parts: SkimParts): Skimmer {
  try {
    return startSkimmer(parts);
  } catch {
    return () => undefined;
  }
}

function startSkimmer({ classify, catalogVersion, conclude, enrichJson }: SkimParts): Skimmer {
  const kernel = startKernel({
    writeExactly: (column) => columns.exact[column]?.() === true,
    readTime: (start, end, to) => memory.write(toUtcTime(memory.toString('utf8', start, end)) ?? '', to),
  });
  const { memory } = kernel;
  const keeper = createKeeper();
  const tables = new Area(kernel, kernel.TABLES, kernel.TABLES_END);
  const level = recordLevel(kernel, tables);
  const categories = tables.texts(CATEGORIES);
  const columns = toRowColumns(kernel, tables, new Area(kernel, kernel.MEMOS, kernel.MEMOS_END));
  const event = createEventTexts(kernel, tables);
  const verdictOn = createVerdicts(classify, catalogVersion, kernel, columns);

  const categoryAndCode = (1 << (kernel.CATEGORY_SHIFT + 4)) - 1;
  const toFingerprint = () =>
    hash('sha256', memory.subarray(kernel.rowRepeated(), kernel.appendFingerprinted()), 'binary');

  const enrichFound = (
    found: number,
    source: RecordPosition,
    original: () => Uint8Array,
  ): Outcome | undefined => {
    const verdict = verdictOn(found & categoryAndCode);
    if (verdict === undefined) return undefined;
    if (!kernel.writeRow(columns.address, columns.count, verdict.address, event.address, source.index))
      return undefined;
    const { category, code, classification } = verdict;
    const finding = { category, code, notes: notesOf(found, kernel), classification };
    const json = keeper.keep(memory, kernel.ROW, kernel.rowEnd());
    const outcome = conclude(finding, { json, toFingerprint, source, original });
    if (!('json' in outcome)) keeper.release(json);
    return outcome;
  };

  return ({ body, position }) => {
    const { length } = body;
    if (length > kernel.MOST_BODY_BYTES || !isUtf8(body) || !event.set(position)) return undefined;
    loadBody(kernel, body);
    const outcomes: Outcome[] = [];
    let start = kernel.firstRecord();
    while (start !== kernel.END) {
      const end = start === kernel.NOWHERE ? kernel.NOWHERE : kernel.record(start, level);
      if (end === kernel.NOWHERE) return undefined;
      const { partition, sequenceNumber, enqueuedTime } = position;
      const source = { partition, sequenceNumber, enqueuedTime, index: outcomes.length };
      const [from, to] = [start - kernel.BODY, end - kernel.BODY];
      const original = () => body.subarray(from, to);
      const found = kernel.factsOf(categories);
      const outcome = found < 0 ? undefined : enrichFound(found, source, original);
      outcomes.push(outcome ?? enrichJson(original(), source));
      start = kernel.nextRecord(end, length);
    }
    return outcomes;
  };
}

/** @param found of `factsOf` */
function notesOf(found: number, { CODE_CONFLICT, TIME_FROM_ENQUEUED }: Kernel): SignInNote[] {
  const notes: SignInNote[] = [];
  if ((found & CODE_CONFLICT) !== 0) notes.push('code-conflict');
  if ((found & TIME_FROM_ENQUEUED) !== 0) notes.push('time-from-enqueued');
  return notes;
}
