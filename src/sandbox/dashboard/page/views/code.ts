import { CARD_WORDS } from '../../../../cli/classify/cardWords.ts';
import type { Classification } from '../../../../core/risk/classify.ts';
import type { Overview } from '../../api.ts';
import { ask } from '../ask.ts';
import { codeTexts } from '../codeTexts.ts';
import { type Context, runOf, toServerQuery, type View } from '../context.ts';
import { h, linkTo, put } from '../dom.ts';
import { badge } from '../levels.ts';
import { codeCard } from '../parts/codeCard.ts';
import { namesTable } from '../parts/namesTable.ts';
import { timelineChart } from '../parts/timelineChart.ts';
import { toHash, withQuery } from '../route.ts';

/** One code: what the catalog says about it, and where it occurs in the logs. */
export function code(context: Context, id: string): View {
  const { words, format, language, route } = context;
  const head = h('div');
  const texts = h('div');
  const seen = h('section', { class: 'card' });
  const who = h('div', { class: 'grid-3' });
  const notListed = CARD_WORDS[language];
  const show = (known: Classification, isDocumented: boolean): void => {
    const { level, name, entry, basis } = known;
    put(
      head,
      h(
        'h1',
        { class: 'code-title' },
        badge(level, words),
        h('span', { class: 'code' }, id),
        h('span', {}, name),
      ),
      h('p', { class: 'lead' }, entry?.summary[language]),
      basis.startsWith('pack:') &&
        h('p', { class: 'hint' }, words.codes.fromPack(basis.slice('pack:'.length))),
    );
    put(
      texts,
      entry === undefined
        ? h(
            'section',
            { class: 'card' },
            h('p', {}, isDocumented ? notListed.documented(name) : notListed.undocumented),
            h('p', {}, notListed.notJudged),
          )
        : codeCard(entry, level, context),
    );
  };
  return {
    element: h(
      'div',
      { class: 'view' },
      linkTo(toHash('codes', runOf(route().query)), { class: 'back' }, `‹ ${words.catalog.title}`),
      head,
      seen,
      who,
      texts,
    ),
    title: id,
    async refresh() {
      const query = toServerQuery(context, ['text', 'from', 'to']);
      query.set('code', id);
      const [known, found, all] = await Promise.all([
        ask<Classification>(`/api/codes/${id}`),
        ask<Overview>(`/api/overview?${query}`),
        codeTexts(),
      ]);
      show(known, all.has(id));
      const kept = withQuery(route().query, { code: id, level: undefined });
      const isNarrowed = ['text', 'from', 'to'].some((name) => route().query.has(name));
      put(
        seen,
        h('h2', {}, words.codes.inLogs),
        found.matched === 0
          ? h('p', { class: 'empty' }, words.codes.notInLogs)
          : h(
              'p',
              { class: 'actions' },
              linkTo(toHash('sign-ins', kept), {}, words.codes.signIns(format.number(found.matched))),
              known.level === 'High' && linkTo(toHash('alerts', kept), {}, words.alerts.title),
            ),
        isNarrowed &&
          linkTo(
            toHash(
              'codes',
              withQuery(route().query, { text: undefined, from: undefined, to: undefined }),
              id,
            ),
            { class: 'chip is-range' },
            words.codes.showAll,
          ),
        found.matched > 0 && timelineChart(found.timeline, context),
      );
      put(
        who,
        ...(found.matched === 0
          ? []
          : [
              namesTable(words.column.user, words.column.codes, found.users, context),
              namesTable(words.column.address, words.column.users, found.addresses, context),
              namesTable(words.column.application, words.column.users, found.applications, context),
            ]),
      );
    },
  };
}
