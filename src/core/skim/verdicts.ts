import type { Classification } from '../risk/classify.ts';
import type { Verdict } from '../row/column.ts';
import { CATEGORIES } from '../signIn/category.ts';
import type { Kernel } from './kernel.ts';
import type { RowColumns } from './rowColumns.ts';
import { Area } from './tables.ts';

/** A verdict, and where the kernel has what columns take from it. */
export interface WrittenVerdict extends Verdict {
  readonly address: number;
}

/**
 * The verdicts on codes, by category; each is made once.
 * @param area for what is written of them
 * @returns undefined for one that is longer than the kernel has room for
 */
export function createVerdicts(
  classify: (code: string) => Classification,
  catalogVersion: string,
  kernel: Kernel,
  { verdictOf }: RowColumns,
): (categoryAndCode: number) => WrittenVerdict | undefined {
  const area = new Area(kernel, kernel.PIECES, kernel.PIECES_END);
  const known = new Map<number, WrittenVerdict>();
  return (categoryAndCode) => {
    const found = known.get(categoryAndCode);
    if (found !== undefined) return found;
    const category = CATEGORIES[categoryAndCode >> kernel.CATEGORY_SHIFT] as string;
    const code = String(categoryAndCode & ((1 << kernel.CATEGORY_SHIFT) - 1));
    const verdict = { category, code, classification: classify(code), catalogVersion };
    const { bits, pieces } = verdictOf(verdict);
    if (pieces.some((piece) => piece.length > kernel.MOST_VALUE_BYTES)) return undefined;
    // Who makes codes up must not fill the memory with them.
    if (!area.hasRoom(kernel.COLUMN_ROOM * pieces.length)) {
      known.clear();
      area.clear();
    }
    const written = {
      ...verdict,
      address: area.words([bits, ...pieces.flatMap((piece) => area.text(piece))]),
    };
    known.set(categoryAndCode, written);
    return written;
  };
}
