import type { RunView } from '../../api.ts';
import { ALL_RUNS, type Context, FILTERS } from '../context.ts';
import { h, linkTo } from '../dom.ts';
import { toHash } from '../route.ts';
import { toTotals } from '../totals.ts';

/** Why there is no sign-in to show, and the way to where they are. */
export function nothingFound(runs: readonly RunView[], { words, format, route }: Context): HTMLElement {
  const { query } = route();
  const { records, deadLetters, duplicates } = toTotals(runs);
  const run = new URLSearchParams(query.has('run') ? { run: query.get('run') ?? '' } : {});
  const isFiltered = FILTERS.some((name) => query.has(name));
  const hints: (HTMLElement | false)[] = [
    isFiltered && linkTo(toHash('overview', run), {}, words.filter.clear),
    !isFiltered &&
      deadLetters > 0 &&
      linkTo(toHash('dead-letters', run), {}, words.empty.deadLetters(format.number(deadLetters))),
    !isFiltered &&
      duplicates > 0 &&
      linkTo(
        toHash('overview', new URLSearchParams({ run: ALL_RUNS })),
        {},
        words.empty.duplicates(format.number(duplicates)),
      ),
    !isFiltered && records === 0 && h('span', {}, words.upload.about),
  ];
  return h(
    'section',
    { class: 'card empty' },
    h('p', {}, isFiltered ? words.nothing : words.verdict.nothing),
    ...hints.map((hint) => hint && h('p', {}, hint)),
  );
}
