import type { Path } from '../row/column.ts';
import type { Kernel } from './kernel.ts';
import { COMPACT_COLUMNS, PATHS, parentOf, slotOf } from './members.ts';
import type { Area } from './tables.ts';

/** Places for names, by name: enough that hardly any two meet. */
const BUCKETS_PER_NAME = 4;

/** A record as the kernel wants it (`kernel/names.ts`): the names of its members, with what is wanted inside of them. */
export function recordLevel(kernel: Kernel, area: Area): number {
  // Those above would keep what an earlier record had in them.
  if (PATHS.length > kernel.MOST_SLOTS) throw new RangeError('more paths than the kernel has slots');
  const levelOf = (parent: Path): number => {
    const paths = PATHS.filter((path) => parentOf(path) === parent);
    if (paths.length === 0) return 0;
    const buckets = 2 ** Math.ceil(Math.log2(paths.length * BUCKETS_PER_NAME));
    const level = area.words([buckets - 1, ...Array<number>(buckets).fill(0)]);
    for (const path of paths) {
      const name = area.text(path.slice(path.lastIndexOf('.') + 1));
      kernel.enter(level, area.words([...name, slotOf(path), levelOf(path), silentItems(path, area)]));
    }
    return level;
  };
  return levelOf('envelope');
}

/** Which items of the list at a path say nothing (`kernel/record.ts`). */
function silentItems(path: Path, area: Area): number {
  for (const { origin } of COMPACT_COLUMNS) {
    if (origin.kind !== 'dynamic' || origin.path !== path || origin.silent === undefined) continue;
    const { member, texts } = origin.silent;
    return area.words([...area.text(member), area.texts(texts)]);
  }
  return 0;
}
