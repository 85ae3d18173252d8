import type { CodeCount, LiveState, Overview } from '../../api.ts';
import { ask } from '../ask.ts';
import { codeTexts } from '../codeTexts.ts';
import { type Context, chosenRuns, FILTERS, keptQuery, toServerQuery, type View } from '../context.ts';
import { h, linkTo, put } from '../dom.ts';
import { LEVELS, levelClass } from '../levels.ts';
import { codesTable } from '../parts/codesTable.ts';
import { filterBar } from '../parts/filterBar.ts';
import { flowPicture } from '../parts/flowPicture.ts';
import { namesTable } from '../parts/namesTable.ts';
import { runNotes } from '../parts/runNotes.ts';
import { timelineChart } from '../parts/timelineChart.ts';
import { toHash, withQuery } from '../route.ts';
import { toTotals } from '../totals.ts';

const MOST_FIRST = 12;
const MOST_HIGH = 25;
const MOST_STANDING_OUT = 4;

/** Which codes matter in the logs and why, when, for whom and from where; and the way of the logs through the system. */
export function overview(context: Context): View {
  const { words, format } = context;
  const picture = flowPicture(context);
  const account = h('div', { class: 'account' });
  const filter = filterBar(context);
  const verdict = h('h1', { class: 'verdict' }, words.nav.overview);
  const standingOut = h('div', { class: 'standing-out' });
  const when = h('div');
  const what = h('div');
  const who = h('div', { class: 'grid-3' });
  const element = h(
    'div',
    { class: 'view' },
    verdict,
    standingOut,
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
    put(standingOut, ...toStandingOut(found, context));
    put(when, levelSums(found, context), timelineChart(found.timeline, context));
    const unlisted = found.codesTotal - found.codes.length;
    const [first, rest] = split(found.codes);
    put(
      what,
      first.length === 0 ? h('p', { class: 'empty' }, words.nothing) : codesTable(first, known, context),
      rest.length > 0 &&
        h(
          'details',
          { class: 'more', 'data-key': 'more-codes' },
          moreCodes(rest, context),
          codesTable(rest, known, context),
        ),
      unlisted > 0 && h('p', { class: 'hint' }, words.codes.more(format.number(unlisted))),
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

/** The most frequent High codes, told before anything else. */
function toStandingOut({ codes }: Overview, context: Context): HTMLElement[] {
  const { words, format, route } = context;
  const high = codes.filter(({ level }) => level === 'High').slice(0, MOST_STANDING_OUT);
  return high.map(({ code, level, name, records }) =>
    linkTo(
      toHash('codes', withQuery(keptQuery(route().query), { code: undefined, level: undefined }), code),
      { class: levelClass(level), 'aria-label': words.codes.times(code, name ?? '', format.number(records)) },
      h('span', { class: 'code' }, code),
      name !== undefined && h('span', { class: 'name' }, name),
      h('span', { class: 'times' }, `× ${format.number(records)}`),
    ),
  );
}
