import type { RecordPosition } from '../event.ts';
import { own } from '../json/types.ts';
import type { Classification } from '../risk/classify.ts';
import type { SignIn } from '../signIn/signIn.ts';
import { atPath, toBoolean, toText, unwrapJson } from '../signIn/values.ts';
import { pick } from './compact.ts';

/** Column types of a DCR stream and of a Log Analytics table that this table uses (both know them under these names). */
export type ColumnType = 'string' | 'long' | 'boolean' | 'datetime' | 'dynamic';

/** What is known of a result: the same for all sign-ins of one category that end in one code. */
export interface Verdict {
  readonly category: string;
  readonly code: string;
  readonly classification: Classification;
  readonly catalogVersion: string;
}

/** What is a sign-in's own, and no member of the record as it stands: its place in the hub, its times and its id. */
export type PlacedPart = 'time' | 'createdTime' | 'position' | 'recordId';

/** Everything that a row is made of; no time of processing is among it, so that the same record gives the same row. */
export interface RowInput {
  readonly signIn: SignIn;
  readonly position: RecordPosition;
  readonly verdict: Verdict;
}

/** A member of a record: `envelope` or `properties`, then names, with dots between. */
export type Path = string;

/** How a column's value is found; as data, so that it can be read from objects and from bytes alike. */
export type Origin =
  | { readonly kind: 'placed'; readonly part: PlacedPart }
  | { readonly kind: 'verdict'; readonly read: (verdict: Verdict) => unknown }
  | TextOrigin
  | { readonly kind: 'flag'; readonly path: Path }
  | DynamicOrigin
  | PickedOrigin;

/** The first of the paths that holds text. */
export interface TextOrigin extends Unless {
  readonly kind: 'text';
  readonly paths: readonly Path[];
}

/** What stands at a path (also as JSON text), reshaped. */
export interface DynamicOrigin {
  readonly kind: 'dynamic';
  readonly path: Path;
  readonly shape: (value: unknown) => unknown;
  /** Items of a list that say nothing: objects without such a member, or with one of these texts in it. */
  readonly silent?: SilentTexts;
}

export interface SilentTexts {
  readonly member: string;
  readonly texts: readonly string[];
}

/** Members of the object at a path (also as JSON text) that are not empty. */
export interface PickedOrigin {
  readonly kind: 'picked';
  readonly path: Path;
  readonly members: readonly string[];
  /** More of them, where no text stands at the path `beside`. */
  readonly alone: readonly string[];
  readonly beside: Path;
}

/** One column of the table: the single place that says its name, its type and where its value comes from. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Where the value comes from, for the docs. */
  readonly source: string;
  /** Only in rows with `ROW_DETAIL=full`. */
  readonly fullOnly?: true;
  readonly origin: Origin;
  /** The value; undefined leaves the column out of the row. */
  readonly read: (input: RowInput) => unknown;
}

/** A column of the sign-in's place and time. */
export function placed(name: string, type: ColumnType, source: string, part: PlacedPart): Column {
  return { name, type, source, origin: { kind: 'placed', part }, read: PLACED[part] };
}

const PLACED: Readonly<Record<PlacedPart, (input: RowInput) => string>> = {
  time: ({ signIn }) => signIn.time,
  createdTime: ({ signIn }) => signIn.createdTime ?? signIn.time,
  position: ({ position }) => `${position.partition}/${position.sequenceNumber ?? ''}/${position.index}`,
  recordId: ({ signIn }) => signIn.recordId,
};

/** A column that category and code decide alone. */
export function judged(
  name: string,
  type: ColumnType,
  source: string,
  read: (verdict: Verdict) => unknown,
): Column {
  const origin: Origin = { kind: 'verdict', read };
  return { name, type, source, origin, read: ({ verdict }) => read(verdict) };
}

type Part = 'envelope' | 'properties';

function reader(path: Path): (signIn: SignIn) => unknown {
  const [part = '', ...names] = path.split('.');
  const root: Part = part === 'envelope' ? 'envelope' : 'properties';
  const [name, ...deeper] = names;
  if (name === undefined) return (signIn) => signIn[root];
  if (deeper.length === 0) return (signIn) => own(signIn[root], name);
  return (signIn) => atPath(signIn[root], names);
}

