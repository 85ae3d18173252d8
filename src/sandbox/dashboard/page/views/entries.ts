import type { EntryView, Page } from '../../api.ts';
import { ask } from '../ask.ts';
import { codeTexts } from '../codeTexts.ts';
import { type Context, FILTERS, toServerQuery, type View } from '../context.ts';
import { h, put } from '../dom.ts';
import { entriesTable } from '../parts/entriesTable.ts';
import { filterBar } from '../parts/filterBar.ts';
import { pager } from '../parts/pager.ts';

/** The list of sign-ins, or of alerts, newest first. */
export function entries(context: Context, view: 'sign-ins' | 'alerts'): View {
  const { words, format, say } = context;
  const { title, about, none } = words[view === 'alerts' ? 'alerts' : 'signIns'];
  const filter = filterBar(context);
  const count = h('p', { class: 'hint' });
  const list = h('div');
  let said = '';
  return {
    element: h(
      'div',
      { class: 'view' },
      h('h1', {}, title),
      h('p', { class: 'hint' }, about),
      filter.element,
      h('section', { class: 'card' }, count, list),
    ),
    title,
    async refresh() {
      filter.show();
      const query = toServerQuery(context, [...FILTERS, 'page']);
      const [page, known] = await Promise.all([ask<Page<EntryView>>(`/api/${view}?${query}`), codeTexts()]);
      const found = words.found(format.number(page.total), page.total);
      put(count, found);
      if (found !== said) say(found);
      said = found;
      put(
        list,
        page.total === 0
          ? h('p', { class: 'empty' }, none)
          : entriesTable(title, view, page.items, known, context),
        pager(page, context),
      );
    },
  };
}
