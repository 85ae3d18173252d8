import type { Classification } from '../risk/classify.ts';
import type { Verdict } from '../row/column.ts';
import type { Source } from './source.ts';

/** More than there are documented codes: who makes codes up must not fill the memory with them. */
const MOST_VERDICTS = 2_000;

/** A verdict, and the columns that it gives alone. */
export interface WrittenVerdict {
  readonly verdict: Verdict;
  readonly pieces: readonly Source[];
}

/** The verdicts on codes, by category; each is made once. */
export function createVerdicts(
  classify: (code: string) => Classification,
  catalogVersion: string,
  piecesOf: (verdict: Verdict) => readonly Source[],
): (category: string, code: string) => WrittenVerdict {
  const known = new Map<string, Map<string, WrittenVerdict>>();
  let count = 0;
  return (category, code) => {
    const found = known.get(category)?.get(code);
    if (found !== undefined) return found;
    if (count++ >= MOST_VERDICTS) {
      known.clear();
      count = 1;
    }
    const verdict = { category, code, classification: classify(code), catalogVersion };
    const written = { verdict, pieces: piecesOf(verdict) };
    const codes = known.get(category) ?? new Map<string, WrittenVerdict>();
    known.set(category, codes.set(code, written));
    return written;
  };
}
