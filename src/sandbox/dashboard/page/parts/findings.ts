import type { CodeCount, CodeSummary, Overview } from '../../api.ts';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { LEVELS, levelClass } from '../levels.ts';
import { codesTable } from './codesTable.ts';
import { namesTable } from './namesTable.ts';
import { timelineChart } from './timelineChart.ts';

const MOST_FIRST = 12;
const MOST_HIGH = 25;

/** When the sign-ins were, which codes matter in them and why, for whom, from where and to what. */
export function findings(
  found: Overview,
  known: ReadonlyMap<string, CodeSummary>,
  context: Context,
): HTMLElement[] {
  const { words, format } = context;
  const unlisted = found.codesTotal - found.codes.length;
  const [first, rest] = split(found.codes);
  return [
    h(
      'section',
      { class: 'card' },
      h('h2', {}, words.timeline.title),
      levelSums(found, context),
      timelineChart(found.timeline, context),
    ),
    h(
      'section',
      { class: 'card' },
      h('h2', {}, words.codes.title),
      h('p', { class: 'hint' }, words.codes.order),
      codesTable(first, known, context),
      rest.length > 0 &&
        h(
          'details',
          { class: 'more', 'data-key': 'more-codes' },
          moreCodes(rest, context),
          codesTable(rest, known, context),
        ),
      unlisted > 0 && h('p', { class: 'hint' }, words.codes.more(format.number(unlisted))),
    ),
    h(
      'div',
      { class: 'grid-3' },
      namesTable(words.column.user, words.column.codes, found.users, context),
      namesTable(words.column.address, words.column.users, found.addresses, context),
      namesTable(words.column.application, words.column.users, found.applications, context),
    ),
  ];
}

function levelSums({ levels }: Overview, { words, format }: Context): HTMLElement {
  return h(
    'dl',
    { class: 'sums' },
    ...LEVELS.map((level) =>
      h(
        'div',
        { class: levelClass(level) },
        h('dt', {}, h('span', { class: 'dot', 'aria-hidden': 'true' }), words.level[level]),
        h('dd', {}, format.number(levels[level])),
      ),
    ),
  );
}

/** Every High code up to a screenful of them, and others up to a dozen; the rest waits until it is asked for. */
function split(codes: readonly CodeCount[]): [first: readonly CodeCount[], rest: readonly CodeCount[]] {
  const high = codes.filter(({ level }) => level === 'High').length;
  const most = Math.min(MOST_HIGH, Math.max(MOST_FIRST, high));
  return [codes.slice(0, most), codes.slice(most)];
}

function moreCodes(rest: readonly CodeCount[], { words, format }: Context): HTMLElement {
  const counts = LEVELS.map((level) => [level, rest.filter((code) => code.level === level).length] as const);
  const levels = counts
    .filter(([, n]) => n > 0)
    .map(([level, n]) => `${words.level[level]} ${format.number(n)}`);
  return h('summary', {}, words.codes.rest(format.number(rest.length), levels.join(', ')));
}
