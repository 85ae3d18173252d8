import type { Column, Path } from '../row/column.ts';
import { COLUMNS } from '../row/columns.ts';
import { NameTable } from './nameTable.ts';
import { TextSet } from './textSet.ts';

/** An object of a record, some members of which are wanted. */
export interface Level {
  /** The wanted names come first; those that the table learns have no slot. */
  readonly names: NameTable;
  /** By the index of a name: the slot for its value. */
  readonly slots: readonly number[];
  /** By the index of a name: what is wanted inside of its value. */
  readonly inner: readonly (Level | undefined)[];
  /** By the index of a name: which items of its list say nothing. */
  readonly silent: readonly (SilentItems | undefined)[];
}

/** Objects without the first of these names, or with one of the texts under it. */
export interface SilentItems {
  readonly names: NameTable;
  readonly texts: TextSet;
}

/** What is read of every record, whatever the columns are. */
const FACTS: readonly Path[] = [
  'envelope.time',
  'envelope.category',
  'envelope.resultType',
  'properties',
  'properties.createdDateTime',
  'properties.id',
  'properties.status.errorCode',
];

/** The columns of rows without `ROW_DETAIL=full`. */
export const COMPACT_COLUMNS = COLUMNS.filter(({ fullOnly }) => fullOnly === undefined);

function pathsOf({ origin }: Column): readonly (Path | undefined)[] {
  if (origin.kind === 'text') return [...origin.paths, origin.sameAs, origin.unless];
  if (origin.kind === 'dynamic') return [origin.path, origin.beside];
  return origin.kind === 'flag' ? [origin.path] : [];
}

/** A path and those above it; `envelope` is the record itself, which has no slot. */
function withParents(path: Path): Path[] {
  const names = path.split('.');
  return names.map((_, index) => names.slice(0, index + 1).join('.')).filter((part) => part !== 'envelope');
}

const wanted = [...FACTS, ...COMPACT_COLUMNS.flatMap(pathsOf)].filter((path) => path !== undefined);
const PATHS: readonly Path[] = [...new Set(wanted.flatMap(withParents))];

export const SLOT_COUNT = PATHS.length;

/**
 * The slot of a path.
 * @throws RangeError for a path that is not wanted
 */
export function slotOf(path: Path): number {
  const slot = PATHS.indexOf(path);
  if (slot < 0) throw new RangeError(`no slot for ${path}`);
  return slot;
}

/** A record, with all that is wanted inside; new each time, since names are learned. */
export function toLevels(): Level {
  return levelOf(PATHS.filter((path) => parentOf(path) === 'envelope'));
}

/** Paths of properties do not say that these stand in the envelope. */
function parentOf(path: Path): Path {
  return path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : 'envelope';
}

function levelOf(paths: readonly Path[]): Level {
  return {
    names: new NameTable(paths.map((path) => path.slice(path.lastIndexOf('.') + 1))),
    slots: paths.map(slotOf),
    inner: paths.map((path) => {
      const inner = PATHS.filter((other) => parentOf(other) === path);
      return inner.length === 0 ? undefined : levelOf(inner);
    }),
    silent: paths.map(silentItemsOf),
  };
}

function silentItemsOf(path: Path): SilentItems | undefined {
  for (const { origin } of COMPACT_COLUMNS) {
    if (origin.kind !== 'dynamic' || origin.path !== path || origin.silent === undefined) continue;
    const { member, texts } = origin.silent;
    return { names: new NameTable([member]), texts: new TextSet(texts) };
  }
  return undefined;
}
