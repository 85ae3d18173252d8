import type { RecordPosition } from '../event.ts';
import { own } from '../json/types.ts';
import type { Classification } from '../risk/classify.ts';
import type { SignIn } from '../signIn/signIn.ts';
import { atPath, toBoolean, toText, unwrapJson } from '../signIn/values.ts';

/** Column types of a DCR stream and of a Log Analytics table that this table uses (both know them under these names). */
export type ColumnType = 'string' | 'long' | 'boolean' | 'datetime' | 'dynamic';

/** Everything that a row is made of; no time of processing is among it, so that the same record gives the same row. */
export interface RowInput {
  readonly signIn: SignIn;
  readonly classification: Classification;
  readonly position: RecordPosition;
  readonly catalogVersion: string;
}

/** One column of the table: the single place that says its name, its type and where its value comes from. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Where the value comes from, for the docs. */
  readonly source: string;
  /** Only in rows with `ROW_DETAIL=full`. */
  readonly fullOnly?: true;
  /** The value; undefined leaves the column out of the row. */
  readonly read: (input: RowInput) => unknown;
}

/** A column whose value is worked out. */
export function computed(
  name: string,
  type: ColumnType,
  source: string,
  read: (input: RowInput) => unknown,
): Column {
  return { name, type, source, read };
}

type Part = 'envelope' | 'properties';

function reader(path: string): (signIn: SignIn) => unknown {
  const [part = '', ...names] = path.split('.');
  const root: Part = part === 'envelope' ? 'envelope' : 'properties';
  const [name, ...deeper] = names;
  if (name !== undefined && deeper.length === 0) return (signIn) => own(signIn[root], name);
  return (signIn) => atPath(signIn[root], names);
}

/** What a text column leaves out: `defaults` that say nothing, and a value that another path already holds. */
interface Omit {
  readonly defaults?: readonly string[];
  readonly sameAs?: string;
}

/** A text column: the first of the paths that holds text. */
export function text(name: string, paths: string | readonly string[], omit: Omit = {}): Column {
  const list = typeof paths === 'string' ? [paths] : paths;
  const readers = list.map(reader);
  const sameAs = omit.sameAs === undefined ? undefined : reader(omit.sameAs);
  const source = [list.join(', else '), ...omitted(omit)].join('; ');
  return computed(name, 'string', source, ({ signIn }) => {
    for (const read of readers) {
      const value = toText(read(signIn));
      if (value === undefined) continue;
      if (omit.defaults?.includes(value) || (sameAs !== undefined && toText(sameAs(signIn)) === value))
        return undefined;
      return value;
    }
    return undefined;
  });
}

function omitted({ defaults, sameAs }: Omit): string[] {
  const parts: string[] = [];
  if (defaults !== undefined) parts.push(`left out when ${defaults.join(' or ')}`);
  if (sameAs !== undefined) parts.push(`left out when equal to ${sameAs}`);
  return parts;
}

/** A boolean column that is written only when true: absent means false. */
export function flag(name: string, path: string): Column {
  const read = reader(path);
  return computed(
    name,
    'boolean',
    `${path}; left out when false`,
    ({ signIn }) => toBoolean(read(signIn)) || undefined,
  );
}

/** A dynamic column: the object or list at a path (also as JSON text), reshaped. */
export function dynamic(
  name: string,
  path: string,
  shape: (value: unknown) => unknown,
  note: string,
): Column {
  const read = reader(path);
  return computed(name, 'dynamic', `${path}; ${note}`, ({ signIn }) => shape(unwrapJson(read(signIn))));
}
