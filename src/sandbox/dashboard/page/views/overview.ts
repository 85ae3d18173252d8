import type { LiveState, Overview } from '../../api.ts';
import { ask } from '../ask.ts';
import { codeTexts } from '../codeTexts.ts';
import { type Context, chosenRuns, FILTERS, keptQuery, toServerQuery, type View } from '../context.ts';
import { h, linkTo, put } from '../dom.ts';
import { levelClass } from '../levels.ts';
import { filterBar } from '../parts/filterBar.ts';
import { findings } from '../parts/findings.ts';
import { flowPicture } from '../parts/flowPicture.ts';
import { nothingFound } from '../parts/nothingFound.ts';
import { runNotes } from '../parts/runNotes.ts';
import { toHash, withQuery } from '../route.ts';
import { toTotals } from '../totals.ts';

const MOST_STANDING_OUT = 4;

/** Which codes matter in the logs and why, when, for whom and from where; and the way of the logs through the system. */
export function overview(context: Context): View {
  const { words } = context;
  const picture = flowPicture(context);
  const account = h('div', { class: 'account' });
  const filter = filterBar(context);
  const verdict = h('h1', { class: 'verdict' }, words.nav.overview);
  const standingOut = h('div', { class: 'standing-out' });
  const body = h('div', { class: 'findings' });
  const runs = () => chosenRuns(context.live()?.runs ?? [], context.route().query);
  const element = h(
    'div',
    { class: 'view' },
    verdict,
    standingOut,
    h('section', { class: 'card', 'aria-label': words.flow.title }, picture.element, account),
    filter.element,
    body,
  );
  return {
    element,
    title: words.nav.overview,
    count(state: LiveState) {
      picture.count(toTotals(runs()));
      const notes = runNotes(runs(), state, context);
      // What is there already must not be told again to those who hear the page.
      if (notes.textContent !== account.textContent) put(account, notes);
    },
    async refresh() {
      filter.show();
      const query = toServerQuery(context, FILTERS);
      const [found, known] = await Promise.all([ask<Overview>(`/api/overview?${query}`), codeTexts()]);
      put(verdict, toVerdict(found, context));
      put(standingOut, ...toStandingOut(found, context));
      filter.offer(found.codes);
      put(body, ...(found.matched === 0 ? [nothingFound(runs(), context)] : findings(found, known, context)));
    },
  };
}

function toVerdict({ matched, levels, codes }: Overview, { words, format }: Context): string {
  const high = codes.filter(({ level }) => level === 'High').length;
  if (matched === 0) return words.verdict.nothing;
  if (levels.High === 0) return words.verdict.calm(format.number(matched));
  return words.verdict.high(format.number(levels.High), format.number(matched), levels.High, high);
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
