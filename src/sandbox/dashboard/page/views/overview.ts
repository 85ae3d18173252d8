import type { LiveState, Overview } from '../../api.ts';
import { ask } from '../ask.ts';
import { codeTexts } from '../codeTexts.ts';
import { type Context, chosenRuns, FILTERS, toServerQuery, type View } from '../context.ts';
import { h, put } from '../dom.ts';
import { LEVELS, levelClass } from '../levels.ts';
import { codesTable } from '../parts/codesTable.ts';
import { filterBar } from '../parts/filterBar.ts';
import { flowPicture } from '../parts/flowPicture.ts';
import { namesTable } from '../parts/namesTable.ts';
import { runNotes } from '../parts/runNotes.ts';
import { timelineChart } from '../parts/timelineChart.ts';
import { toTotals } from '../totals.ts';

/** Which codes matter in the logs and why, when, for whom and from where; and the way of the logs through the system. */
export function overview(context: Context): View {
  const { words, format } = context;
  const picture = flowPicture(context);
  const account = h('div', { class: 'account' });
  const filter = filterBar(context);
  const verdict = h('h1', { class: 'verdict' }, words.nav.overview);
  const when = h('div');
  const what = h('div');
  const who = h('div', { class: 'grid-3' });
  const element = h(
    'div',
    { class: 'view' },
    verdict,
    h('section', { class: 'card', 'aria-label': words.flow.title }, picture.element, account),
    filter.element,
    h('section', { class: 'card' }, h('h2', {}, words.timeline.title), when),
    h(
      'section',
      { class: 'card' },
      h('h2', {}, words.codes.title),
      h('p', { class: 'hint' }, words.codes.order),
      what,
    ),
    who,
  );
  const show = (found: Overview, known: Awaited<ReturnType<typeof codeTexts>>): void => {
    put(verdict, toVerdict(found, context));
    put(when, levelSums(found, context), timelineChart(found.timeline, context));
    const rest = found.codesTotal - found.codes.length;
    put(
      what,
      found.codes.length === 0
        ? h('p', { class: 'empty' }, words.nothing)
        : codesTable(found.codes, known, context),
      rest > 0 && h('p', { class: 'hint' }, words.codes.more(format.number(rest))),
    );
    put(
      who,
      namesTable(words.column.user, words.column.codes, found.users, context),
      namesTable(words.column.address, words.column.users, found.addresses, context),
      namesTable(words.column.application, words.column.users, found.applications, context),
    );
    filter.offer(found.codes);
  };
  return {
    element,
    title: words.nav.overview,
    count(state: LiveState) {
      const runs = chosenRuns(state.runs, context.route().query);
      picture.count(toTotals(runs));
      put(account, runNotes(runs, state, context));
    },
    async refresh() {
      filter.show();
      const query = toServerQuery(context, FILTERS);
      const [found, known] = await Promise.all([ask<Overview>(`/api/overview?${query}`), codeTexts()]);
      show(found, known);
    },
  };
}

function toVerdict({ matched, levels, codes }: Overview, { words, format }: Context): string {
  const high = codes.filter(({ level }) => level === 'High').length;
  if (matched === 0) return words.verdict.nothing;
  if (levels.High === 0) return words.verdict.calm(format.number(matched));
  return words.verdict.high(format.number(levels.High), format.number(matched), high);
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
