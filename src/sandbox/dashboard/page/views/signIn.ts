import type { Classification } from '../../../../core/risk/classify.ts';
import { ask } from '../ask.ts';
import { type Context, keptQuery, type View } from '../context.ts';
import { h, linkTo, put } from '../dom.ts';
import { badge } from '../levels.ts';
import { codeLink } from '../parts/codesTable.ts';
import { rawJson, textAt, valueList } from '../parts/values.ts';
import { toHash } from '../route.ts';

/** One sign-in: the row as Log Analytics got it. */
export function signIn(context: Context, id: string): View {
  const { words, language, route } = context;
  const body = h('div', { class: 'view' });
  return {
    element: body,
    title: words.signIns.one,
    async refresh() {
      const row = await ask<Readonly<Record<string, unknown>>>(`/api/sign-ins/${id}`);
      const code = textAt(row, 'ResultType');
      const known = code === '' ? undefined : await ask<Classification>(`/api/codes/${code}`);
      put(
        body,
        linkTo(toHash('sign-ins', keptQuery(route().query)), { class: 'back' }, `‹ ${words.signIns.title}`),
        h(
          'h1',
          { class: 'code-title' },
          badge(known?.level ?? 'Unknown', words),
          codeLink(code, context),
          h('span', {}, known?.name ?? ''),
        ),
        h('p', { class: 'lead' }, known?.entry?.summary[language] ?? ''),
        h('section', { class: 'card' }, h('h2', {}, words.signIns.row), valueList(row)),
        rawJson('JSON', row),
      );
    },
  };
}
