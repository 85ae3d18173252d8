import type { Page } from '../../api.ts';
import type { Context } from '../context.ts';
import { h } from '../dom.ts';
import { toHash, withQuery } from '../route.ts';

/** Goes through the pages of a list; nothing when there is one page only. */
export function pager(page: Page<unknown>, context: Context): HTMLElement | undefined {
  if (page.pages < 2) return undefined;
  const { words, format, route, go } = context;
  const button = (title: string, target: number, key: string) =>
    h(
      'button',
      {
        type: 'button',
        'data-key': key,
        disabled: target < 0 || target >= page.pages,
        on: {
          click: () => {
            const { view, query } = route();
            go(toHash(view, withQuery(query, { page: target === 0 ? undefined : target })));
          },
        },
      },
      title,
    );
  return h(
    'nav',
    { class: 'pager', 'aria-label': words.pager.label },
    button(words.pager.previous, page.page - 1, 'pager-previous'),
    h('span', {}, words.pager.at(format.number(page.page + 1), format.number(page.pages))),
    button(words.pager.next, page.page + 1, 'pager-next'),
  );
}
