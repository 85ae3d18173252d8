import type { Classification } from '../../../../core/risk/classify.ts';
import { ask } from '../ask.ts';
import { type Context, keptQuery, type View } from '../context.ts';
import { h, linkTo, put } from '../dom.ts';
import { badge } from '../levels.ts';
import { codeCard } from '../parts/codeCard.ts';
import { codeLink } from '../parts/codesTable.ts';
import { copyable } from '../parts/copyable.ts';
import { part, rawJson, textAt, valueList } from '../parts/values.ts';
import { toHash } from '../route.ts';

/** One alert as it lay in the queue, with the catalog's text: who, what, where, what it means and what to do. */
export function alert(context: Context, id: string): View {
  const { words, format, route } = context;
  const body = h('div', { class: 'view' });
  return {
    element: body,
    title: words.alerts.one,
    async refresh() {
      const event = await ask<unknown>(`/api/alerts/${id}`);
      const data = part(event, 'data');
      const code = textAt(data, 'code');
      const known = await ask<Classification>(`/api/codes/${code}`);
      put(
        body,
        linkTo(toHash('alerts', keptQuery(route().query)), { class: 'back' }, `‹ ${words.alerts.title}`),
        h(
          'h1',
          { class: 'code-title' },
          badge(known.level, words),
          codeLink(code, context),
          h('span', {}, known.name),
        ),
        h('p', { class: 'lead' }, known.entry?.summary[context.language]),
        h('p', { class: 'hint' }, `${format.time(Date.parse(textAt(event, 'time')))} UTC`),
        h(
          'div',
          { class: 'grid-3' },
          ...(['who', 'what', 'where'] as const).map((name) =>
            h('section', { class: 'card' }, h('h2', {}, words.alerts[name]), valueList(part(data, name))),
          ),
        ),
        h(
          'section',
          { class: 'card' },
          h('h2', {}, words.alerts.query),
          copyable(textAt(data, 'query'), context),
        ),
        known.entry !== undefined && codeCard(known.entry, known.level, context),
        rawJson(words.alerts.raw, event),
      );
    },
  };
}
