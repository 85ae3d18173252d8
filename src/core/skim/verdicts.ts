import type { Classification } from '../risk/classify.ts';
import type { Verdict } from '../row/column.ts';
import { CATEGORIES } from '../signIn/category.ts';
import type { RowColumns } from './rowColumns.ts';
import type { Area } from './tables.ts';

/** A verdict, and where the kernel has what columns take from it. */
export interface WrittenVerdict {
  readonly verdict: Verdict;
  readonly address: number;
}

/** Codes have seven digits, so in what the kernel finds of a record the category begins here. */
const CATEGORY_SHIFT = 24;

/** More than that few catalogs, packs and names together have. */
const ROOM_BYTES = 8 * 1024;

/** The verdicts on codes, by category; each is made once. @param area for what is written of them */
export function createVerdicts(
  classify: (code: string) => Classification,
  catalogVersion: string,
  { verdictOf }: RowColumns,
  area: Area,
): (categoryAndCode: number) => WrittenVerdict {
  const known = new Map<number, WrittenVerdict>();
  return (categoryAndCode) => {
    const found = known.get(categoryAndCode);
    if (found !== undefined) return found;
    // Who makes codes up must not fill the memory with them.
    if (!area.hasRoom(ROOM_BYTES)) {
      known.clear();
      area.clear();
    }
    const category = CATEGORIES[categoryAndCode >> CATEGORY_SHIFT] as string;
    const code = String(categoryAndCode & ((1 << CATEGORY_SHIFT) - 1));
    const verdict = { category, code, classification: classify(code), catalogVersion };
    const { bits, pieces } = verdictOf(verdict);
    const written = { verdict, address: area.words([bits, ...pieces.flatMap((piece) => area.text(piece))]) };
    known.set(categoryAndCode, written);
    return written;
  };
}