/** When a text column is left out. */
interface Unless {
  /** Texts that say nothing. */
  readonly defaults?: readonly string[];
  /** Left out when the text is that of another path, too. */
  readonly sameAs?: Path;
  /** Left out when text stands at another path. */
  readonly unless?: Path;
  /** Left out when it says no. */
  readonly only?: (verdict: Verdict) => boolean;
  /** For the docs: when `unless` or `only` leave the column out. */
  readonly note?: string;
}

/** A text column: the first of the paths that holds text. */
export function text(name: string, paths: Path | readonly Path[], omit: Unless = {}): Column {
  const list = typeof paths === 'string' ? [paths] : paths;
  const origin: TextOrigin = { kind: 'text', paths: list, ...omit };
  const { only } = omit;
  const read = textReader(origin, reader);
  return {
    name,
    type: 'string',
    source: [list.join(', else '), ...omitted(omit)].join('; '),
    origin,
    read: ({ signIn, verdict }) => (only === undefined || only(verdict) ? read(signIn) : undefined),
  };
}

/**
 * Reads the text of a column.
 * @param toReader how the value at a path is read, from whatever holds a record
 */
export function textReader<T>(
  origin: TextOrigin,
  toReader: (path: Path) => (from: T) => unknown,
): (from: T) => string | undefined {
  const { defaults } = origin;
  const readers = origin.paths.map(toReader);
  const sameAs = origin.sameAs === undefined ? undefined : toReader(origin.sameAs);
  const unless = origin.unless === undefined ? undefined : toReader(origin.unless);
  return (from) => {
    if (unless !== undefined && toText(unless(from)) !== undefined) return undefined;
    for (const read of readers) {
      const value = toText(read(from));
      if (value === undefined) continue;
      if (defaults?.includes(value) || (sameAs !== undefined && toText(sameAs(from)) === value))
        return undefined;
      return value;
    }
    return undefined;
  };
}

function omitted({ defaults, sameAs, note }: Unless): string[] {
  const parts: string[] = [];
  if (defaults !== undefined) parts.push(`left out when ${defaults.join(' or ')}`);
  if (sameAs !== undefined) parts.push(`left out when equal to ${sameAs}`);
  if (note !== undefined) parts.push(note);
  return parts;
}

/** A boolean column that is written only when true: absent means false. */
export function flag(name: string, path: Path): Column {
  const read = reader(path);
  return {
    name,
    type: 'boolean',
    source: `${path}; left out when false`,
    origin: { kind: 'flag', path },
    read: ({ signIn }) => toBoolean(read(signIn)) || undefined,
  };
}

/** A dynamic column: the object or list at a path (also as JSON text), reshaped. */
export function dynamic(
  name: string,
  path: Path,
  shape: DynamicOrigin['shape'],
  note: string,
  silent?: SilentTexts,
): Column {
  const read = reader(path);
  return {
    name,
    type: 'dynamic',
    source: `${path}; ${note}`,
    origin: { kind: 'dynamic', path, shape, ...(silent && { silent }) },
    read: ({ signIn }) => shape(unwrapJson(read(signIn))),
  };
}

/** A dynamic column of an object's members. */
export function picked(name: string, origin: Omit<PickedOrigin, 'kind'>, note: string): Column {
  const read = pickedReader(origin, reader);
  return {
    name,
    type: 'dynamic',
    source: `${origin.path}; ${note}`,
    origin: { kind: 'picked', ...origin },
    read: ({ signIn }) => read(signIn),
  };
}

/**
 * Reads the members of a picked column.
 * @param toReader how the value at a path is read, from whatever holds a record
 */
export function pickedReader<T>(
  { path, members, alone, beside }: Omit<PickedOrigin, 'kind'>,
  toReader: (path: Path) => (from: T) => unknown,
): (from: T) => unknown {
  const read = toReader(path);
  const readBeside = toReader(beside);
  const all = [...members, ...alone];
  return (from) => pick(unwrapJson(read(from)), toText(readBeside(from)) === undefined ? all : members);
}
