import type { Column, Path, PickedOrigin } from '../row/column.ts';
import { COLUMNS } from '../row/columns.ts';

/** What is read of every record, whatever the columns are; the kernel knows their slots by this order (`kernel/slots.ts`). */
export const FACTS: readonly Path[] = [
  'envelope.time',
  'envelope.category',
  'envelope.resultType',
  'properties',
  'properties.createdDateTime',
  'properties.id',
  'properties.status',
  'properties.status.errorCode',
];

/** The columns of rows without `ROW_DETAIL=full`. */
export const COMPACT_COLUMNS = COLUMNS.filter(({ fullOnly }) => fullOnly === undefined);

function pathsOf({ origin }: Column): readonly (Path | undefined)[] {
  if (origin.kind === 'text') return [...origin.paths, origin.sameAs, origin.unless];
  if (origin.kind === 'picked') return [origin.path, origin.beside, ...membersOf(origin)];
  return origin.kind === 'flag' || origin.kind === 'dynamic' ? [origin.path] : [];
}

/** The paths of what may be picked, those that are always first. */
export function membersOf({ path, members, alone }: PickedOrigin): readonly Path[] {
  return [...members, ...alone].map((name) => `${path}.${name}`);
}

/** A path and those above it; `envelope` is the record itself, which has no slot. */
function withParents(path: Path): Path[] {
  const names = path.split('.');
  return names.map((_, index) => names.slice(0, index + 1).join('.')).filter((part) => part !== 'envelope');
}

const wanted = [...FACTS, ...COMPACT_COLUMNS.flatMap(pathsOf)].filter((path) => path !== undefined);

/** By slot: the path of what stands there. */
export const PATHS: readonly Path[] = [...new Set(wanted.flatMap(withParents))];

/**
 * The slot of a path.
 * @throws RangeError for a path that is not wanted
 */
export function slotOf(path: Path): number {
  const slot = PATHS.indexOf(path);
  if (slot < 0) throw new RangeError(`no slot for ${path}`);
  return slot;
}

/** Paths of properties do not say that these stand in the envelope. */
export function parentOf(path: Path): Path {
  return path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : 'envelope';
}
