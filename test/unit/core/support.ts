import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { catalogSchema, resultNamesSchema } from '../../../src/core/catalogSchema.ts';
import { createEnricher, type Enricher, type EnricherOptions } from '../../../src/core/enrich.ts';
import type { EventPosition } from '../../../src/core/event.ts';
import type { JsonObject } from '../../../src/core/json/types.ts';
import type { DeadLetter, Outcome } from '../../../src/core/outcome.ts';
import type { Row } from '../../../src/core/row/row.ts';

const readJson = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'));

/** The project's own catalog and directory of names. */
export const catalog = catalogSchema.parse(readJson('data/catalog.json'));
export const names = resultNamesSchema.parse(readJson('data/result-names.json'));

export const POSITION: EventPosition = {
  partition: '3',
  sequenceNumber: 42,
  enqueuedTime: '2026-03-04T10:00:00.5Z',
};

/** An enricher with the project's data and the default settings, except for what is given. */
export function toEnricher(options: Partial<EnricherOptions> = {}): Enricher {
  return createEnricher({
    catalog,
    names,
    rowDetail: 'compact',
    minRowLevel: 'Low',
    alertPolicy: [],
    ...options,
  });
}

const enrich = toEnricher();

export function toBytes(body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** The outcomes of a body: bytes, text, or a value that is printed as JSON. */
export function outcomesOf(body: unknown, enricher: Enricher = enrich): Outcome[] {
  return enricher({ body: toBytes(body), position: POSITION });
}

export function rowOf(outcome: Outcome | undefined): Row {
  if (outcome === undefined || !('row' in outcome)) throw new Error(`no row: ${JSON.stringify(outcome)}`);
  return outcome.row;
}

/** The row of a body that holds one record. */
export function onlyRow(body: unknown, enricher: Enricher = enrich): Row {
  const [first, ...rest] = outcomesOf(body, enricher);
  if (rest.length > 0) throw new Error(`${rest.length} records more than one`);
  return rowOf(first);
}

export function letterOf(outcome: Outcome | undefined): DeadLetter {
  if (outcome?.kind !== 'dead-letter') throw new Error(`no dead letter: ${JSON.stringify(outcome)}`);
  return outcome.letter;
}

const recordSchema = z.looseObject({ category: z.string(), properties: z.looseObject({ id: z.string() }) });

/** A record in the form of the wire. */
export type WireRecord = z.infer<typeof recordSchema>;

/** One hand-made record of each category, with the fields and quirks of real ones. */
export const FIXTURES: readonly WireRecord[] = z
  .array(recordSchema)
  .parse(readJson('test/fixtures/sign-ins.json'));

export function fixture(category: string): WireRecord {
  const found = FIXTURES.find((record) => record.category === category);
  if (found === undefined) throw new Error(`no fixture of category ${category}`);
  return structuredClone(found);
}

/** The interactive sign-in of the fixtures with other members; an undefined one is absent. */
export function signIn(envelope: JsonObject, properties: JsonObject = {}): WireRecord {
  const record = fixture('SignInLogs');
  return { ...record, ...envelope, properties: { ...record.properties, ...properties } };
}
