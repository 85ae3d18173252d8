import type { Enricher } from '../../src/core/enrich.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { csvBodies } from '../../src/input/csvBodies.ts';
import { jsonBodies } from '../../src/input/jsonBodies.ts';
import { lineBodies } from '../../src/input/lineBodies.ts';
import { inChunks } from '../unit/input/support.ts';
import { FORMS, type Form } from './forms.ts';
import type { Input } from './input.ts';
import { Broken, checkBody, POSITION, toPlain } from './invariants.ts';
import { PROFILES } from './profiles.ts';

/** What an outcome is worth to somebody who wants to see everything reached. */
export function signature(outcome: Outcome): string {
  const judged = 'judged' in outcome ? outcome.judged : 'code' in outcome ? outcome : undefined;
  const cut = 'row' in outcome ? outcome.row['TruncatedFields'] : undefined;
  return [
    outcome.kind,
    outcome.reason,
    judged?.level,
    judged?.notes.join('+'),
    judged?.suppressed ? 'suppressed' : '',
    'alert' in outcome && outcome.alert ? 'alert' : '',
    Array.isArray(cut) ? `cut ${cut}` : '',
  ].join('|');
}

/** The settings that an input meets. */
function enricherOf({ profile }: Input): Enricher {
  const enrich = PROFILES[profile];
  if (enrich === undefined) throw new RangeError(`no profile ${profile}`);
  return enrich;
}

/** The form that a piece travels in; undefined where it cannot, being no JSON or more than a line, and is a body itself. */
function formOf(input: Input): Form | undefined {
  const form = input.kind === 'among' ? FORMS[input.form] : undefined;
  return form !== undefined && fits(input.bytes, form.takes) ? form : undefined;
}

/** The event body that an input makes. */
function bodyOf(input: Input): Buffer {
  const form = formOf(input);
  if (form === undefined || input.kind !== 'among') return input.bytes;
  const encoding = form.isBinary ? 'latin1' : 'utf8';
  const [first, last] = input.goods.map((text) => Buffer.from(text).toString(encoding));
  return Buffer.from(form.of([first ?? '', input.bytes.toString(encoding), last ?? '']), encoding);
}

/** Milliseconds of this thread's CPU that the outcomes of an input's body take, without any check. */
export function timeOf(input: Input): number {
  const body = bodyOf(input);
  const begin = process.threadCpuUsage();
  enricherOf(input)({ body, position: POSITION });
  const { user, system } = process.threadCpuUsage(begin);
  return (user + system) / 1_000;
}

/**
 * Checks everything that holds for an input.
 * @returns the outcomes, and the form in which the piece travelled
 * @throws Broken when something does not hold; any other error when the code under test threw it
 */
export async function check(input: Input): Promise<{ form: string; outcomes: Outcome[] }> {
  const enrich = enricherOf(input);
  if (input.kind === 'file')
    return { form: `${input.format} file`, outcomes: await checkFile(input, enrich) };
  const outcomes = checkBody(bodyOf(input), enrich);
  const form = formOf(input);
  if (form === undefined || input.kind !== 'among') return { form: 'alone', outcomes };
  checkNeighbours(outcomes, input.goods, enrich);
  if (form.takes === 'json' && outcomes.length !== 3)
    throw new Broken('one outcome for the piece', `${outcomes.length} outcomes of 3 records`);
  return { form: form.name, outcomes };
}

function fits(bytes: Buffer, takes: 'json' | 'line'): boolean {
  if (takes === 'line') return !bytes.includes('\n');
  try {
    JSON.parse(bytes.toString());
    return true;
  } catch {
    return false;
  }
}

/** The first and the last record of a body give what they give alone. */
function checkNeighbours(outcomes: readonly Outcome[], goods: readonly string[], enrich: Enricher): void {
  for (const [good, outcome] of [
    [goods[0], outcomes[0]],
    [goods[1], outcomes.at(-1)],
  ] as const) {
    const found = outcome && withoutPlace(outcome);
    const expected = alone(good ?? '', enrich);
    if (found !== expected) throw new Broken('no lost neighbour', `${found?.slice(0, 300)}`);
  }
}

const known = new Map<Enricher, Map<string, string>>();

function alone(good: string, enrich: Enricher): string {
  const outcomes = known.get(enrich) ?? new Map<string, string>();
  known.set(enrich, outcomes);
  const before = outcomes.get(good);
  if (before !== undefined) return before;
  const [outcome] = checkBody(Buffer.from(`[${good}]`), enrich);
  const text = outcome ? withoutPlace(outcome) : '';
  outcomes.set(good, text);
  return text;
}

/** An outcome as text, without what tells where its record stood. */
function withoutPlace(outcome: Outcome): string {
  return JSON.stringify(toPlain(outcome), (name, value) =>
    name === 'source' || name === 'rowBytes' ? undefined : value,
  ).replaceAll(/3\/42\/\d+/g, '');
}

const LIMIT = 4_096;

/** A file ends in bodies, of which each ends in outcomes. */
async function checkFile(input: Extract<Input, { kind: 'file' }>, enrich: Enricher): Promise<Outcome[]> {
  const chunks = inChunks(input.bytes, [1_000, 7, 64]);
  const readers = {
    csv: () => csvBodies(chunks, 'file.csv', LIMIT),
    json: () => jsonBodies(chunks, LIMIT),
    lines: () => lineBodies(chunks),
  };
  const outcomes: Outcome[] = [];
  for await (const { bytes } of readers[input.format]()) outcomes.push(...checkBody(bytes, enrich));
  if (outcomes.length === 0 && /[!-~]/.test(input.bytes.toString('latin1')) && input.format === 'lines')
    throw new Broken('no lost line', 'a file with text gave no body');
  return outcomes;
}
